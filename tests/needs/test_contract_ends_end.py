"""Who else hears of a contract that ends, whom nobody asked, and when nobody is asked any more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from access.actor import Actor
from access.refusals import Forbidden, NotVisible
from journal.models import Entry
from needs.missed import begin_missed
from needs.models import CONTRACT, Annex, DemandItem
from needs.services import change_need, share_need
from needs.services.annexes import share_annex
from needs.services.watching import look_ahead
from networks.models import Membership
from networks.services import change_network, end_membership, end_seat
from networks.subjects import Subject, card_of, points_of
from notices.mails import mail_of
from notices.models import Notice
from tasks.models import Occurrence, Schedule
from tasks.services import adopt_orphans, answer, end_departed, resume_returned, send_due
from tests.asking import told
from tests.cast import Cast
from tests.contract_ends import END, FIRST, STEPS, ending, move, watch
from tests.factories.needs import a_need
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.promises import waiting
from tests.reminders import OPENED, at, clock


@pytest.fixture
def annex(stockholm: Actor, vans: DemandItem) -> Annex:
    """Stockholm's, private, with a contract until 22 September 2050."""
    return ending(stockholm, vans.need)


def wait_long() -> None:
    """Nobody answers for eighty days."""
    for days in (0, 1, 7, 21, 80):
        send_due(clock(FIRST + timedelta(days=days)))


def test_of_a_private_annex_nobody_elsewhere_hears_that_a_question_waits(
    annex: Annex, stockholm: Actor, goteborg: Actor, orebro: Actor, cast: Cast
) -> None:
    wait_long()

    assert {name for _cause, name in told()} == {"Stockholm"}
    mine = {f"authority:{annex.network_id}:{stockholm.authority_id}", f"person:{stockholm.user_id}"}
    for known in (annex.pk, watch().pk, waiting().pk):
        heard = Entry.objects.filter(payload__contains=str(known)).values_list("stream_id", flat=True)
        assert set(heard) <= mine
    subject = Subject(CONTRACT, annex.pk)
    for other in (goteborg, orebro):
        with pytest.raises(NotVisible):
            card_of(other, subject)
        assert points_of(other, [subject]) == {}
        with pytest.raises(NotVisible):
            answer(at(other, FIRST), occurrence=waiting(), outcome="planned")


def test_of_a_shared_annex_the_coordinator_hears_that_it_waits_and_others_nothing(
    annex: Annex, stockholm: Actor, goteborg: Actor, orebro: Actor
) -> None:
    share_annex(at(stockholm, OPENED), annex=annex)

    wait_long()

    assert ("reminder_coordinator", "Goteborg") in told()
    assert {name for _cause, name in told()} == {"Stockholm", "Goteborg"}
    subject = Subject(CONTRACT, annex.pk)
    with override("en"):
        card = card_of(goteborg, subject)
    assert card.title == "What comes after the contract of Stockholms stad: Zero-emission deliveries"
    assert card.path == f"/needs/{annex.need_id}/annexes/{annex.pk}/"
    assert points_of(goteborg, [subject]) == {}
    letter = mail_of(Notice.objects.get(cause="reminder_coordinator"), clock(FIRST))
    assert letter is not None
    assert "nobody is asked at the next step" not in " ".join(str(letter.body).split())
    with pytest.raises(NotVisible):
        card_of(orebro, subject)
    with pytest.raises(Forbidden):
        look_ahead_by(goteborg, annex)


def look_ahead_by(actor: Actor, annex: Annex) -> None:
    """Somebody with an annex that is asked about too answers for another's."""
    ending(actor, annex.need)
    Schedule.objects.filter(subject_kind=CONTRACT).update(next_on=STEPS[0])
    look_ahead(at(actor, FIRST), annex=annex, outcome="planned")


def test_a_watch_that_begins_after_the_annex_was_shared_is_in_sight(
    stockholm: Actor, vans: DemandItem
) -> None:
    annex = ending(stockholm, vans.need, None)
    share_annex(at(stockholm, OPENED), annex=annex)
    move(stockholm, annex, END)

    assert watch().policy == "confirm"


