"""The vocabulary: every fact that the house remembers, past tense, typed, ids and numbers only.

An event belongs to one stream, named by the template in its decorator. Clients read the
generated reference in docs/events.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar, cast, dataclass_transform
from uuid import UUID


class Event(Protocol):
    """What the recorder needs of a fact: its fields, and the two names the decorator gave."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T")
VOCABULARY: dict[str, type[Event]] = {}
_TYPES: dict[type, str] = {}
_STREAMS: dict[type, str] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, *, stream: str) -> Callable[[type[T]], type[T]]:
    """Enter a class into the vocabulary as `name`, written to the stream that the template names."""

    def entered(cls: type[T]) -> type[T]:
        fact = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        VOCABULARY[name] = cast("type[Event]", fact)
        _TYPES[fact] = name
        _STREAMS[fact] = stream
        return fact

    return entered


def type_of(fact: Event) -> str:
    """The name of the fact on the wire, such as `message.posted`."""
    return _TYPES[type(fact)]


def stream_of(fact: Event) -> str:
    """The key of the stream the fact belongs to, such as `room:<id>`."""
    return stream_template(type(fact)).format_map(
        {name: getattr(fact, name) for name in fact.__dataclass_fields__}
    )


def stream_template(cls: type) -> str:
    """The template of the stream's key, as the documentation prints it."""
    return _STREAMS[cls]


# People -----------------------------------------------------------------------------------------


@event("access.changed", stream="person:{person_id}")
class AccessChanged:
    """What the person may see or do has changed; every open subscription is asked again."""

    person_id: UUID


@event("profile.changed", stream="person:{person_id}")
class ProfileChanged:
    """The person's name, language or time zone has changed."""

    person_id: UUID


@event("person.joined", stream="person:{person_id}")
class PersonJoined:
    """An account was opened for the person."""

    person_id: UUID


@event("person.anonymised", stream="person:{person_id}")
class PersonAnonymised:
    """Name and address of the person were erased; what they did stays."""

    person_id: UUID


@event("employment.started", stream="person:{person_id}")
class EmploymentStarted:
    """The person works for an authority."""

    person_id: UUID
    employment_id: UUID
    authority_id: UUID


@event("employment.ended", stream="person:{person_id}")
class EmploymentEnded:
    """The person does not work for the authority any more."""

    person_id: UUID
    employment_id: UUID
    authority_id: UUID


@event("token.created", stream="person:{person_id}")
class TokenCreated:
    """A program got a key to act for the person."""

    person_id: UUID
    token_id: UUID


@event("token.revoked", stream="person:{person_id}")
class TokenRevoked:
    """A program's key opens nothing any more."""

    person_id: UUID
    token_id: UUID


@event("messages.read", stream="person:{person_id}")
class MessagesRead:
    """The person's read ranges in a room are now these, as [first, last] pairs."""

    person_id: UUID
    network_id: UUID
    room_id: UUID
    ranges: list[tuple[int, int]]


# Networks ---------------------------------------------------------------------------------------


@event("network.created", stream="network:{network_id}")
class NetworkCreated:
    """A network was set up."""

    network_id: UUID


@event("network.changed", stream="network:{network_id}")
class NetworkChanged:
    """Name, purpose, phase or openness of the network is new."""

    network_id: UUID


@event("membership.started", stream="network:{network_id}")
class MembershipStarted:
    """An authority became a member."""

    network_id: UUID
    membership_id: UUID
    authority_id: UUID


@event("membership.ended", stream="network:{network_id}")
class MembershipEnded:
    """An authority left; its seats ended in the same moment."""

    network_id: UUID
    membership_id: UUID
    authority_id: UUID


@event("seat.taken", stream="network:{network_id}")
class SeatTaken:
    """A person took a seat for an authority."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID
    authority_id: UUID


@event("seat.changed", stream="network:{network_id}")
class SeatChanged:
    """The deputy or the role of a seat is new."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID


