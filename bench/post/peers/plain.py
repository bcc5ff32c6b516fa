"""A plain DRF application: one view, serializers, the ORM; five statements in one transaction.

Who asks is believed from a header: signing in costs the peer nothing, which makes it the harder one to beat.
"""

import os
from typing import Any, ClassVar

import dj_database_url
import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 - a server on loopback that lives for a minute
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=["rest_framework"],
    DATABASES={
        "default": {
            **dj_database_url.parse(os.environ["DATABASE_URL"]),
            # Threads under ASGI come and go, so connections must be shared there.
            **({"OPTIONS": {"pool": {"max_size": 8}}} if "POOL" in os.environ else {"CONN_MAX_AGE": None}),
        }
    },
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []},
)
django.setup()

import uuid  # noqa: E402 - models can be defined only once Django is set up

from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.exceptions import PermissionDenied  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Seat(models.Model):
    """A person in a network."""

    objects: ClassVar["models.Manager[Seat]"] = models.Manager()

    network_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label, db_table, managed = "plain", "seat", False


class Room(models.Model):
    """Where messages are numbered."""

    objects: ClassVar["models.Manager[Room]"] = models.Manager()

    network_id = models.BigIntegerField()
    last_number = models.BigIntegerField()

    class Meta:
        app_label, db_table, managed = "plain", "room", False


class Message(models.Model):
    """What somebody said."""

    objects: ClassVar["models.Manager[Message]"] = models.Manager()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    room = models.ForeignKey(Room, on_delete=models.PROTECT)
    number = models.BigIntegerField()
    author_id = models.BigIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label, db_table, managed = "plain", "message", False


class Entry(models.Model):
    """That it happened."""

    objects: ClassVar["models.Manager[Entry]"] = models.Manager()

    stream = models.TextField()
    seq = models.BigIntegerField()
    type = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField()

    class Meta:
        app_label, db_table, managed = "plain", "entry", False


class MessageRead(serializers.ModelSerializer[Message]):
    """A message on the wire."""

    class Meta:
        model = Message
        fields = ("id", "number", "author_id", "body", "created_at")


class MessageInput(serializers.Serializer[Any]):
    """What a client says."""

    body = serializers.CharField(max_length=20_000)
    key = serializers.UUIDField()


class Messages(APIView):
    """The messages of a room."""

    @transaction.atomic
    def post(self, request: Request, room_id: int) -> Response:
        """Post one."""
        wanted = MessageInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        person = int(request.headers["X-Person"])
        network_id = Room.objects.filter(pk=room_id).values("network_id")
        if not Seat.objects.filter(network_id__in=network_id, person_id=person, ended_at=None).exists():
            raise PermissionDenied
        room = get_object_or_404(Room.objects.select_for_update(), pk=room_id)
        room.last_number += 1
        room.save(update_fields=["last_number"])
        message = Message.objects.create(
            room=room, number=room.last_number, author_id=person, body=wanted.validated_data["body"]
        )
        Entry.objects.create(
            stream=f"room:{room.pk}",
            seq=message.number,
            type="message.posted",
            payload={"message_id": str(message.pk)},
        )
        return Response(MessageRead(message).data, status=201)


urlpatterns = [path("rooms/<int:room_id>/messages/", Messages.as_view())]
wsgi = get_wsgi_application()
asgi = get_asgi_application()
