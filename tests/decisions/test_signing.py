"""Whoever came in by link and code signs, or answers for the authority."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.refusals import Barred, Conflict, Invalid
from decisions.models import VISIT, Question, Signatory, Signature, Voice
from decisions.services import answer_by_link, answer_question, revoke_signatory, sign_by_link
from networks.services import change_role
from tests.cast import Cast
from tests.factories.decisions import run_out
from tests.factories.signing import asked_to_sign, let_in, nobody


def test_a_signature_stands_beside_the_voice_and_in_the_frozen_result(
    stockholm: Actor, question: Question, journal_of: Callable[[str], list[str]]
) -> None:
    signatory = asked_to_sign(stockholm, question)
    signed = sign_by_link(nobody(), visit=let_in(signatory), says="reservations", reason="Budget 2028")

    assert journal_of(f"network:{question.network_id}")[-1] == "signatory.signed"
    result = json.loads(run_out(question).result)
    (frozen,) = result["signatures"]
    assert frozen["authority"] == str(stockholm.authority_id)
    assert (frozen["signatory"], frozen["says"]) == (str(signatory.pk), "reservations")
    assert (frozen["reason"], frozen["number"]) == ("Budget 2028", signed.number)
    assert "Karin" not in question.result
    assert result["voices"] == []  # a signature is no answer


def test_the_last_signature_counts_and_saying_the_same_again_adds_nothing(
    stockholm: Actor, question: Question
) -> None:
    visit = let_in(asked_to_sign(stockholm, question))
    first = sign_by_link(nobody(), visit=visit, says="approved")
    assert sign_by_link(nobody(), visit=visit, says="approved") == first

    second = sign_by_link(nobody(), visit=visit, says="reservations", reason="Ändrat")

    assert [first.number, second.number] == [1, 2]
    assert list(Signature.objects.present()) == [second]
    question.refresh_from_db()
    assert question.version == 3


def test_who_is_asked_anew_says_one_thing_and_not_two(stockholm: Actor, question: Question) -> None:
    first = asked_to_sign(stockholm, question)
    sign_by_link(nobody(), visit=let_in(first), says="approved")
    revoke_signatory(stockholm, signatory=first)

    again = let_in(asked_to_sign(stockholm, question))
    last = sign_by_link(nobody(), visit=again, says="reservations", reason="Ändrat")
    other = let_in(asked_to_sign(stockholm, question, email="per@stockholm.example"))
    others = sign_by_link(nobody(), visit=other, says="approved")

    assert set(Signature.objects.present()) == {last, others}


def test_a_mandate_lent_anew_takes_the_place_of_the_one_before(stockholm: Actor, question: Question) -> None:
    first = asked_to_sign(stockholm, question, capacity="answers")
    answer_by_link(nobody(), visit=let_in(first), stance="support")
    revoke_signatory(stockholm, signatory=first)

    again = let_in(asked_to_sign(stockholm, question, capacity="answers"))
    voice = answer_by_link(nobody(), visit=again, stance="neutral")

    assert list(Voice.objects.present()) == [voice]


def test_nobody_is_lent_a_mandate_once_a_seat_has_answered(stockholm: Actor, question: Question) -> None:
    answer_question(stockholm, question=question, stance="support")

    with pytest.raises(Conflict, match="answered_already"):
        asked_to_sign(stockholm, question, capacity="answers")
    asked_to_sign(stockholm, question, capacity="signs")


@pytest.mark.parametrize("fields", [{"name": "Per"}, {"title": "Jurist"}, {"email": "p@x.example"}])
def test_who_was_asked_stays_in_the_database_too(
    stockholm: Actor, question: Question, fields: dict[str, str]
) -> None:
    asked_to_sign(stockholm, question)

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Signatory.objects.update(**fields)


def test_reservations_need_a_reason(stockholm: Actor, question: Question) -> None:
    visit = let_in(asked_to_sign(stockholm, question))

    for says, reason in (("reservations", " "), ("maybe", "Därför"), ("approved", "x" * 4001)):
        with pytest.raises(Invalid):
            sign_by_link(nobody(), visit=visit, says=says, reason=reason)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("capacity", ["reads", "signs", "answers"])
def test_everybody_does_what_they_were_asked_to_and_nothing_else(
    stockholm: Actor, question: Question, capacity: str
) -> None:
    visit = let_in(asked_to_sign(stockholm, question, capacity=capacity))

    if capacity != "signs":
        with pytest.raises(Barred, match="not_delegated"):
            sign_by_link(nobody(), visit=visit, says="approved")
    if capacity != "answers":
        with pytest.raises(Barred, match="not_delegated"):
            answer_by_link(nobody(), visit=visit, stance="support")
    assert (Signature.objects.count(), Voice.objects.count()) == (0, 0)


def test_an_answer_by_link_is_the_authoritys_on_the_mandate_of_whoever_asked(
    stockholm: Actor, question: Question
) -> None:
    signatory = asked_to_sign(stockholm, question, capacity="answers")
    visit = let_in(signatory)
    answer_by_link(nobody(), visit=visit, stance="cannot", reason="Inga pengar")
    voice = answer_by_link(nobody(), visit=visit, stance="support")

    assert answer_by_link(nobody(), visit=visit, stance="support") == voice
    assert (voice.authority_id, voice.person_id) == (stockholm.authority_id, stockholm.user_id)
    assert (voice.signatory, voice.number) == (signatory, 2)
    (frozen,) = json.loads(run_out(question).result)["voices"]
    assert (frozen["person"], frozen["signatory"]) == (str(stockholm.user_id), str(signatory.pk))


def test_an_authority_has_one_answer_and_a_colleague_in_a_seat_has_the_last_word(
    stockholm: Actor, question: Question
) -> None:
    visit = let_in(asked_to_sign(stockholm, question, capacity="answers"))
    answer_by_link(nobody(), visit=visit, stance="support")

    answer_question(stockholm, question=question, stance="neutral")

    with pytest.raises(Conflict, match="answered_already"):
        answer_by_link(nobody(), visit=visit, stance="support")
    assert [voice.stance for voice in Voice.objects.present()] == ["neutral"]


def test_a_mandate_that_has_ended_lends_nothing(goteborg: Actor, cast: Cast, question: Question) -> None:
    visit = let_in(asked_to_sign(cast.actor("stockholm"), question, capacity="answers"))

    change_role(goteborg, seat=cast.seats["stockholm"], role="observer")

    with pytest.raises(Conflict, match="sign_link_closed"):
        answer_by_link(nobody(), visit=visit, stance="support")


def test_nothing_is_signed_after_the_time_the_visit_or_the_link(stockholm: Actor, question: Question) -> None:
    signatory = asked_to_sign(stockholm, question)
    visit = let_in(signatory)
    actor = nobody()

    with pytest.raises(Conflict, match="decision_closed"):
        sign_by_link(replace(actor, now=question.closes_at), visit=visit, says="approved")
    late = replace(actor, now=actor.now + VISIT + timedelta(seconds=1))
    with pytest.raises(Conflict, match="visit_over"):
        sign_by_link(late, visit=visit, says="approved")
    revoke_signatory(stockholm, signatory=signatory)
    with pytest.raises(Conflict, match="sign_link_closed"):
        sign_by_link(nobody(), visit=visit, says="approved")
    assert not Signature.objects.exists()


def test_a_signature_is_kept_for_good_and_none_comes_late(stockholm: Actor, question: Question) -> None:
    signed = sign_by_link(nobody(), visit=let_in(asked_to_sign(stockholm, question)), says="approved")

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Signature.objects.filter(pk=signed.pk).update(says="reservations", reason="Nej")
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Signature.objects.filter(pk=signed.pk).delete()
    run_out(question)
    signed.pk, signed.number = None, 2
    with pytest.raises(IntegrityError, match="ended"), transaction.atomic():
        signed.save(force_insert=True)
