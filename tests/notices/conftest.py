"""Somebody is told of something, in every way."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from journal.ids import uuid7
from market.models import KIND, MarketAnalysis
from networks.subjects import Subject
from notices.models import Cause, Notice
from notices.telling import Telling, tell
from tests.cast import Cast

# Wednesday noon in Stockholm, far ahead; the Monday after it is the 29th.
NOON = datetime(2049, 3, 24, 11, tzinfo=UTC)
MONDAY = datetime(2049, 3, 29, 6, tzinfo=UTC)
NIGHT = datetime(2049, 3, 24, 22, tzinfo=UTC)
MORNING = datetime(2049, 3, 25, 5, tzinfo=UTC)
Told = Callable[..., Notice]


@pytest.fixture
def told(cast: Cast, analysis: MarketAnalysis) -> Told:
    """Tell Stockholm, or somebody else, of the analysis for some cause at some moment."""

    def do(
        cause: str = Cause.TASK_GIVEN,
        *,
        to: str = "stockholm",
        now: datetime = NOON,
        on_date: date = date(2049, 3, 25),
        subject: UUID | None = None,
    ) -> Notice:
        telling = Telling(
            network_id=cast.network.pk,
            person_id=cast.people[to].pk,
            cause=cause,
            cause_id=uuid7(),
            subject=Subject(KIND, subject or analysis.pk),
            on_date=on_date,
        )
        (made,) = tell([telling], now=now)
        return Notice.objects.get(pk=made)

    return do
