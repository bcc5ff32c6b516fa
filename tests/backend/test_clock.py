from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from backend.celery import app
from backend.commands import QUEUES


@pytest.fixture(scope="module", autouse=True)
def _jobs_are_known() -> None:
    app.loader.import_default_modules()


def our_jobs() -> Iterator[str]:
    """Every job of every room, by its name."""
    for config in apps.get_app_configs():
        if (Path(config.path) / "jobs.py").exists() and "site-packages" not in config.path:
            import_module(f"{config.name}.jobs")
            yield from (name for name, job in app.tasks.items() if job.__module__ == f"{config.name}.jobs")


def test_everything_on_the_clock_is_a_job() -> None:
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(our_jobs())


def test_a_job_is_on_the_clock_or_does_the_work_of_given_ids() -> None:
    on_the_clock = {entry["task"] for entry in app.conf.beat_schedule.values()}

    for name in set(our_jobs()) - on_the_clock:
        arguments = app.tasks[name].run.__code__.co_varnames
        assert "ids" in arguments, f"{name} is neither on the clock nor given ids"


def test_a_tick_that_nobody_took_is_dropped_before_the_next_one() -> None:
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"].total_seconds()


def test_every_queue_that_is_used_has_a_worker() -> None:
    routes = app.conf.task_routes or {}
    used = {route["queue"] for route in routes.values()} | {app.conf.task_default_queue}

    assert used <= set(QUEUES.split(","))


def test_a_job_is_lost_by_no_death_of_its_worker() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.accept_content == ["json"]
