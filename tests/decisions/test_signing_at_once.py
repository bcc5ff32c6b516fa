"""Codes and signatures at the same moment, and at the stroke of the clock."""

from datetime import timedelta
from functools import partial

import pytest

from access.actor import Actor
from access.refusals import Conflict
from decisions.codes import code_of
from decisions.models import Signatory, Signature, SigningCode
from decisions.services import close_due, revoke_signatory, sign_by_link
from tests.cast import Cast
from tests.factories.decisions import put
from tests.factories.signing import asked_to_sign, coded, let_in, nobody, tried, wrong
from tests.flows.at_once import at_once
from tests.reminders import at, clock

pytestmark = pytest.mark.django_db(transaction=True)


def entered(signatory: Signatory, code: str) -> str:
    """What came of a code."""
    try:
        return "in" if tried(signatory, code) else "wrong"
    except Conflict as refusal:
        return refusal.code


def signed(actor: Actor, visit: SigningCode) -> str:
    """What came of a signature."""
    try:
        return f"{sign_by_link(actor, visit=visit, says='approved').number}"
    except Conflict as refusal:
        return refusal.code


def test_a_code_that_is_used_twice_at_once_lets_in_once(cast: Cast) -> None:
    question = put(cast.actor("goteborg"))
    for turn in range(5):
        signatory = asked_to_sign(cast.actor("stockholm"), question, email=f"{turn}@stockholm.example")
        code = code_of(coded(signatory))

        found = at_once(*[partial(entered, signatory, code)] * 3)

        assert sorted(found) == ["in", "no_code", "no_code"]


def test_wrong_tries_at_once_are_all_counted(cast: Cast) -> None:
    signatory = asked_to_sign(cast.actor("stockholm"), put(cast.actor("goteborg")))
    code = coded(signatory)

    found = at_once(*[partial(entered, signatory, wrong(code))] * 8)

    assert sorted(found) == ["no_code"] * 3 + ["wrong"] * 5
    signatory.refresh_from_db()
    assert signatory.wrong_tries == 5


def test_the_same_visit_at_once_signs_once(cast: Cast) -> None:
    visit = let_in(asked_to_sign(cast.actor("stockholm"), put(cast.actor("goteborg"))))

    assert at_once(*[partial(signed, nobody(), visit)] * 3) == ["1", "1", "1"]
    assert Signature.objects.count() == 1


def test_a_signature_and_the_clock_at_once_agree_on_what_was_signed(cast: Cast) -> None:
    for turn in range(6):
        question = put(cast.actor("goteborg"), closes_at=nobody().now + timedelta(minutes=20))
        visit = let_in(asked_to_sign(cast.actor("stockholm"), question, email=f"{turn}@stockholm.example"))
        in_time = at(nobody(), question.closes_at - timedelta(microseconds=1))

        said, _closed = at_once(
            partial(signed, in_time, visit), partial(close_due, clock(question.closes_at))
        )

        close_due(clock(question.closes_at))
        question.refresh_from_db()
        assert question.state == "closed"
        assert (str(visit.signatory_id) in question.result) == (said == "1"), turn


def test_a_link_that_is_taken_back_in_mid_signature_is_signed_before_or_not_at_all(cast: Cast) -> None:
    stockholm = cast.actor("stockholm")
    for turn in range(6):
        signatory = asked_to_sign(stockholm, put(cast.actor("goteborg")), email=f"{turn}@stockholm.example")
        visit = let_in(signatory)

        said, _revoked = at_once(
            partial(signed, nobody(), visit), partial(revoke_signatory, stockholm, signatory=signatory)
        )

        assert said in ("1", "sign_link_closed")
        assert Signature.objects.filter(signatory=signatory).exists() == (said == "1")
