"""One-time codes: asked for, typed right or wrong, and a thousand times."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings

from access.actor import Actor
from access.refusals import Conflict, TooOften
from decisions.codes import code_of, cookie_of, visit_of
from decisions.links import token_of
from decisions.models import MOST_WRONG, VISIT, Question, Signatory, SigningCode
from decisions.services import enter_code, revoke_signatory, send_code
from notices.models import Cause, Notice
from tests.cast import Cast
from tests.factories.signing import asked_to_sign, coded, let_in, nobody, tried, wrong


@pytest.fixture
def signatory(stockholm: Actor, question: Question) -> Signatory:
    """Stockholm's economist, who is asked to sign."""
    return asked_to_sign(stockholm, question)


def later(minutes: float) -> Actor:
    """Nobody, a while from now."""
    actor = nobody()
    return replace(actor, now=actor.now + timedelta(minutes=minutes))


def test_six_digits_that_lie_nowhere_begin_a_visit(
    signatory: Signatory, journal_of: Callable[[str], list[str]]
) -> None:
    code = coded(signatory)
    digits = code_of(code)
    assert len(digits) == 6
    assert digits.isdecimal()
    assert digits not in str(SigningCode.objects.filter(pk=code.pk).values_list().get()[5:])

    visit = tried(signatory, f" {digits[:3]} {digits[3:]} ")

    assert visit == code
    own = f"authority:{signatory.network_id}:{signatory.authority_id}"
    assert journal_of(own)[-1] == "signatory.entered"


def test_codes_differ_from_each_other(signatory: Signatory) -> None:
    assert len({code_of(SigningCode()) for _number in range(200)}) > 190


def test_a_code_works_once(signatory: Signatory) -> None:
    code = coded(signatory)
    assert tried(signatory, code_of(code))

    with pytest.raises(Conflict, match="no_code"):
        tried(signatory, code_of(code))


def test_a_code_lasts_ten_minutes(signatory: Signatory) -> None:
    code = coded(signatory)

    with pytest.raises(Conflict, match="no_code"):
        enter_code(later(10.1), signatory=signatory, code=code_of(code), client="192.0.2.7")


def test_a_new_code_ends_the_one_before(signatory: Signatory) -> None:
    first, second = coded(signatory), coded(signatory)

    assert tried(signatory, code_of(first)) is None
    assert tried(signatory, code_of(second))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\ud800", "0" * 40])
def test_what_is_no_code_is_wrong(signatory: Signatory, typed: str) -> None:
    code = coded(signatory)

    assert tried(signatory, typed) is None
    assert tried(signatory, code_of(code))


def test_five_wrong_tries_end_a_code(signatory: Signatory) -> None:
    code = coded(signatory)
    assert [tried(signatory, wrong(code)) for _try in range(MOST_WRONG)] == [None] * MOST_WRONG

    with pytest.raises(Conflict, match="no_code"):
        tried(signatory, code_of(code))
    assert tried(signatory, code_of(coded(signatory)))


def test_five_codes_an_hour_are_mailed_for_a_link(signatory: Signatory) -> None:
    for _time in range(5):
        coded(signatory)

    with pytest.raises(TooOften) as refused:
        coded(signatory)
    assert 3500 < refused.value.retry_after <= 3601
    assert send_code(later(60.1), signatory=signatory, client="192.0.2.7").used_at is None


def test_ten_codes_an_hour_are_mailed_to_an_address(cast: Cast, question: Question) -> None:
    links = [asked_to_sign(cast.actor(name), question) for name in ("stockholm", "orebro", "aalborg")]
    for link in links[:2]:
        for _time in range(5):
            coded(link)

    with pytest.raises(TooOften):
        coded(links[2])


def test_a_link_with_a_code_tried_a_thousand_times_is_closed_and_told(
    settings: Settings,
    cast: Cast,
    signatory: Signatory,
    question: Question,
    journal_of: Callable[[str], list[str]],
) -> None:
    settings.RATE_LIMITS = True
    other = asked_to_sign(cast.actor("orebro"), question, email="jurist@orebro.example")
    waiting = coded(other)
    answers = {"wrong": 0, "no_code": 0, "sign_link_closed": 0}

    for number in range(1000):
        try:
            if number % 5 == 0 and number < 15:
                coded(signatory)
            found = enter_code(
                nobody(), signatory=signatory, code=wrong(latest(signatory)), client=f"192.0.2.{number % 250}"
            )
            assert found is None
            answers["wrong"] += 1
        except Conflict as refusal:
            answers[refusal.code] += 1

    assert answers == {"wrong": 15, "no_code": 0, "sign_link_closed": 985}
    with pytest.raises(Conflict, match="sign_link_closed"):
        coded(signatory)
    own = f"authority:{question.network_id}:{signatory.authority_id}"
    assert journal_of(own) == ["signatory.invited", "signatory.blocked"]
    told = Notice.objects.get(cause=Cause.DECISION_LINK_CLOSED)
    assert (told.person_id, told.subject_id) == (signatory.invited_by_id, question.pk)
    # Others come in as ever, from the same place.
    assert tried(other, code_of(waiting), client="192.0.2.1")


def latest(signatory: Signatory) -> SigningCode:
    code = SigningCode.objects.filter(signatory=signatory).latest("asked_at")
    assert isinstance(code, SigningCode)
    return code


def test_one_client_types_thirty_wrong_codes_and_then_waits(
    settings: Settings, cast: Cast, question: Question
) -> None:
    settings.RATE_LIMITS = True
    links = [
        asked_to_sign(cast.actor("stockholm"), question, email=f"{number}@stockholm.example")
        for number in range(7)
    ]
    codes = [coded(link, client=f"198.51.100.{number}") for number, link in enumerate(links)]
    for link, code in zip(links[:6], codes, strict=False):
        for _try in range(5):
            tried(link, wrong(code))

    with pytest.raises(TooOften):
        tried(links[6], code_of(codes[6]))
    assert tried(links[6], code_of(codes[6]), client="198.51.100.9")


def test_a_visit_lasts_half_an_hour_and_is_of_one_link(
    cast: Cast, signatory: Signatory, question: Question
) -> None:
    visit = let_in(signatory)
    cookie = cookie_of(visit)
    other = asked_to_sign(cast.actor("orebro"), question)

    assert visit_of(signatory, cookie, now=nobody().now) == visit
    assert visit_of(other, cookie, now=nobody().now) is None
    assert visit_of(signatory, cookie, now=nobody().now + VISIT) is None
    assert visit_of(signatory, token_of(signatory), now=nobody().now) is None
    assert visit_of(signatory, cookie_of(coded(signatory)), now=nobody().now) is None


def test_a_link_that_is_taken_back_sends_and_takes_no_code(stockholm: Actor, signatory: Signatory) -> None:
    code = coded(signatory)
    revoke_signatory(stockholm, signatory=signatory)

    with pytest.raises(Conflict, match="sign_link_closed"):
        tried(signatory, code_of(code))
    with pytest.raises(Conflict, match="sign_link_closed"):
        coded(signatory)
