"""Hurry a job along. The clock's sweep would find the work anyway, so a nudge may be lost."""

import logging
from collections.abc import Iterable
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger("samverk.nudges")


def nudge(job: str, ids: Iterable[UUID], *, queue: str) -> None:
    """After the commit, ask a worker to run the job of this name over these ids. Never raises.

    Ids only: private text never lies in Redis.
    """
    wanted = [str(one) for one in ids]

    def send() -> None:  # named, as Django names what failed after a commit in its log
        _send(job, wanted, queue)

    if wanted:
        transaction.on_commit(send, robust=True)


def _send(job: str, ids: list[str], queue: str) -> None:
    try:
        current_app.send_task(job, kwargs={"ids": ids}, queue=queue, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("No worker was nudged for %s: %s", job, error)
