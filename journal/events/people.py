"""Facts about people, each in their own stream."""

from uuid import UUID

from journal.events.vocabulary import event


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
