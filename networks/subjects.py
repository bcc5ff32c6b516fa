"""How a low room points at things above it: a discussion is about a need, a reminder reminds of an analysis.

A subject is two columns, `kind` and `id`. Rooms above register what they have in
AppConfig.ready(); rooms below only ask here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from access.actor import Actor
from access.refusals import NotVisible
from journal.events import Event


class Subject(NamedTuple):
    """One thing in the house, whatever room it lives in."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is shown of a subject where it is only pointed at, and the page it has (a path)."""

    title: str
    path: str
    state: str = ""


Visible = Callable[[Actor, Iterable[UUID]], Mapping[UUID, Card]]
NetworkOf = Callable[[UUID], "UUID | None"]
Answered = Callable[..., "date | None"]
Heard = Callable[[Actor], Iterable[UUID]]
Changed = Callable[[UUID], Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """What a room promises about its subjects.

    `visible(actor, ids)` gives the cards of those the actor, in their network, may read;
    `network_of(id)` the network, None where there is no such subject;
    `answered(actor, id=, outcome=, note=)` records an answer to a reminder in the caller's
    transaction and returns the next date, None where nothing is due any more;
    `outcomes` are the answers it knows, each with its words for people, the usual one first;
    `changed(id)` is the fact that tells of a new owner or date, where others list the subject;
    `heard(actor)` gives the ids of those whose stream `kind:<id>` belongs to "all of mine".
    """

    kind: str
    visible: Visible
    network_of: NetworkOf
    answered: Answered | None = None
    outcomes: tuple[tuple[str, "str | Promise"], ...] = ()
    changed: Changed | None = None
    heard: Heard | None = None


_KINDS: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind of subject known to the rooms below."""
    _KINDS[kind.kind] = kind


def kind_of(name: str) -> SubjectKind:
    """The kind of this name. Raises NotVisible for an unknown one."""
    if name not in _KINDS:
        raise NotVisible
    return _KINDS[name]


def heard_by(actor: Actor) -> list[str]:
    """The keys of the streams of subjects that the actor, in their network, listens to."""
    return [
        f"{kind.kind}:{subject_id}"
        for kind in _KINDS.values()
        if kind.heard is not None
        for subject_id in kind.heard(actor)
    ]


def network_of(subject: Subject) -> UUID:
    """The network the subject lives in. Raises NotVisible where there is none."""
    network_id = kind_of(subject.kind).network_of(subject.id)
    if network_id is None:
        raise NotVisible
    return network_id


def card_of(actor: Actor, subject: Subject) -> Card:
    """The subject's card. Raises NotVisible where the actor may not read it."""
    card = kind_of(subject.kind).visible(actor, [subject.id]).get(subject.id)
    if card is None:
        raise NotVisible
    return card


def cards_of(actor: Actor, subjects: Iterable[Subject]) -> dict[Subject, Card]:
    """The cards of those subjects that the actor may read: one call per kind."""
    by_kind: dict[str, list[UUID]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.id)
    return {
        Subject(kind, subject_id): card
        for kind, ids in by_kind.items()
        if kind in _KINDS
        for subject_id, card in _KINDS[kind].visible(actor, ids).items()
    }
