"""Several posts into one room, done in one go: the same verb under the same lock. Runs in a thread."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import models
from django.utils import timezone
from rest_framework.serializers import ValidationError

from access.actor import Actor
from access.policy import Permission
from access.refusals import Refusal
from live.commands import Answer, InRoom, carry_out
from live.frames import Frame
from live.standing import Standing, people_behind
from messaging.drafts import Draft
from messaging.models import Message, Room
from messaging.serializers import MessageInput
from messaging.services import draft_of, post_together
from messaging.shapes import message_shape
from networks.scoping import actors_in
from wire.questions import Question, slot
from wire.reading import read

Asked = Sequence[tuple[Standing, Frame]]


def carry_out_posts(asked: Asked) -> list[Answer | Exception]:
    """Do `message.post` frames that name one room, each as `carry_out` would; a refusal is an answer too.

    What can't go with the others, because it is wrong, repeated, carries files or names people, is done
    by itself.
    """
    posted = _posted_together(asked)
    return [
        {"resource": message_shape(posted[turn])} if turn in posted else _by_itself(standing, frame)
        for turn, (standing, frame) in enumerate(asked)
    ]


def _by_itself(standing: Standing, frame: Frame) -> Answer | Exception:
    try:
        return carry_out(standing, frame)
    except Exception as refusal:  # noqa: BLE001 - for whoever asked; the others have their own answers
        return refusal


def _posted_together(asked: Asked) -> Mapping[int, Message]:
    now = timezone.now()
    people = people_behind({standing for standing, _frame in asked}, now=now)
    try:
        room = _ROOM.first(pk=read(InRoom, asked[0][1])["room"])
    except ValidationError:
        return {}
    if room is None:
        return {}
    actors = actors_in((user.acting(now) for user in people.values()), room.network_id, now=now)
    drafts: dict[int, Draft] = {}
    for turn, (standing, frame) in enumerate(asked):
        placed = actors.get(standing.user_id)
        if placed is not None and standing in people and standing.can_write:
            drafts |= _drafts(turn, placed, room, frame)
    return _written(drafts)


_ROOM = Question(lambda: Room.objects.filter(pk=slot("pk", models.UUIDField())).order_by())


def _drafts(turn: int, placed: Actor, room: Room, frame: Frame) -> dict[int, Draft]:
    """The draft of this turn, if it can be written as it is."""
    if not (room.is_in_sight_of(placed) and placed.can(Permission.MESSAGE_READ)):
        return {}
    try:
        wanted = read(MessageInput, frame)
        if wanted.pop("attachments") or wanted.pop("mentions"):
            return {}
        return {turn: draft_of(placed, room=room, **wanted)}
    except (Refusal, ValidationError):
        return {}


def _written(drafts: Mapping[int, Draft]) -> Mapping[int, Message]:
    """What was written, by turn; of two drafts with one key the first."""
    firsts: dict[tuple[UUID, str | int], int] = {}
    for turn, draft in drafts.items():
        firsts.setdefault((draft.message.author_id, draft.message.key or turn), turn)
    chosen = list(firsts.values())
    if not chosen:
        return {}
    new = {message.pk: message for message in post_together([drafts[turn] for turn in chosen])}
    return {turn: new[drafts[turn].message.pk] for turn in chosen if drafts[turn].message.pk in new}
