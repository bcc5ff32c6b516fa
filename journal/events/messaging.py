"""Facts about rooms and messages."""

from uuid import UUID

from journal.events.vocabulary import event


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
