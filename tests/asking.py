"""The round in which an annex of 1 March 2049 is asked about, and what came of it."""

from datetime import UTC, date, datetime, timedelta

from needs.models import Annex
from notices.models import Notice
from tasks.models import Occurrence

# Opened on 1 March; the round is on a Tuesday, and eight o'clock in Stockholm is six.
ROUND, NEXT = date(2049, 5, 25), date(2049, 11, 25)
ASKED = datetime(2049, 5, 25, 6, tzinfo=UTC)


def now_of(annex: Annex) -> Annex:
    """The annex as it is now."""
    found: Annex = Annex.objects.with_names().get(pk=annex.pk)
    return found


def after(days: int) -> datetime:
    """So many days after the round."""
    return ASKED + timedelta(days=days)


def reminder() -> Occurrence:
    """The one reminder there is."""
    return Occurrence.objects.select_related("schedule").get()


def told() -> list[tuple[str, str]]:
    """Why somebody was told, and who, oldest first."""
    rows = Notice.objects.select_related("person").order_by("created_at", "cause", "person__name")
    return [(row.cause, row.person.name) for row in rows]
