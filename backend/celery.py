"""The Celery app and its clock: which sweep runs how often. Jobs live in each room's `jobs.py`."""

import os

from celery import Celery
from celery.signals import worker_process_init

from backend.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

app = Celery("samverk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@worker_process_init.connect
def end_with_the_worker(**_signal: object) -> None:
    """Tie each process of the pool to the worker: a worker that is killed must leave nobody behind."""
    die_with_parent()
