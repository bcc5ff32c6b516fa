"""What a link in a mail answers for, and answering by it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.refusals import Barred, Conflict
from accounts.preferences import in_the_words_of
from networks.scoping import actor_in
from networks.subjects import Card, card_of, kind_of, points_of
from notices.links import notice_of, use_link
from notices.models import Notice
from tasks.answering import answer_occurrence, find_reminder
from tasks.models import Occurrence
from web.forms.market import OUTCOMES, TASK_OUTCOMES

# How outcomes read on pages, where they read otherwise than in their room.
WORDS = {"analysis": OUTCOMES, "task": TASK_OUTCOMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One occasion that waits for one person's answer."""

    notice: Notice
    occurrence: Occurrence
    card: Card
    actor: Actor
    points: tuple[Card, ...] = ()

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """The answers that there are, the usual one first."""
        name = self.occurrence.schedule.subject_kind
        return [(outcome, str(words)) for outcome, words in WORDS.get(name, kind_of(name).outcomes)]

    @property
    def dated(self) -> tuple[str, ...]:
        """The answers that name a day."""
        return kind_of(self.occurrence.schedule.subject_kind).dated

    @property
    def takes_note(self) -> bool:
        """May an answer come with a note?"""
        return kind_of(self.occurrence.schedule.subject_kind).takes_note


def asked_by(token: str, visitor: Actor) -> Asked:
    """What the link answers for, asked anew of who may see what.

    Raises NotVisible for a link that we never signed and for what the person may not see any more,
    Conflict for one that was used, has run out, or whose occasion was answered otherwise, and
    Barred where another person is signed in.
    """
    notice = notice_of(token, now=visitor.now)
    check_same(notice.person_id, visitor)
    if not notice.person.is_active:
        raise Barred("link_closed", "The person to whom this link was sent can't answer any more.")
    person = notice.person.acting(visitor.now)
    occurrence = find_reminder(person, notice.cause_id)
    if not occurrence.is_open:
        raise Conflict("reminder_already_answered", "This reminder was answered already.")
    place, subject = actor_in(person, notice.network_id), occurrence.schedule.subject
    with in_the_words_of(notice.person):
        card, points = card_of(place, subject), points_of(place, [subject]).get(subject, ())
    return Asked(notice=notice, occurrence=occurrence, card=card, actor=person, points=points)


def check_same(person_id: UUID, visitor: Actor) -> None:
    """Raise Barred where somebody else than the person is signed in."""
    if visitor.is_signed_in and visitor.user_id != person_id:
        raise Barred("another_person", "This link is another person's.")


@transaction.atomic
def answer_by_link(asked: Asked, *, act: str, **wanted: Any) -> Occurrence:
    """Do what the person chose, and let the link work no more: both or neither."""
    use_link(asked.notice, now=asked.actor.now)
    return answer_occurrence(asked.actor, occurrence_id=asked.occurrence.pk, act=act, **wanted)
