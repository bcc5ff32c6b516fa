"""Somebody without a seat is asked by a personal link, and the link is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from access.actor import Actor
from access.refusals import Barred, Conflict, Forbidden, Invalid, NotVisible
from accounts.models import Employment
from decisions.links import check_link, signatory_of, token_of
from decisions.models import Question, Signatory
from decisions.services import revoke_signatory, withdraw_question
from journal.models import Entry
from networks.scoping import actor_in
from networks.services import change_role, end_seat
from tests.cast import Cast
from tests.factories.decisions import DAY, put, run_out
from tests.factories.networks import SeatFactory
from tests.factories.signing import asked_to_sign
from tests.reminders import at


def test_a_member_asks_somebody_and_only_their_own_stream_hears(
    stockholm: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    before = journal_of(f"network:{question.network_id}")

    signatory = asked_to_sign(stockholm, question, name="Karin\n Berg", email="Karin@Stockholm.example")

    assert (signatory.name, signatory.email) == ("Karin Berg", "karin@stockholm.example")
    own = f"authority:{question.network_id}:{stockholm.authority_id}"
    assert journal_of(own) == ["signatory.invited"]
    assert journal_of(f"network:{question.network_id}") == before
    (entry,) = Entry.objects.filter(stream=own)
    assert "karin" not in str(entry.payload).lower()


def test_links_that_rest_on_nothing_make_room_for_new_ones(
    goteborg: Actor, stockholm: Actor, cast: Cast, question: Question
) -> None:
    leavers = asked_to_sign(stockholm, question)
    colleague = SeatFactory.create(membership=cast.seats["stockholm"].membership, role="member")
    end_seat(goteborg, seat=cast.seats["stockholm"])
    stays = actor_in(colleague.user.acting(stockholm.now), question.network_id)

    again = asked_to_sign(stays, question)

    leavers.refresh_from_db()
    assert leavers.revoked_at == stays.now
    assert again.email == leavers.email


def test_the_secret_of_a_link_is_nowhere_in_the_database(stockholm: Actor, question: Question) -> None:
    signatory = asked_to_sign(stockholm, question)
    token = token_of(signatory)

    assert signatory_of(token) == signatory
    row = Signatory.objects.filter(pk=signatory.pk).values_list().get()
    assert token.partition(".")[2] not in str(row)


@pytest.mark.parametrize("forged", ["", "x", "{pk}", "{pk}.", "{pk}.AAAA", "../{token}"])
def test_a_link_that_we_never_signed_is_nobodys(stockholm: Actor, question: Question, forged: str) -> None:
    signatory = asked_to_sign(stockholm, question)

    with pytest.raises(NotVisible):
        signatory_of(forged.format(pk=signatory.pk.hex, token=token_of(signatory)))


@pytest.mark.parametrize(("days", "lasts"), [(7, 7), (200, 30)])
def test_a_link_lasts_until_the_question_closes_and_thirty_days_at_most(
    goteborg: Actor, stockholm: Actor, days: int, lasts: int
) -> None:
    question = put(goteborg, closes_at=goteborg.now + days * DAY)

    signatory = asked_to_sign(stockholm, question)

    assert abs(signatory.expires_at - goteborg.now - lasts * DAY) < timedelta(minutes=1)
    with pytest.raises(Conflict):
        check_link(signatory, signatory.expires_at)


def test_who_has_no_mandate_asks_nobody(cast: Cast, question: Question) -> None:
    with pytest.raises(Forbidden, match=r"signatory\.invite"):
        asked_to_sign(cast.actor("turku"), question)


def test_the_administrator_asks_to_sign_and_lends_no_mandate(
    goteborg: Actor, cast: Cast, question: Question
) -> None:
    change_role(goteborg, seat=cast.seats["stockholm"], role="observer")
    Employment.objects.filter(user=cast.people["stockholm"]).update(role="administrator")
    administrator = cast.actor("stockholm")

    assert asked_to_sign(administrator, question).capacity == "signs"
    with pytest.raises(Forbidden, match=r"decision\.answer"):
        asked_to_sign(administrator, question, capacity="answers", email="b@stockholm.example")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("title", ""),
        ("email", "karin"),
        ("email", "karin@stockholm.example\nBcc: alla@stockholm.example"),
        ("capacity", "rules"),
        ("language", "fi"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said(
    stockholm: Actor, question: Question, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked_to_sign(stockholm, question, **{field: value})

    assert [error.pointer for error in refused.value.errors] == [f"/{field}"]
    assert not Signatory.objects.exists()


def test_one_address_has_one_open_link_and_one_person_answers(stockholm: Actor, question: Question) -> None:
    first = asked_to_sign(stockholm, question, capacity="answers")
    with pytest.raises(Conflict, match="already_asked_to_sign"):
        asked_to_sign(stockholm, question, email="KARIN@stockholm.example")
    with pytest.raises(Conflict, match="already_asked_to_sign"):
        asked_to_sign(stockholm, question, capacity="answers", email="b@stockholm.example")

    revoke_signatory(stockholm, signatory=first)

    assert asked_to_sign(stockholm, question, capacity="answers").pk != first.pk


def test_not_more_than_twenty_links_are_open(stockholm: Actor, question: Question) -> None:
    for number in range(20):
        asked_to_sign(stockholm, question, email=f"{number}@stockholm.example")

    with pytest.raises(Conflict, match="too_many_links"):
        asked_to_sign(stockholm, question)


def test_nobody_is_asked_for_an_authority_that_is_not_or_when_it_is_over(
    goteborg: Actor, stockholm: Actor, question: Question
) -> None:
    others = put(goteborg, authorities=[goteborg.represents])
    with pytest.raises(Barred, match="not_asked"):
        asked_to_sign(stockholm, others)

    run_out(question)
    with pytest.raises(Conflict, match="decision_closed"):
        asked_to_sign(stockholm, question)


def test_a_link_is_taken_back_by_its_own_authority_and_once(
    stockholm: Actor, goteborg: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    signatory = asked_to_sign(stockholm, question)
    with pytest.raises(NotVisible):
        revoke_signatory(goteborg, signatory=signatory)

    revoke_signatory(stockholm, signatory=signatory)

    with pytest.raises(Conflict, match="sign_link_closed"):
        revoke_signatory(stockholm, signatory=signatory)
    with pytest.raises(Conflict, match="sign_link_closed"):
        check_link(signatory_of(token_of(signatory)), stockholm.now)
    own = f"authority:{question.network_id}:{stockholm.authority_id}"
    assert journal_of(own) == ["signatory.invited", "signatory.revoked"]


def test_a_link_rests_on_the_seat_of_whoever_asked(goteborg: Actor, cast: Cast, question: Question) -> None:
    signs = asked_to_sign(cast.actor("stockholm"), question)
    answers = asked_to_sign(cast.actor("orebro"), question, capacity="answers")

    change_role(goteborg, seat=cast.seats["orebro"], role="observer")
    with pytest.raises(Conflict, match="sign_link_closed"):
        check_link(signatory_of(token_of(answers)), goteborg.now)

    check_link(signatory_of(token_of(signs)), goteborg.now)
    end_seat(goteborg, seat=cast.seats["stockholm"])
    with pytest.raises(Conflict, match="sign_link_closed"):
        check_link(signatory_of(token_of(signs)), at(goteborg, goteborg.now + DAY / 24).now)


def test_a_withdrawn_question_closes_its_links(goteborg: Actor, stockholm: Actor, question: Question) -> None:
    signatory = asked_to_sign(stockholm, question)

    withdraw_question(goteborg, question=question, reason="Fel text")

    with pytest.raises(Conflict, match="decision_withdrawn"):
        check_link(signatory_of(token_of(signatory)), goteborg.now)


def test_only_their_own_authority_sees_whom_it_asked(cast: Cast, question: Question) -> None:
    asked_to_sign(cast.actor("stockholm"), question)

    cities = ("goteborg", "stockholm", "orebro", "aalborg", "turku")

    seen = [Signatory.objects.visible_to(cast.actor(name)).count() for name in cities]

    assert seen == [0, 1, 0, 0, 0]
