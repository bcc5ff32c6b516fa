"""Networks at a Monday in spring, far ahead."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import User
from networks.models import Membership, Network, Seat
from support.standing import Standing, standings
from tasks.models import Schedule
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.factories.networks import MembershipFactory, SeatFactory

MONDAY = datetime(2049, 3, 22, 9, tzinfo=UTC)
Owe = Callable[..., Schedule]


def standing_of(network: Network, now: datetime = MONDAY) -> Standing:
    """How the network stands."""
    (standing,) = standings([network], now=now)
    return standing


@pytest.fixture
def spring(cast: Cast) -> Cast:
    """Everybody came this year."""
    start = datetime(2049, 3, 1, tzinfo=UTC)
    Membership.objects.update(joined_at=start)
    Seat.objects.update(started_at=start)
    return cast


@pytest.fixture
def owe(cast: Cast) -> Owe:
    """Let somebody answer for an analysis of the flagship that is due on a day."""

    def do(person: User, due_on: date, **fields: object) -> Schedule:
        analysis = AnalysisFactory.create(network=cast.network, owner=person)
        Schedule.objects.filter(pk=analysis.schedule_id).update(next_on=due_on, **fields)
        return Schedule.objects.get(pk=analysis.schedule_id)

    return do


def more_members(network: Network, count: int) -> None:
    """So many authorities more, each with one person."""
    for _turn in range(count):
        membership = MembershipFactory.create(network=network, joined_at=timezone.now())
        SeatFactory.create(membership=membership)
