"""Rooms, messages with their history, and read ranges."""

from messaging.models.attachment import Attachment
from messaging.models.message import Message, MessageVersion
from messaging.models.reading import Reading
from messaging.models.room import Room

__all__ = ["Attachment", "Message", "MessageVersion", "Reading", "Room"]
