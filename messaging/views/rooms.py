"""Rooms, and what one has read in them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from messaging.models import Room
from messaging.models.reading import Ranges
from messaging.serializers import ReadInput, RoomInput, UnreadInput
from messaging.services import mark_read, mark_unread, open_room
from messaging.shapes import ListedRoomShape, RoomDetailShape, room_shape
from messaging.shapes import Reading as ReadingShape
from messaging.unread import read_in, unread_in
from networks.http import InNetworkView
from networks.subjects import Subject
from wire.pages import page
from wire.schema import PageOf

MANAGED = (Permission.MESSAGE_POST, Permission.MESSAGE_MODERATE)


class RoomList(InNetworkView):
    """The rooms of a network that the reader may enter."""

    permission = Permission.ROOM_READ

    @extend_schema(operation_id="rooms_list", responses={200: PageOf(ListedRoomShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of rooms, oldest first, each with what the reader has not read."""
        return page(request, Room.objects.visible_to(self.actor), self._shapes, by=("id",))

    @extend_schema(operation_id="rooms_open", request=RoomInput, responses={201: ListedRoomShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Open a room for the network, or for one's own authority alone."""
        wanted = self.read(RoomInput)
        about = wanted.pop("about")
        room = open_room(
            self.actor, network=self.network(), about=Subject(**about) if about else None, **wanted
        )
        return Response(self._shapes([room])[0], status=201)

    def _shapes(self, rooms: list[Room]) -> list[dict[str, Any]]:
        unread = unread_in(self.actor.person_id, [room.pk for room in rooms])
        return [room_shape(room) | {"mine": {"unread": unread[room.pk]}} for room in rooms]


class RoomView(InNetworkView):
    """A door to one room."""

    permission = Permission.ROOM_READ
    carrier = Room


class RoomDetail(RoomView):
    """One room."""

    @extend_schema(operation_id="rooms_read", responses={200: RoomDetailShape})
    def get(self, request: Request, room_id: UUID) -> Response:
        """The room, what the reader may do in it and has not read of it."""
        room: Room = self.carried
        mine = _mine(self.actor, room, read_in(self.actor.person_id, room.pk).ranges)
        abilities = [str(one) for one in MANAGED if self.actor.can(one)]
        return Response(room_shape(room) | {"mine": mine, "abilities": abilities})


class RoomRead(RoomView):
    """How far one has read."""

    permission = Permission.MESSAGE_READ

    @extend_schema(operation_id="rooms_mark_read", request=ReadInput, responses={200: ReadingShape})
    def put(self, request: Request, room_id: UUID) -> Response:
        """Everything up to `through` is read."""
        reading = mark_read(self.actor, room=self.carried, **self.read(ReadInput))
        return Response(_mine(self.actor, self.carried, reading.ranges))


class RoomUnread(RoomView):
    """From where on one wants to read again."""

    permission = Permission.MESSAGE_READ

    @extend_schema(operation_id="rooms_mark_unread", request=UnreadInput, responses={200: ReadingShape})
    def put(self, request: Request, room_id: UUID) -> Response:
        """`since` and everything later is unread."""
        reading = mark_unread(self.actor, room=self.carried, **self.read(UnreadInput))
        return Response(_mine(self.actor, self.carried, reading.ranges))


def _mine(actor: Actor, room: Room, ranges: Ranges) -> dict[str, Any]:
    return {"unread": unread_in(actor.person_id, [room.pk])[room.pk], "ranges": ranges}
