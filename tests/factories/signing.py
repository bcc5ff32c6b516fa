"""People without a seat who are asked to read and sign."""

from typing import Any

from django.utils import timezone

from access.actor import Actor
from decisions.codes import code_of
from decisions.models import Question, Signatory, SigningCode
from decisions.services import Invitee, enter_code, invite_signatory, send_code

CLIENT = "192.0.2.7"


def nobody() -> Actor:
    """Whoever holds a link: no person that the house knows."""
    return Actor.anonymous(now=timezone.now())


def asked_to_sign(actor: Actor, question: Question, **fields: Any) -> Signatory:
    """Somebody whom the actor asked: an economist who signs, unless it is said otherwise."""
    usual = {"name": "Karin Berg", "title": "Ekonomichef", "email": "karin@stockholm.example"}
    return invite_signatory(actor, question=question, invitee=Invitee(**{**usual, **fields}))


def coded(signatory: Signatory, *, client: str = CLIENT) -> SigningCode:
    """A code that was asked for."""
    return send_code(nobody(), signatory=signatory, client=client)


def tried(signatory: Signatory, code: str, *, client: str = CLIENT) -> SigningCode | None:
    """What comes of typing a code."""
    return enter_code(nobody(), signatory=signatory, code=code, client=client)


def wrong(code: SigningCode) -> str:
    """Six digits that are not the code."""
    return f"{(int(code_of(code)) + 1) % 10**6:06}"


def let_in(signatory: Signatory) -> SigningCode:
    """The visit of somebody who knew the code."""
    visit = tried(signatory, code_of(coded(signatory)))
    assert visit is not None
    return visit
