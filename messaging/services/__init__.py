"""Every change to rooms, messages and what people have read."""

from messaging.services.editing import delete_message, edit_message
from messaging.services.posting import draft_of, post_message, post_together
from messaging.services.reading import mark_read, mark_unread
from messaging.services.rooms import discuss, open_room
from messaging.services.tasking import make_task

__all__ = [
    "delete_message",
    "discuss",
    "draft_of",
    "edit_message",
    "make_task",
    "mark_read",
    "mark_unread",
    "open_room",
    "post_message",
    "post_together",
]
