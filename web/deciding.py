"""What a link in a mail asks an authority, and answering by it."""

from dataclasses import dataclass

from django.db import transaction

from access.actor import Actor
from access.refusals import Barred, Conflict, NotVisible
from accounts.models import Authority
from decisions.mandate import has_mandate
from decisions.models import KIND, Question, State, Voice
from decisions.services import answer_question
from networks.scoping import actor_in
from notices.links import notice_of, use_link
from notices.models import Notice
from web.answers import check_same


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One question that waits for the authority of one person."""

    notice: Notice
    question: Question
    actor: Actor
    authority: Authority
    mine: Voice | None


def called_by(token: str, visitor: Actor) -> Called:
    """What the link asks, asked anew of who may see what.

    Raises NotVisible for a link that we never signed and for what the person may not see any more,
    Conflict for one that was used or has run out and for a question that takes no answers now, and
    Barred where another person is signed in or the person can't answer any more.
    """
    notice = notice_of(token, now=visitor.now)
    check_same(notice.person_id, visitor)
    if not notice.person.is_active:
        raise Barred("link_closed", "The person to whom this link was sent can't answer any more.")
    actor = actor_in(notice.person.acting(visitor.now), notice.network_id)
    rows = Question.objects.visible_to(actor).filter(pk=notice.subject_id)
    question = rows.first() if notice.subject_kind == KIND else None
    if question is None:
        raise NotVisible
    if question.state == State.WITHDRAWN:
        raise Conflict("decision_withdrawn", "This question was withdrawn.")
    if not question.takes_answers(actor.now):
        raise Conflict("decision_closed", "This question is closed; the answers stay as they are.")
    if not has_mandate(actor):
        raise Barred("link_closed", "The person to whom this link was sent can't answer any more.")
    said = Voice.objects.present().filter(question=question, authority_id=actor.represents).first()
    authority = Authority.objects.get(pk=actor.represents)
    return Called(notice=notice, question=question, actor=actor, authority=authority, mine=said)


@transaction.atomic
def answer_by_mail(called: Called, *, stance: str, reason: str) -> Voice:
    """Answer for the person's authority, and let the link work no more: both or neither."""
    use_link(called.notice, now=called.actor.now)
    return answer_question(called.actor, question=called.question, stance=stance, reason=reason)
