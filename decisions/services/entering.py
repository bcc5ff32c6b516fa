"""Whoever holds a personal link asks for a one-time code, and comes in by it."""

from datetime import timedelta

from django.db import transaction

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Conflict
from decisions.codes import is_code
from decisions.links import check_link
from decisions.models import MOST_WRONG, MOST_WRONG_IN_ALL, Signatory, SigningCode
from decisions.pace import check_codes, check_tries, count_code, count_wrong
from decisions.telling import tell_blocked
from journal.events import Event, SignatoryBlocked, SignatoryEntered
from journal.recorder import record
from wire.nudges import nudge

CODE_LASTS = timedelta(minutes=10)
CODE_JOB = "decisions.send_codes"


@transaction.atomic
def send_code(actor: Actor, *, signatory: Signatory, client: str) -> SigningCode:
    """Mail a new code to the address that the link was mailed to; the one before works no more.

    `client` is the network address of whoever asks. Raises Conflict for a closed link, TooOften
    where enough codes were asked for lately.
    """
    actor = actor.at_authority(signatory.authority_id, role=Role.SIGNATORY)
    actor.require(Permission.DECISION_SIGN)
    signatory = signatory.locked()
    check_link(signatory, actor.now)
    check_codes(signatory, client=client, now=actor.now)
    SigningCode.objects.open(actor.now).filter(signatory=signatory, used_at=None).update(expires_at=actor.now)
    code = SigningCode.objects.create(
        network_id=signatory.network_id,
        signatory=signatory,
        asked_at=actor.now,
        expires_at=actor.now + CODE_LASTS,
        send_after=actor.now,
    )
    count_code(client, now=actor.now)
    nudge(CODE_JOB, [code.pk], queue="mail")
    return code


@transaction.atomic
def enter_code(actor: Actor, *, signatory: Signatory, code: str, client: str) -> SigningCode | None:
    """Begin a visit by the code that was mailed; None for a wrong one, which is counted.

    Five wrong tries end a code, fifteen the link, which is told to whoever asked. Tries on one link
    stand in line for its row, and no others. Raises Conflict for a closed link and where no code is
    waited for, TooOften for a client that typed too many wrong ones.
    """
    actor = actor.at_authority(signatory.authority_id, role=Role.SIGNATORY)
    actor.require(Permission.DECISION_SIGN)
    signatory = signatory.locked()
    check_link(signatory, actor.now)
    check_tries(client, now=actor.now)
    waiting = _waiting(actor, signatory)
    is_right = is_code(waiting, code)
    facts = _let_in(actor, signatory, waiting) if is_right else _count(actor, signatory, waiting, client)
    record(actor, *facts)
    return waiting if is_right else None


def _waiting(actor: Actor, signatory: Signatory) -> SigningCode:
    rows = SigningCode.objects.open(actor.now).filter(signatory=signatory).order_by("-asked_at", "-pk")
    latest: SigningCode | None = rows.first()
    if latest is None or not latest.takes_tries(actor.now):
        raise Conflict("no_code", "Ask for a new code.")
    return latest


def _let_in(actor: Actor, signatory: Signatory, code: SigningCode) -> list[Event]:
    code.used_at = actor.now
    code.save(update_fields=["used_at"])
    return [
        SignatoryEntered(
            network_id=signatory.network_id,
            authority_id=signatory.authority_id,
            decision_id=signatory.question_id,
            signatory_id=signatory.pk,
        )
    ]


def _count(actor: Actor, signatory: Signatory, code: SigningCode, client: str) -> list[Event]:
    """Count a wrong try; the last that is heard out closes the link, and whoever asked is told."""
    count_wrong(client, now=actor.now)
    code.wrong_tries = min(code.wrong_tries + 1, MOST_WRONG)
    code.save(update_fields=["wrong_tries"])
    signatory.wrong_tries += 1
    signatory.blocked_at = actor.now if signatory.wrong_tries >= MOST_WRONG_IN_ALL else None
    signatory.save(update_fields=["wrong_tries", "blocked_at"])
    if signatory.blocked_at is None:
        return []
    tell_blocked(signatory, now=actor.now)
    return [
        SignatoryBlocked(
            network_id=signatory.network_id,
            authority_id=signatory.authority_id,
            decision_id=signatory.question_id,
            signatory_id=signatory.pk,
        )
    ]
