"""Every change to rooms, messages and what people have read."""

from messaging.services.editing import delete_message, edit_message
from messaging.services.posting import post_message
from messaging.services.reading import mark_read, mark_unread
from messaging.services.rooms import open_room

__all__ = ["delete_message", "edit_message", "mark_read", "mark_unread", "open_room", "post_message"]
