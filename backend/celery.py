"""The Celery app and its clock: which sweep runs how often. Jobs live in each room's `jobs.py`."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from backend.processes import die_with_parent
from wire.memory import pass_over_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

app = Celery("samverk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


def every(seconds: int, job: str) -> dict[str, Any]:
    """Run the job this often. A tick that nobody took before the next one came is dropped."""
    return {"task": job, "schedule": timedelta(seconds=seconds), "options": {"expires": seconds}}


# The sweeps. A nudge may hurry the same work along; the clock is what makes sure of it.
app.conf.beat_schedule = {
    schedule["task"]: schedule
    for schedule in (
        every(60, "tasks.tick"),
        every(60, "tasks.adopt_orphans"),
        every(60, "tasks.end_departed"),
        every(60, "tasks.resume_returned"),
        every(3600, "needs.forget_drafts"),
        every(3600, "needs.begin_missed"),
        every(60, "decisions.close"),
        every(60, "decisions.prompt"),
        every(60, "decisions.sweep_mails"),
        every(3600, "decisions.forget"),
        every(60, "notices.sweep"),
        every(300, "notices.gather"),
        every(600, "support.keep_week"),
        every(60, "networks.sweep_invitations"),
        every(60, "networks.end_run_out_seats"),
        every(5, "search.sweep"),
        every(60, "documents.sweep_errands"),
        every(3600, "documents.forget_errands"),
        every(60, "records.sweep"),
        every(3600, "records.forget"),
        every(3600, "files.sweep"),
        every(3600, "files.scan_again"),
        every(3600, "accounts.jobs.sweep_keys"),
        every(3600, "wire.forget_old_answers"),
        every(60, "documents.sweep_spells"),
        every(60, "documents.sweep_logs"),
    )
}


@worker_process_init.connect
def end_with_the_worker(**_signal: object) -> None:
    """Tie each process of the pool to the worker: a worker that is killed must leave nobody behind."""
    die_with_parent()


@worker_process_init.connect
def settle_down(**_signal: object) -> None:
    """Work with what was loaded before the pool was opened."""
    pass_over_what_stays()
