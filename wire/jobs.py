"""The clock's door: what nobody will ask for again is dropped."""

from celery import shared_task
from django.utils import timezone

from wire.idempotency import forget_old_answers


@shared_task(name="wire.forget_old_answers")
def forget_answers() -> int:
    """Drop answers that were kept for a week."""
    return forget_old_answers(now=timezone.now())