@event("seat.ended", stream="network:{network_id}")
class SeatEnded:
    """A person's seat ended."""

    network_id: UUID
    seat_id: UUID
    person_id: UUID
    authority_id: UUID


@event("seat.handed_over", stream="network:{network_id}")
class SeatHandedOver:
    """A seat ended and its deputy took it, in one step."""

    network_id: UUID
    from_seat_id: UUID
    seat_id: UUID
    person_id: UUID


@event("invitation.sent", stream="network:{network_id}")
class InvitationSent:
    """Somebody was invited to a seat."""

    network_id: UUID
    invitation_id: UUID
    authority_id: UUID


@event("invitation.accepted", stream="network:{network_id}")
class InvitationAccepted:
    """An invitation was accepted by the person it was sent to."""

    network_id: UUID
    invitation_id: UUID
    person_id: UUID


@event("invitation.revoked", stream="network:{network_id}")
class InvitationRevoked:
    """An invitation was taken back before it was accepted."""

    network_id: UUID
    invitation_id: UUID


# Rooms and messages -----------------------------------------------------------------------------


@event("room.opened", stream="network:{network_id}")
class RoomOpened:
    """A room that the whole network sees was opened."""

    network_id: UUID
    room_id: UUID


@event("room.opened_privately", stream="authority:{network_id}:{authority_id}")
class RoomOpenedPrivately:
    """A room in one authority's private zone was opened."""

    network_id: UUID
    authority_id: UUID
    room_id: UUID


@event("message.posted", stream="room:{room_id}")
class MessagePosted:
    """A message entered the room as its `number`."""

    network_id: UUID
    room_id: UUID
    message_id: UUID
    number: int


@event("message.edited", stream="room:{room_id}")
class MessageEdited:
    """The author changed a message; what it said before is kept."""

    network_id: UUID
    room_id: UUID
    message_id: UUID
    number: int
    version: int


@event("message.deleted", stream="room:{room_id}")
class MessageDeleted:
    """A message was taken away; its number stays."""

    network_id: UUID
    room_id: UUID
    message_id: UUID
    number: int


# Documents --------------------------------------------------------------------------------------


@event("document.created", stream="network:{network_id}")
class DocumentCreated:
    """A document that the whole network sees was started."""

    network_id: UUID
    document_id: UUID


@event("document.created_privately", stream="authority:{network_id}:{authority_id}")
class DocumentCreatedPrivately:
    """A document in one authority's private zone was started."""

    network_id: UUID
    authority_id: UUID
    document_id: UUID


@event("document.shared", stream="network:{network_id}")
class DocumentShared:
    """An authority shared its document with the network: it is a record at every member from now on."""

    network_id: UUID
    document_id: UUID
    authority_id: UUID


# Market analyses and reminders ------------------------------------------------------------------


@event("analysis.opened", stream="network:{network_id}")
class AnalysisOpened:
    """A market analysis with a review date was started."""

    network_id: UUID
    analysis_id: UUID
    next_review_on: date


@event("analysis.reviewed", stream="network:{network_id}")
class AnalysisReviewed:
    """Somebody answered for the analysis, and its next review date is this."""

    network_id: UUID
    analysis_id: UUID
    review_id: UUID
    outcome: str
    next_review_on: date | None


@event("reminder.due", stream="person:{person_id}")
class ReminderDue:
    """Something of the person's fell due."""

    person_id: UUID
    reminder_id: UUID
    due_at: datetime


@event("reminder.acknowledged", stream="person:{person_id}")
class ReminderAcknowledged:
    """The person is on it: escalation pauses, the date stays."""

    person_id: UUID
    reminder_id: UUID


@event("reminder.answered", stream="person:{person_id}")
class ReminderAnswered:
    """The person answered, and the date moved."""

    person_id: UUID
    reminder_id: UUID
    outcome: str
