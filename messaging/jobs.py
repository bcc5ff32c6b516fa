"""The workers' door: what was said is made findable."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from messaging.indexing import INDEX_JOB
from search.sources import refresh


@shared_task(name=INDEX_JOB)
def index_messages(*, ids: list[str]) -> int:
    """Let search find these messages; one that is missed is found by the sweep."""
    return refresh("message", [UUID(one) for one in ids], now=timezone.now())
