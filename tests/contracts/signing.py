"""What the contracts ask of personal links: their verbs, their constraints, and who sees whom was asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from decisions.models import Question, Signatory, Signature, SigningCode
from decisions.services import answer_by_link, sign_by_link
from tests.factories.signing import asked_to_sign, let_in, nobody

# Whom an authority asked is its own business: the member's, who asked, and of colleagues who may or keep.
OWN = {"signatory_id"}
COLLEAGUES = ("member", "administrator", "registrator")


def one_more_signatory(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator asked somebody, who has signed."""
    question = Question.objects.get(pk=objects["question_id"])
    asked = asked_to_sign(estate.stands("coordinator"), question, email=f"{uuid4().hex}@goteborg.example")
    sign_by_link(nobody(), visit=let_in(asked), says="approved")


def _sign(estate: Any, _things: object) -> None:
    visit = let_in(asked_to_sign(estate.stands("member"), Question.objects.get()))
    sign_by_link(nobody(), visit=visit, says="approved")


def _answer(estate: Any, _things: object) -> None:
    asked = asked_to_sign(estate.stands("member"), Question.objects.get(), capacity="answers")
    answer_by_link(nobody(), visit=let_in(asked), stance="support")


ACTS: dict[str, tuple[list[str], Callable[..., object]]] = {
    "decisions/services/signing.py:sign_by_link": (["question_id"], _sign),
    "decisions/services/signing.py:answer_by_link": (["question_id"], _answer),
}
OWN_BOOK = "whom one's own authority asked is fetched, not followed"
ELSEWHERE = {
    "decisions/services/inviting.py:invite_signatory": OWN_BOOK,
    "decisions/services/inviting.py:revoke_signatory": OWN_BOOK,
    "decisions/services/inviting.py:renew_signatory": OWN_BOOK,
    "decisions/services/forgetting.py:forget_codes": "a code is in no list",
    "decisions/services/forgetting.py:forget_addresses": OWN_BOOK,
    "decisions/services/entering.py:send_code": "a code is in no list",
    "decisions/services/entering.py:enter_code": OWN_BOOK,
    "decisions/services/mailing.py:due_mails": "a question",
    "decisions/services/mailing.py:claim_mail": "the post office's own book",
    "decisions/services/mailing.py:mark_mailed": "as above",
}


def never(again: Callable[..., Callable[[Any], None]]) -> dict[str, Callable[[Any], object]]:
    """What can't be written of links, codes and signatures."""

    def two_answer(estate: Any) -> None:
        for number in range(2):
            again(Signatory, capacity="answers", email=f"{number}@stockholm.example")(estate)

    other = {"email": "other@stockholm.example"}
    long_ago = timezone.now() - timedelta(days=999)
    return {
        "one_open_link_per_address_and_question": again(Signatory),
        "one_link_answers_for_an_authority": two_answer,
        "signatory_capacity_is_known": again(Signatory, capacity="rules", **other),
        "signatory_is_somebody": again(Signatory, name="", **other),
        "signatory_link_runs_out_later": again(Signatory, expires_at=long_ago, **other),
        "forgotten_address_is_removed": again(Signatory, forgotten_at=timezone.now(), **other),
        "code_hears_out_so_many_wrong_tries": again(SigningCode, used_at=None, wrong_tries=6),
        "dead_code_is_never_used": again(SigningCode, used_at=timezone.now(), wrong_tries=5),
        "one_signature_per_number": again(Signature),
        "signature_numbers_begin_at_one": again(Signature, number=0),
        "signature_is_known": again(Signature, number=9, says="maybe"),
        "reservations_have_a_reason": again(Signature, number=9, says="reservations"),
    }
