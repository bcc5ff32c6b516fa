"""Each question for itself: what fails at one keeps none of the others waiting."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded

logger = logging.getLogger("samverk.decisions")


@contextmanager
def apart(question_id: UUID) -> Iterator[None]:
    """Log what goes wrong at one question, for it to be tried again, and go on with the next.

    Put outside of the question's transaction, which has been rolled back by then. A job whose time
    is up stops all the same.
    """
    try:
        yield
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("Decision %s failed, and is tried again.", question_id)
