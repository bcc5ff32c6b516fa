"""A further authority joins what was decided."""

from datetime import date

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from decisions.indexing import question_piece
from decisions.mandate import check_mandate, check_mandate_holds
from decisions.models import Accession, Question, Voice
from decisions.quorum import BACKING
from journal.events import DecisionAcceded
from journal.recorder import record
from search.indexing import index
from wire.text import readable


@transaction.atomic
def accede(actor: Actor, *, question: Question, target: str = "", target_on: date | None = None) -> Accession:
    """Join a carried decision that is open for it, maybe with what the authority aims at and until when.

    Any authority of the network may that has not backed it: one that could not, did not answer, or
    came later. Raises Forbidden without a mandate, Invalid for a date without a target or in the
    past, Conflict where there is nothing to join or the authority stands behind it already.
    """
    actor.require(Permission.DECISION_READ)
    check_mandate(actor)
    target = readable(target, name="target", longest=2000, blank=target_on is None)
    if target_on is not None and target_on < actor.now.date():
        raise Invalid.field("target_on", "date", "A target lies ahead.")
    question = question.locked()
    check_mandate_holds(actor)
    if not (question.is_carried and question.is_open_for_accession):
        raise Conflict("no_accession", "This decision can't be joined.")
    if _stands_behind(actor, question):
        raise Conflict("already_signatory", "Your authority stands behind this decision already.")

    joined = Accession.objects.create(
        network_id=question.network_id,
        question=question,
        authority_id=actor.represents,
        person_id=actor.person_id,
        target=target,
        target_on=target_on,
        at=actor.now,
    )
    index(question_piece(question, actor.now))
    record(
        actor,
        DecisionAcceded(
            network_id=question.network_id,
            decision_id=question.pk,
            authority_id=joined.authority_id,
            accession_id=joined.pk,
        ),
    )
    return joined


def _stands_behind(actor: Actor, question: Question) -> bool:
    """Has the actor's authority backed the question, or joined it?"""
    last = Voice.objects.present().filter(question=question, authority_id=actor.represents)
    backed = last.filter(stance__in=[one.value for one in BACKING]).exists()
    return backed or question.accessions.filter(authority_id=actor.represents).exists()
