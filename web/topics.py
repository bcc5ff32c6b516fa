"""What questions to the authorities are about, as pages show it, and the questions about one thing."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from decisions.models import Question, QuestionQuerySet
from messaging.models import Message
from networks.subjects import Card, Subject, card_of
from networks.zones import Zone, Zoned
from web.search import SINGLE

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject that somebody sees, as the address of a page names it: `kind:id`."""

    subject: Subject
    card: Card

    @property
    def kind(self) -> "str | Promise":
        """What it is, in words; nothing where the house has no word."""
        return SINGLE.get(self.subject.kind, "")

    @property
    def token(self) -> str:
        """How an address names it."""
        return token_of(self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The latest questions about something, whether there are more, and whether one may ask another."""

    token: str
    questions: list[Question]
    are_more: bool
    may_ask: bool

    @property
    def is_shown(self) -> bool:
        """Is there anything to read or do?"""
        return bool(self.questions) or self.may_ask


def token_of(subject: Subject) -> str:
    """How an address names a subject."""
    return f"{subject.kind}:{subject.id}"


def topic_of(actor: Actor, token: str) -> Topic | None:
    """What an address or form names; None where it names nothing.

    Raises NotVisible alike for what can't be read, is not there, or is out of the actor's sight.
    """
    if not token:
        return None
    kind, _colon, pk = token.partition(":")
    try:
        subject = Subject(kind, UUID(pk))
    except ValueError:
        raise NotVisible from None
    return Topic(subject=subject, card=card_of(actor, subject))


def questions_about(actor: Actor, subject: Subject) -> QuestionQuerySet:
    """Questions about a subject; of a room also those about a message in it."""
    about = Q(subject_kind=subject.kind, subject_id=subject.id)
    if subject.kind == "room":
        said = Message.objects.visible_to(actor).filter(pk=OuterRef("subject_id"), room_id=subject.id)
        about |= Q(subject_kind="message") & Q(Exists(said))
    rows: QuestionQuerySet = Question.objects.visible_to(actor).filter(about)
    return rows


def asked_about(actor: Actor, kind: str, row: Zoned) -> Asked:
    """What a page shows of the questions about what it is of: one query."""
    subject = Subject(kind, row.pk)
    found = list(questions_about(actor, subject).order_by("-pk")[: SHOWN + 1])
    return Asked(
        token=token_of(subject),
        questions=found[:SHOWN],
        are_more=len(found) > SHOWN,
        may_ask=row.zone != Zone.AUTHORITY and actor.can(Permission.DECISION_OPEN),
    )
