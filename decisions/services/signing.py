"""Whoever came in by link and code signs, or answers for the authority that asked them to."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Barred, Conflict, Invalid
from decisions.links import check_link
from decisions.models import Capacity, Question, Saying, Signatory, Signature, SigningCode, Voice
from decisions.saying import (
    Said,
    add_voice,
    answered,
    check_asked,
    check_stance,
    is_answered_in_a_seat,
    last_voice,
)
from journal.events import SignatorySigned
from journal.recorder import record
from wire.text import readable


@transaction.atomic
def sign_by_link(actor: Actor, *, visit: SigningCode, says: str, reason: str = "") -> Signature:
    """Sign for the authority that asked. Earlier signatures are kept; this one counts.

    Saying the same again adds nothing. Raises Invalid for reservations without a reason, Conflict
    once the time is up, the link closed or the visit over, Barred where they were not asked to sign.
    """
    actor = actor.at_authority(visit.signatory.authority_id, role=Role.SIGNATORY)
    actor.require(Permission.DECISION_SIGN)
    if says not in Saying.values:
        raise Invalid.field("says", "says", f"Choose one of {', '.join(Saying.values)}.")
    reason = readable(reason, name="reason", longest=4000, blank=says != Saying.RESERVATIONS)
    question, signatory = _held(actor, visit, Capacity.SIGNS)
    last = Signature.objects.filter(signatory=signatory).order_by("-number").first()
    if last and (last.says, last.reason) == (says, reason):
        return last

    signed = Signature.objects.create(
        network_id=signatory.network_id,
        question=question,
        signatory=signatory,
        number=last.number + 1 if last else 1,
        says=says,
        reason=reason,
        signed_at=actor.now,
    )
    question.version += 1
    question.save(update_fields=["version"])
    record(
        actor,
        SignatorySigned(
            network_id=signatory.network_id,
            decision_id=question.pk,
            authority_id=signatory.authority_id,
            signatory_id=signatory.pk,
            number=signed.number,
        ),
    )
    return signed


@transaction.atomic
def answer_by_link(actor: Actor, *, visit: SigningCode, stance: str, reason: str = "") -> Voice:
    """Answer for the authority, on the mandate of whoever asked for it.

    Only while nobody in a seat has: then their answer stands, and is theirs to change. Raises Invalid
    for an unknown stance or a missing reason, Conflict once a colleague has answered, the time is up,
    the link closed or the visit over, Barred where they were not asked to answer.
    """
    actor = actor.at_authority(visit.signatory.authority_id, role=Role.SIGNATORY)
    actor.require(Permission.DECISION_SIGN)
    reason = check_stance(stance, reason)
    question, signatory = _held(actor, visit, Capacity.ANSWERS)
    check_asked(question, signatory.authority_id)
    last = last_voice(question, signatory.authority_id)
    if is_answered_in_a_seat(question, signatory.authority_id):
        raise Conflict("answered_already", "Somebody else has answered for your authority.")
    said = Said(person_id=signatory.invited_by_id, stance=stance, reason=reason, signatory_id=signatory.pk)
    if last and Said.of(last) == said:
        return last

    voice = add_voice(question, signatory.authority_id, said, last=last, now=actor.now)
    record(actor, answered(voice))
    return voice


def _held(actor: Actor, visit: SigningCode, capacity: str) -> tuple[Question, Signatory]:
    """The question and the link under their locks, with everything that can have changed asked anew."""
    question = visit.signatory.question.locked()
    signatory = visit.signatory.locked()
    signatory.question = question
    check_link(signatory, actor.now)
    if not visit.is_visit(actor.now):
        raise Conflict("visit_over", "You have been away for a while. Ask for a new code.")
    if signatory.capacity != capacity:
        raise Barred("not_delegated", "You were asked to do something else with this question.")
    return question, signatory
