import pytest

from messaging.models import Message, Room
from messaging.services import post_message
from tests.cast import Cast
from tests.live.conftest import Listen

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_by_one_reaches_another_and_is_committed_when_answered(listen: Listen, room: Room) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    stream = f"room:{room.pk}"
    aalborg.subscribe({stream: None})

    answer = orebro.ask("message.post", room=str(room.pk), body="Hej!", key="k1")

    assert Message.objects.get(pk=answer["resource"]["id"]).body == "Hej!"
    event = aalborg.of_kind("event")
    assert (event["stream"], event["seq"], event["type"]) == (stream, 1, "message.posted")
    assert event["resource"]["body"] == "Hej!"
    assert event["actor"]["authority"]["name"] == "Örebro kommun"


def test_missed_events_follow_the_reply_from_the_cursor(cast: Cast, listen: Listen, room: Room) -> None:
    for number in range(5):
        post_message(cast.actor("goteborg"), room=room, body=f"nr {number}")
    stream = f"room:{room.pk}"
    aalborg = listen("aalborg")
    epoch = aalborg.subscribe([stream])["streams"][stream]["epoch"]

    reply = aalborg.subscribe({stream: {"epoch": epoch, "after": 2}})

    assert reply["streams"][stream] == {"epoch": epoch, "head": 5}
    assert aalborg.seqs(3) == [3, 4, 5]
    aalborg.silence()
