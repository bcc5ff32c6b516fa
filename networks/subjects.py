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
Decided = Callable[..., Iterable[Event]]
Points = Callable[[Actor, Iterable[UUID]], Mapping[UUID, Iterable[Card]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """What a room promises about its subjects.

    `visible(actor, ids)` gives the cards of those the actor, in their network, may read;
    `network_of(id)` the network, None where there is no such subject;
    `answered(actor, id=, outcome=, note=)` records an answer to a reminder in the caller's
    transaction and returns the next date, None where nothing is due any more;
    `outcomes` are the answers it knows, each with its words for people, the usual one first, and
    `takes_note` says whether an answer may come with a note, which the room keeps;
    `dated` are those outcomes that come with a day, which `answered` takes as `day=`;
    `points(actor, ids)` gives cards of what a question is about one by one, where it is about several;
    `why` is what mails say to those who are to answer, where it is not whether something still holds;
    `changed(id)` is the fact that tells of a new owner or date, where others list the subject;
    `heard(actor)` gives the ids of those whose stream `kind:<id>` belongs to "all of mine";
    `decided(actor, id=, subject_hash=)` does what authorities have carried about the subject as it
    was when it had that hash, in the transaction that closes their decision, and returns the facts.
    """

    kind: str
    visible: Visible
    network_of: NetworkOf
    answered: Answered | None = None
    outcomes: tuple[tuple[str, "str | Promise"], ...] = ()
    takes_note: bool = True
    dated: tuple[str, ...] = ()
    points: Points | None = None
    why: "str | Promise" = ""
    changed: Changed | None = None
    heard: Heard | None = None
    decided: Decided | None = None


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
    return {
        Subject(kind, subject_id): card
        for kind, ids in _by_kind(subjects).items()
        for subject_id, card in _KINDS[kind].visible(actor, ids).items()
    }


def points_of(actor: Actor, subjects: Iterable[Subject]) -> dict[Subject, tuple[Card, ...]]:
    """What questions about the subjects ask about one by one, where it is several: one call per kind."""
    return {
        Subject(kind, subject_id): tuple(cards)
        for kind, ids in _by_kind(subjects).items()
        if (points := _KINDS[kind].points)
        for subject_id, cards in points(actor, ids).items()
    }


def _by_kind(subjects: Iterable[Subject]) -> dict[str, list[UUID]]:
    """The ids of each known kind."""
    found: dict[str, list[UUID]] = {}
    for subject in subjects:
        if subject.kind in _KINDS:
            found.setdefault(subject.kind, []).append(subject.id)
    return found
