"""Who else hears of expected decisions, and when nobody is asked about them any more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from access.actor import Actor
from access.refusals import Conflict, Forbidden, NotVisible
from needs.models import EXPECTED, Annex, DemandItem, DemandLine
from needs.services import change_need, share_need
from needs.services.annexes import open_annex
from needs.services.lines import change_line
from needs.services.promising import postpone_decisions
from networks.models import Membership
from networks.services import change_network, end_membership, end_seat
from networks.subjects import Subject, card_of, points_of
from notices.models import Notice
from tasks.models import Occurrence, Schedule
from tasks.services import adopt_orphans, answer, end_departed, send_due
from tests.asking import told
from tests.cast import Cast
from tests.factories.demand import an_item
from tests.factories.needs import a_need
from tests.factories.networks import SeatFactory
from tests.promises import ASKED, DAY, day_of, promised, waiting
from tests.reminders import OPENED, at, clock


def test_nothing_is_postponed_that_nobody_asked_about_and_by_nobody_else(
    quiet: Annex, stockholm: Actor, orebro: Actor, goteborg: Actor, vans: DemandItem
) -> None:
    with pytest.raises(Conflict, match="nothing_asked"):
        postpone_decisions(at(stockholm, ASKED), annex=quiet, expected_on=None)
    open_annex(at(orebro, OPENED), need=vans.need)
    promised(orebro, vans, DAY)
    with pytest.raises(NotVisible):
        postpone_decisions(at(orebro, ASKED), annex=quiet, expected_on=None)


def test_the_coordinator_hears_that_it_waits_and_others_nothing(
    promise: DemandLine, stockholm: Actor, goteborg: Actor, orebro: Actor
) -> None:
    for days in (0, 1, 7, 21):
        send_due(clock(ASKED + timedelta(days=days)))

    assert {name for _cause, name in told()} == {"Stockholm", "Goteborg"}
    subject = Subject(EXPECTED, promise.annex_id)
    with override("en"):
        card = card_of(goteborg, subject)
    assert card.title == "Decisions of Stockholms stad: Zero-emission deliveries"
    assert points_of(goteborg, [subject]) == {}
    with pytest.raises(NotVisible):
        card_of(orebro, subject)


def test_of_a_private_need_nobody_elsewhere_hears_before_it_is_shared(stockholm: Actor, cast: Cast) -> None:
    need = a_need(at(stockholm, OPENED))
    promised(stockholm, an_item(at(stockholm, OPENED), need), DAY)
    for days in (0, 7):
        send_due(clock(ASKED + timedelta(days=days)))
    assert {name for _cause, name in told()} == {"Stockholm"}

    share_need(at(stockholm, ASKED + timedelta(days=8)), need=need)
    assert Schedule.objects.get(subject_kind=EXPECTED).policy == "confirm"


def test_in_july_only_the_owner_is_told(stockholm: Actor, vans: DemandItem, quiet: Annex) -> None:
    promised(stockholm, vans, date(2049, 7, 1))
    asked = datetime(2049, 7, 1, 6, tzinfo=UTC)

    for days in (0, 1, 7, 21, 29):
        send_due(clock(asked + timedelta(days=days)))
    assert {name for _cause, name in told()} == {"Stockholm"}
    assert Notice.objects.count() == 1

    send_due(clock(datetime(2049, 8, 9, 6, tzinfo=UTC)))
    assert ("reminder_coordinator", "Goteborg") in told()


def test_it_rests_with_the_network(promise: DemandLine, goteborg: Actor, cast: Cast) -> None:
    change_network(at(goteborg, OPENED), network=cast.network, phase="paused")

    send_due(clock(ASKED))

    assert not Occurrence.objects.exists()


def test_a_colleague_takes_over_and_with_the_membership_it_ends(
    promise: DemandLine, goteborg: Actor, cast: Cast
) -> None:
    membership = Membership.objects.get(authority=cast.authority("stockholm"))
    end_seat(at(goteborg, OPENED), seat=cast.seats["stockholm"])
    colleague = SeatFactory.create(membership=membership).user
    assert len(adopt_orphans(clock(OPENED))) == 2  # of the annex, and this
    assert Schedule.objects.get(subject_kind=EXPECTED).owner == colleague

    end_membership(at(goteborg, OPENED), membership=membership)
    assert len(end_departed(clock(OPENED))) == 2
    assert day_of() is None


def test_it_ends_with_a_need_that_is_replaced(promise: DemandLine, goteborg: Actor, stockholm: Actor) -> None:
    send_due(clock(ASKED))
    need = promise.need
    for status in ("internal_review", "hearing", "adopted", "superseded"):
        need = change_need(at(goteborg, ASKED), need=need, status=status)

    assert day_of() is None
    assert not Occurrence.objects.open().exists()
    change_line(at(stockholm, ASKED), line=promise, decision_expected_on=date(2049, 9, 1))
    assert day_of() is None


def test_others_read_no_promise_and_answer_none(promise: DemandLine, orebro: Actor, goteborg: Actor) -> None:
    send_due(clock(ASKED))

    with pytest.raises(NotVisible):
        answer(at(orebro, ASKED), occurrence=waiting(), outcome="not_expected")
    with pytest.raises((NotVisible, Forbidden, Conflict)):
        postpone_decisions(at(goteborg, ASKED), annex=promise.annex, expected_on=None)
