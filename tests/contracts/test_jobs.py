"""Who is nudged hears it: every job that a room hurries is there, and some worker serves its queue."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from backend.celery import app
from backend.commands import QUEUES, worker
from backend.places import BASE_DIR
from tests.contracts.sources import ROOMS, files, tree, where

SERVED = set(QUEUES.split(","))
# How the constants that name jobs end.
LAST = ("JOB", "COMPACT")


def nudges() -> Iterator[tuple[Path, ast.Call]]:
    """Every place where a room hurries a job, but the one that sends."""
    for path in files(*ROOMS):
        if "wire.nudges" in path.read_text():
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "nudge":
                    yield path, node


NUDGES = [pytest.param(path, call, id=f"{where(path)}:{call.lineno}") for path, call in nudges()]


@pytest.mark.parametrize(("path", "call"), NUDGES)
def test_a_nudge_goes_to_a_queue_that_a_worker_serves(path: Path, call: ast.Call) -> None:
    (queue,) = [ast.literal_eval(word.value) for word in call.keywords if word.arg == "queue"]

    assert queue in SERVED


@pytest.mark.parametrize(("path", "call"), NUDGES)
def test_a_nudge_hurries_a_job_that_is_there_and_takes_ids(path: Path, call: ast.Call) -> None:
    app.loader.import_default_modules()
    room = import_module(".".join(path.relative_to(BASE_DIR).with_suffix("").parts))
    name = ast.unparse(call.args[0])
    # One that a loop goes through is any of its file's.
    constants = {word: value for word, value in vars(room).items() if word.isupper()}
    hurried = {value for word, value in constants.items() if name in (word, "job") and word.endswith(LAST)}

    assert hurried
    for job in hurried:
        assert "ids" in app.tasks[job].run.__code__.co_varnames


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_a_sweep_goes_to_a_queue_that_a_worker_serves(name: str) -> None:
    app.loader.import_default_modules()

    assert app.amqp.router.route({}, name)["queue"].name in SERVED


def test_the_containers_serve_the_same_queues() -> None:
    services = yaml.safe_load(Path(BASE_DIR, "docker-compose.yml").read_text())["services"]

    assert f"--queues={QUEUES}" in services["worker"]["command"]
    assert f"--queues={QUEUES}" in worker()
