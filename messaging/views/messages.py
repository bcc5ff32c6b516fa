"""Messages in a room."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Malformed
from messaging.models import Message, Room
from messaging.serializers import MessageEdit, MessageInput
from messaging.services import delete_message, edit_message, post_message
from messaging.shapes import MessageDetailShape, MessageShape, message_shape
from networks.http import InNetworkView
from wire.idempotency import key_of
from wire.pages import limit_of, whole_number
from wire.preconditions import etag, expected_version
from wire.schema import PageOf

LAST = 2**62
NAMED = ("author", "author_authority")


class MessageList(InNetworkView):
    """The messages of one room."""

    permission = Permission.MESSAGE_READ
    carrier = Room
    keeps_keys = True

    @extend_schema(
        operation_id="messages_list",
        responses={200: PageOf(MessageShape)},
        parameters=[
            OpenApiParameter("after", {"type": "integer", "minimum": 0}, description="Those later."),
            OpenApiParameter("before", {"type": "integer", "minimum": 1}, description="Those earlier."),
        ],
    )
    def get(self, request: Request, room_id: UUID) -> Response:
        """Messages by number: the latest, those `before` a number, or those `after` one."""
        limit = limit_of(request)
        before = whole_number(request, "before", LAST, least=1, most=LAST)
        after = whole_number(request, "after", 0, least=0, most=LAST)
        rows = Message.objects.in_room(self.carried).after(after).before(before)
        rows = rows.with_files().select_related(*NAMED)
        forward = "after" in request.query_params
        found = list(rows.order_by("number" if forward else "-number")[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        found = found if forward else found[::-1]
        return Response(
            {
                "results": [message_shape(message) for message in found],
                "next": _link(request, "after", found[-1].number) if forward and more else None,
                "previous": _link(request, "before", found[0].number) if not forward and more else None,
            }
        )

    @extend_schema(operation_id="messages_post", request=MessageInput, responses={201: MessageShape})
    def post(self, request: Request, room_id: UUID) -> Response:
        """Post a message; committed when answered."""
        wanted = self.read(MessageInput)
        wanted["key"] = self._key(request, wanted["key"])
        message = post_message(self.actor, room=self.carried, **wanted)
        return Response(message_shape(message), status=201, headers={"ETag": etag(message.version)})

    def _key(self, request: Request, in_body: str | None) -> str | None:
        in_header = key_of(request)
        if in_body and in_header and in_body != in_header:
            raise Malformed(detail="`key` and Idempotency-Key differ. Send one of them, or both alike.")
        return in_body or in_header


class MessageDetail(InNetworkView):
    """One message."""

    permission = Permission.MESSAGE_READ
    carrier = Message

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Fetch the names along with the message."""
        return Message.objects.with_files().select_related("room", *NAMED)

    @extend_schema(operation_id="messages_read", responses={200: MessageDetailShape})
    def get(self, request: Request, message_id: UUID) -> Response:
        """The message, and what the reader may do with it."""
        return self._answer(self.carried)

    @extend_schema(operation_id="messages_edit", request=MessageEdit, responses={200: MessageDetailShape})
    def patch(self, request: Request, message_id: UUID) -> Response:
        """Change one's own message; what it said is kept."""
        wanted = self.read(MessageEdit)
        return self._answer(
            edit_message(self.actor, message=self.carried, version=expected_version(request), **wanted)
        )

    @extend_schema(operation_id="messages_delete", responses={204: None})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Take the message away; its number stays."""
        delete_message(self.actor, message=self.carried)
        return Response(status=204)

    def _answer(self, message: Message) -> Response:
        can = {
            "message.edit": message.is_by(self.actor) and self.actor.can(Permission.MESSAGE_POST),
            "message.delete": message.is_by(self.actor) or self.actor.can(Permission.MESSAGE_MODERATE),
        }
        abilities = [name for name, holds in can.items() if holds and message.deleted_at is None]
        shape = message_shape(message) | {"abilities": abilities}
        return Response(shape, headers={"ETag": etag(message.version)})


def _link(request: Request, name: str, number: int) -> str:
    query = request.query_params.copy()
    query[name] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
