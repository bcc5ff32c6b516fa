"""What a socket may ask to be done: the same verbs as over HTTP, under the same lock. Runs in a thread."""

import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from rest_framework import serializers

from access.actor import Actor
from access.policy import Permission
from access.refusals import Barred, NotVisible, SignInNeeded
from accounts.models import User
from accounts.preferences import in_the_words_of
from live.frames import Frame
from live.standing import Standing, person_behind
from messaging.models import Room
from messaging.serializers import MessageInput, ReadInput
from messaging.services import mark_read, post_message
from messaging.shapes import message_shape
from networks.scoping import actor_beside, actor_in, beside_seat
from tasks.models import Occurrence
from tasks.services import acknowledge
from tasks.shapes import reminder_shape
from wire.problems import SERVER_FAILED, Problem, problem_of
from wire.questions import Question, slot
from wire.reading import read

logger = logging.getLogger(__name__)

Answer = dict[str, Any]
Command = Callable[[User, Actor, Frame], Answer]


class InRoom(serializers.Serializer[None]):
    """A frame about a room."""

    room = serializers.UUIDField()


class OfReminder(serializers.Serializer[None]):
    """A frame about a reminder."""

    reminder = serializers.UUIDField()


def carry_out(standing: Standing, frame: Frame) -> Answer:
    """Do what the frame says for whoever stands behind it.

    Raises the verb's refusals, SignInNeeded where the session or token is gone, ValidationError for
    a frame of another shape.
    """
    now = timezone.now()
    user = person_behind(standing, now=now)
    if user is None:
        raise SignInNeeded
    if not standing.can_write:
        raise Barred("token_read_only", "This token may only read. Make one with the scope `write`.")
    with in_the_words_of(user):
        return COMMANDS[frame["do"]](user, user.acting(now), frame)


def problem_for(error: Exception) -> Problem:
    """The problem that a client gets for an error; one that is our fault is logged too."""
    problem = problem_of(error)
    if problem is None:
        logger.error("A command failed.", exc_info=error)
    return problem or SERVER_FAILED


def _post(_user: User, actor: Actor, frame: Frame) -> Answer:
    placed, room = _in_room(actor, frame)
    message = post_message(placed, room=room, **read(MessageInput, frame))
    return {"resource": message_shape(message)}


def _mark_read(_user: User, actor: Actor, frame: Frame) -> Answer:
    placed, room = _in_room(actor, frame)
    reading = mark_read(placed, room=room, **read(ReadInput, frame))
    return {"resource": {"room": room.pk, "ranges": reading.ranges}}


def _type(user: User, actor: Actor, frame: Frame) -> Answer:
    placed, room = _in_room(actor, frame)
    placed.require(Permission.MESSAGE_POST)
    return {"room": room.pk, "person": {"id": user.pk, "name": user.display_name}}


def _acknowledge(_user: User, actor: Actor, frame: Frame) -> Answer:
    wanted: UUID = read(OfReminder, frame)["reminder"]
    found = Occurrence.objects.visible_to(actor).select_related("schedule").filter(pk=wanted)
    occurrence = found.order_by("pk").first()
    if occurrence is None:
        raise NotVisible
    placed = actor_in(actor, occurrence.network_id)
    return {"resource": reminder_shape(acknowledge(placed, occurrence=occurrence))}


def _in_room(actor: Actor, frame: Frame) -> tuple[Actor, Room]:
    """The room that the frame names, and the actor in its network. Raises NotVisible."""
    room = _ROOM.first(pk=read(InRoom, frame)["room"], user=actor.person_id, now=actor.now)
    if room is None:
        raise NotVisible
    placed = actor_beside(actor, room)
    if not room.is_in_sight_of(placed):
        raise NotVisible
    placed.require(Permission.MESSAGE_READ)
    return placed, room


_ROOM = Question(lambda: beside_seat(Room.objects.filter(pk=slot("pk", models.UUIDField())).order_by()))


POST = "message.post"
TYPING = "typing"
COMMANDS: Mapping[str, Command] = {
    POST: _post,
    "message.read": _mark_read,
    "reminder.acknowledge": _acknowledge,
    TYPING: _type,
}
