"""An authority that left and came back is asked again about what is private to it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from access.actor import Actor
from needs.models import Annex, DemandItem
from needs.services.annexes import open_annex
from networks.models import Membership, Seat
from networks.services import end_membership
from tasks.models import Occurrence, Schedule
from tasks.services import adopt_orphans, end_departed, resume_returned, send_due
from tests.asking import ASKED, NEXT, after, now_of, told
from tests.cast import Cast
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.reminders import OPENED, at, clock


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(at(goteborg, OPENED), a_need(at(goteborg, OPENED), zone="network"))


@pytest.fixture
def annex(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's, asked about by 25 May."""
    return open_annex(at(stockholm, OPENED), need=vans.need)


def leave(goteborg: Actor, cast: Cast, when: datetime) -> None:
    """Stockholm leaves the network."""
    membership = Membership.objects.active().get(authority=cast.authority("stockholm"))
    end_membership(at(goteborg, when), membership=membership)
    end_departed(clock(when))


def come_back(cast: Cast) -> Seat:
    """It is a member again, with somebody else in its seat."""
    membership = MembershipFactory.create(network=cast.network, authority=cast.authority("stockholm"))
    seat: Seat = SeatFactory.create(membership=membership)
    return seat


def test_the_next_round_is_asked_of_whoever_sits_there_then(
    annex: Annex, goteborg: Actor, cast: Cast
) -> None:
    send_due(clock(ASKED))
    leave(goteborg, cast, after(1))
    assert now_of(annex).next_confirm_on is None
    assert resume_returned(clock(after(30))) == []

    seat = come_back(cast)
    assert resume_returned(clock(after(60))) == [annex.schedule_id]
    assert resume_returned(clock(after(60))) == []
    assert adopt_orphans(clock(after(60))) == [annex.schedule_id]

    assert now_of(annex).next_confirm_on == NEXT
    assert Occurrence.objects.get().outcome == "departed"
    send_due(clock(datetime(2049, 11, 25, 7, tzinfo=UTC)))
    assert ("reminder_due", seat.user.name) in told()


def test_what_was_due_once_meanwhile_is_due_at_once(
    stockholm: Actor, goteborg: Actor, vans: DemandItem, cast: Cast
) -> None:
    wanting(
        at(stockholm, OPENED),
        vans,
        10,
        commitment="C2",
        decision_expected_on=date(2049, 4, 1),
        period_from=date(2051, 1, 1),
        period_to=date(2051, 12, 31),
        earliest_start=date(2051, 1, 1),
    )
    leave(goteborg, cast, OPENED)
    come_back(cast)

    resume_returned(clock(OPENED + timedelta(days=60)))  # 30 April

    assert Schedule.objects.get(subject_kind="expected_decision").next_on == date(2049, 4, 30)


def test_what_has_ended_otherwise_is_not_asked_again(annex: Annex, goteborg: Actor, cast: Cast) -> None:
    Schedule.objects.filter(subject_id=annex.pk).update(next_on=None, next_at=None)
    leave(goteborg, cast, after(1))
    come_back(cast)

    assert resume_returned(clock(after(60))) == []
    assert now_of(annex).next_confirm_on is None
