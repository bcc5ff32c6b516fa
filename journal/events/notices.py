"""Facts about what people are told, each in their own stream."""

from uuid import UUID

from journal.events.vocabulary import event


@event("notices.changed", stream="person:{person_id}")
class NoticesChanged:
    """The person wants to be told of other things, in another way or at other hours."""

    person_id: UUID


@event("mention.seen", stream="person:{person_id}")
class MentionSeen:
    """The person has seen where somebody named them."""

    person_id: UUID
    notice_id: UUID


@event("calendar_key.changed", stream="person:{person_id}")
class CalendarKeyChanged:
    """The address of the person's calendar is another, or there is none."""

    person_id: UUID


@event("seat.nudged", stream="person:{person_id}")
class SeatNudged:
    """A coordinator asked the person to look at what waits for them in a network."""

    person_id: UUID
    network_id: UUID
    seat_id: UUID
    nudge_id: UUID
