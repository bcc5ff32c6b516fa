"""A question is put to the authorities of a network."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission, Role
from access.refusals import Conflict, Invalid
from decisions.indexing import question_piece
from decisions.mandate import electorate
from decisions.models import Asked, Kind, Question
from decisions.quorum import usual_quorum
from decisions.telling import tell_asked
from journal.events import DecisionOpened
from journal.recorder import record
from networks.models import Network
from networks.subjects import Subject, card_of, cards_of
from search.indexing import index
from wire.text import readable

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of whom until when.

    Without `authorities` all members of the network are asked that have somebody to answer; without
    `quorum` more than half of those asked have to. `subject_hash` says what exactly is decided.
    """

    title: str
    closes_at: datetime
    text: str = ""
    kind: str = Kind.POSITION
    quorum: int | None = None
    authorities: Collection[UUID] | None = None
    subject: Subject | None = None
    subject_hash: str = ""
    is_open_for_accession: bool = False


@transaction.atomic
def open_question(actor: Actor, *, network: Network, asking: Asking) -> Question:
    """Put a question to authorities of the network. Who is asked is settled now, and told.

    Raises Invalid, NotVisible for a subject out of sight, and Conflict where there is nobody to ask, or
    somebody who does not see the subject.
    """
    actor.require(Permission.DECISION_OPEN)
    question = _drafted(actor, network, asking)
    asked = _asked(network, asking.authorities, actor.now)
    _check_seen(actor, asking.subject, asked)
    question.quorum = _quorum(asking.quorum, len(asked))
    question.save(force_insert=True)
    Asked.objects.bulk_create(
        Asked(network=network, question=question, authority_id=authority) for authority in asked
    )
    tell_asked(question, asked, now=actor.now)
    index(question_piece(question, actor.now))
    fact = DecisionOpened(
        network_id=network.pk, decision_id=question.pk, asked=len(asked), closes_at=question.closes_at
    )
    record(actor, fact)
    return question


def _drafted(actor: Actor, network: Network, asking: Asking) -> Question:
    if not actor.now < asking.closes_at <= actor.now + LONGEST:
        raise Invalid.field("closes_at", "closes_at", "Choose a time from now on, at most a year ahead.")
    subject = asking.subject
    if subject is not None:
        card_of(actor, subject)
    return Question(
        network=network,
        kind=asking.kind,
        title=readable(asking.title, name="title", longest=200),
        text=readable(asking.text, name="text", longest=8000, blank=True),
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        subject_hash=asking.subject_hash,
        opened_by_id=actor.person_id,
        opened_at=actor.now,
        closes_at=asking.closes_at,
        is_open_for_accession=asking.is_open_for_accession,
    )


def _asked(network: Network, wanted: Collection[UUID] | None, now: datetime) -> list[UUID]:
    able = electorate(network.pk, now)
    if wanted is None:
        if not able:
            raise Conflict("nobody_to_ask", "No authority in this network has anybody who can answer.")
        return able
    asked = sorted(set(wanted))
    if not asked or not set(asked) <= set(able):
        raise Invalid.field(
            "authorities", "authorities", "Name members of the network with somebody who can answer."
        )
    return asked


def _check_seen(actor: Actor, subject: Subject | None, asked: list[UUID]) -> None:
    """Raise Conflict for a subject that is private: nobody answers for what they can't read.

    Where one other authority sees it all do: what is private, is so to a single one.
    """
    other = next((one for one in asked if one != actor.authority_id), None)
    if subject is None or other is None:
        return
    reader = replace(actor, authority_id=other, roles=frozenset({Role.MEMBER}))
    if not cards_of(reader, [subject]):
        raise Conflict("subject_not_shared", "Share it with the network before its authorities are asked.")


def _quorum(wanted: int | None, asked: int) -> int:
    if wanted is None:
        return usual_quorum(asked)
    if not 1 <= wanted <= asked:
        raise Invalid.field("quorum", "quorum", f"Give a number of authorities from 1 to {asked}.")
    return wanted