def test_a_need_that_is_shared_tells_nothing_of_contracts(stockholm: Actor) -> None:
    need = a_need(at(stockholm, OPENED))
    annex = ending(stockholm, need)

    share_need(at(stockholm, OPENED), need=need)

    assert watch().policy == "review"
    assert Schedule.objects.get(subject_kind="annex").policy == "confirm"
    share_annex(at(stockholm, OPENED), annex=Annex.objects.get(pk=annex.pk))
    assert watch().policy == "confirm"


def test_in_july_only_the_owner_is_told(stockholm: Actor, vans: DemandItem) -> None:
    share_annex(at(stockholm, OPENED), annex=ending(stockholm, vans.need, date(2051, 1, 1)))

    for day in (1, 2, 8, 22, 30):
        send_due(clock(datetime(2049, 7, day, 6, tzinfo=UTC)))

    assert told() == [("reminder_due", "Stockholm")]


def test_it_rests_with_the_network(annex: Annex, goteborg: Actor, cast: Cast) -> None:
    change_network(at(goteborg, OPENED), network=cast.network, phase="paused")

    send_due(clock(FIRST))

    assert not Occurrence.objects.exists()


def test_it_ends_with_a_need_that_is_replaced(annex: Annex, goteborg: Actor, stockholm: Actor) -> None:
    send_due(clock(FIRST))
    need = annex.need
    for status in ("internal_review", "hearing", "adopted", "superseded"):
        need = change_need(at(goteborg, FIRST), need=need, status=status)

    assert watch().next_on is None
    assert not Occurrence.objects.open().exists()
    move(stockholm, Annex.objects.get(), date(2051, 9, 22), FIRST)
    assert watch().next_on is None


def test_a_colleague_takes_over_and_with_the_membership_it_ends_until_it_is_back(
    annex: Annex, goteborg: Actor, cast: Cast
) -> None:
    membership = Membership.objects.get(authority=cast.authority("stockholm"))
    end_seat(at(goteborg, OPENED), seat=cast.seats["stockholm"])
    colleague = SeatFactory.create(membership=membership).user
    assert len(adopt_orphans(clock(OPENED))) == 2  # of the annex, and this
    assert watch().owner == colleague

    end_membership(at(goteborg, OPENED), membership=membership)
    end_departed(clock(OPENED))
    assert watch().next_on is None

    MembershipFactory.create(network=cast.network, authority=cast.authority("stockholm"))
    resume_returned(clock(OPENED + timedelta(days=60)))
    assert watch().next_on == date(2049, 4, 30)


def test_contracts_that_were_known_before_anybody_asked_are_asked_about(annex: Annex) -> None:
    Schedule.objects.filter(subject_kind=CONTRACT).delete()

    assert begin_missed(clock(OPENED)) == 1

    assert (watch().next_on, watch().policy) == (STEPS[0], "review")
    with CaptureQueriesContext(connection) as found:
        assert begin_missed(clock(OPENED)) == 0
    assert len(found) == 2  # what is asked about is not looked at again


def test_who_left_what_was_replaced_and_what_ends_soon_is_not_begun(
    annex: Annex, stockholm: Actor, orebro: Actor, goteborg: Actor
) -> None:
    soon = ending(orebro, annex.need, date(2049, 11, 30))
    replaced = a_need(at(goteborg, OPENED), zone="network", title_sv="Ett äldre", title_en="An older")
    ending(orebro, replaced)
    for status in ("internal_review", "hearing", "adopted", "superseded"):
        replaced = change_need(at(goteborg, OPENED), need=replaced, status=status)
    Schedule.objects.filter(subject_kind=CONTRACT).delete()
    Membership.objects.filter(authority=annex.declared_by).update(left_at=OPENED)

    with CaptureQueriesContext(connection) as found:
        assert begin_missed(clock(OPENED)) == 0
    assert len(found) == 2
    assert not Schedule.objects.filter(subject_kind=CONTRACT).exists()

    Annex.objects.filter(pk=soon.pk).update(current_contract_end=date(2049, 12, 1))
    assert begin_missed(clock(OPENED)) == 1
