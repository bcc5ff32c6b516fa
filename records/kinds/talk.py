"""Rooms and what was said in them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.models import Message, MessageVersion, Room
from messaging.shapes import message_shape, room_shape
from records.kinds.kind import Kind, as_it_stood, kept_versions
from records.sight import Sight


def _rooms(sight: Sight) -> "QuerySet[Any]":
    return Room.objects.visible_to(sight.actor).filter(sight.by("created_at")).order_by("pk")


def _room(sight: Sight, row: Room) -> Mapping[str, Any]:
    shape = room_shape(row)
    return {name: value for name, value in shape.items() if not (sight.is_past and name == "last_number")}


def _messages(sight: Sight) -> "QuerySet[Any]":
    versions = Prefetch("versions", MessageVersion.objects.order_by("version"))
    rows = Message.objects.visible_to(sight.actor).filter(sight.by("created_at")).with_files()
    return rows.select_related("author", "author_authority").prefetch_related(versions).order_by("pk")


def _message(sight: Sight, row: Message) -> Mapping[str, Any]:
    versions = list(row.versions.all())
    shape: dict[str, Any] = {**message_shape(row)}
    del shape["body_html"]
    if row.deleted_at is None:
        shape["body"] = as_it_stood(sight, row, versions)
    shape["edited_at"] = sight.seen(row.edited_at)
    return {**shape, "versions": kept_versions(sight, row, versions)}


KINDS = [
    Kind(name="rooms", title=_("Rooms"), rows=_rooms, shape=_room),
    Kind(name="messages", title=_("Messages"), rows=_messages, shape=_message),
]
