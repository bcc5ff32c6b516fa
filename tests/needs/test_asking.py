"""Who hears that an annex waits to be confirmed, and when nobody is asked any more."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from access.actor import Actor
from access.refusals import Conflict, NotVisible
from journal.models import Entry
from needs.models import Annex, DemandLine, Need
from needs.services import change_need, share_need
from needs.services.annexes import change_annex, open_annex, share_annex
from needs.services.confirming import confirm_annex
from needs.services.realised import begin_trust
from networks.models import Membership
from networks.services import change_network, end_membership, end_seat
from networks.subjects import Subject, card_of
from tasks.models import Occurrence, Schedule
from tasks.services import adopt_orphans, answer, end_departed, send_due
from tests.asking import ASKED, after, now_of, reminder, told
from tests.cast import Cast
from tests.factories.demand import an_annex
from tests.factories.needs import a_need, adopted
from tests.factories.networks import SeatFactory
from tests.reminders import OPENED, at, clock

Journal = Callable[[str], list[str]]


def test_the_coordinator_hears_that_a_private_annex_waits_and_not_what_it_says(
    annex: Annex, stockholm: Actor, goteborg: Actor, orebro: Actor, cast: Cast
) -> None:
    steering = SeatFactory.create(membership=cast.seats["orebro"].membership, role="steering").user

    for days in (0, 1, 7, 21, 80):  # of which July is not counted
        send_due(clock(after(days)))

    assert ("reminder_coordinator", "Goteborg") in told()
    assert {name for _cause, name in told()} == {"Stockholm", "Goteborg"}
    assert not Entry.objects.of_stream(f"person:{steering.pk}").exists()
    subject = Subject("annex", annex.pk)
    with override("en"):
        card, own = card_of(goteborg, subject), card_of(stockholm, subject)
    assert (card.title, card.path) == (
        "Annex of Stockholms stad: Zero-emission deliveries",
        f"/needs/{annex.need_id}/demand/",
    )
    assert own.title == "Our annex and volumes: Zero-emission deliveries"
    with pytest.raises(NotVisible):
        card_of(orebro, subject)
    assert Schedule.objects.at_risk().count() == 1


def test_of_an_annex_to_a_private_need_the_coordinator_hears_nothing_before_it_is_shared(
    stockholm: Actor, cast: Cast
) -> None:
    need = a_need(at(stockholm, OPENED))
    annex = an_annex(at(stockholm, OPENED), need)
    for days in (0, 7, 21):
        send_due(clock(after(days)))
    assert {name for _cause, name in told()} == {"Stockholm"}

    share_need(at(stockholm, after(22)), need=need)
    confirm_annex(at(stockholm, after(22)), annex=annex)
    send_due(clock(datetime(2049, 12, 2, 7, tzinfo=UTC)))

    assert ("reminder_coordinator", "Goteborg") in told()


def test_nobody_else_hears_of_a_confirmation_in_trust(annex: Annex, stockholm: Actor, cast: Cast) -> None:
    begin_trust(at(stockholm, OPENED), network=cast.network)
    send_due(clock(ASKED))
    answer(at(stockholm, ASKED), occurrence=reminder(), outcome="unchanged")

    mine = {f"authority:{annex.network_id}:{stockholm.authority_id}", f"person:{stockholm.user_id}"}
    told_of = Entry.objects.filter(payload__contains=str(annex.pk)).values_list("stream_id", flat=True)
    assert set(told_of) <= mine
    assert set(DemandLine.objects.values_list("in_trust", flat=True)) == {True}


def test_what_is_shared_is_confirmed_before_the_network_and_its_lines_are_not(
    annex: Annex, stockholm: Actor, journal_of: Journal
) -> None:
    share_annex(at(stockholm, OPENED), annex=annex)

    confirm_annex(at(stockholm, ASKED), annex=annex)

    assert journal_of(f"network:{annex.network_id}")[-1] == "annex.confirmed"
    assert "demand.changed" not in journal_of(f"network:{annex.network_id}")


def test_a_colleague_takes_over_from_who_left_and_nobody_elsewhere(
    annex: Annex, goteborg: Actor, cast: Cast
) -> None:
    end_seat(at(goteborg, OPENED), seat=cast.seats["stockholm"])
    assert adopt_orphans(clock(OPENED)) == []

    colleague = SeatFactory.create(membership=cast.seats["stockholm"].membership).user
    assert adopt_orphans(clock(OPENED)) == [now_of(annex).schedule_id]
    assert Schedule.objects.get().owner == colleague


def test_an_authority_that_left_is_asked_nothing(annex: Annex, goteborg: Actor, cast: Cast) -> None:
    send_due(clock(ASKED))
    assert end_departed(clock(ASKED)) == []

    end_membership(
        at(goteborg, ASKED), membership=Membership.objects.get(authority=cast.authority("stockholm"))
    )

    assert end_departed(clock(ASKED)) == [now_of(annex).schedule_id]
    assert end_departed(clock(ASKED)) == []
    assert now_of(annex).next_confirm_on is None
    assert send_due(clock(after(30))) == []


def test_nobody_is_asked_while_the_network_rests(annex: Annex, goteborg: Actor, cast: Cast) -> None:
    change_network(at(goteborg, OPENED), network=cast.network, phase="paused")

    send_due(clock(ASKED))

    assert not Occurrence.objects.exists()


def test_with_its_need_replaced_nobody_is_asked_and_nothing_confirmed(
    stockholm: Actor, goteborg: Actor
) -> None:
    need: Need = adopted(at(goteborg, OPENED))
    annex = open_annex(at(stockholm, OPENED), need=need)
    send_due(clock(ASKED))

    change_need(at(goteborg, ASKED), need=need, status="superseded")

    assert now_of(annex).next_confirm_on is None
    assert reminder().outcome == "superseded"
    with pytest.raises(Conflict, match="need_superseded"):
        confirm_annex(at(stockholm, ASKED), annex=annex)
    assert change_annex(at(stockholm, ASKED), annex=annex, users_count=3).next_confirm_on is None


def test_who_goes_over_to_another_authority_leaves_the_question_with_their_colleagues(
    annex: Annex, goteborg: Actor, cast: Cast
) -> None:
    leaver = cast.people["stockholm"]
    colleague = SeatFactory.create(membership=cast.seats["stockholm"].membership, role="member").user
    end_seat(at(goteborg, OPENED), seat=cast.seats["stockholm"])
    SeatFactory.create(membership=cast.seats["orebro"].membership, user=leaver, role="member")

    send_due(clock(ASKED))
    assert told() == []
    assert adopt_orphans(clock(ASKED)) == [annex.schedule_id]
    send_due(clock(ASKED))

    assert Schedule.objects.get(subject_id=annex.pk).owner == colleague
    assert {name for _cause, name in told()} == {colleague.name}
