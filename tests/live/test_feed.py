from uuid import uuid4

import pytest

from journal.models import Entry
from messaging.models import Message, Room
from messaging.services import open_room
from tests.cast import Cast
from tests.live.conftest import Listen, Post

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_post_by_one_reaches_another_and_is_committed_when_answered(
    listen: Listen, room: Room, stream: str
) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    aalborg.subscribe({stream: None})

    answer = orebro.ask("message.post", room=str(room.pk), body="Hej!", key="k1")

    assert Message.objects.get(pk=answer["resource"]["id"]).body == "Hej!"
    event = aalborg.of_kind("event")
    assert (event["stream"], event["seq"], event["type"]) == (stream, 1, "message.posted")
    assert event["resource"]["body"] == "Hej!"
    assert event["actor"]["authority"]["name"] == "Örebro kommun"


def test_the_same_key_again_gives_the_first_message_back(listen: Listen, room: Room, stream: str) -> None:
    orebro = listen("orebro")
    orebro.subscribe([stream])
    posted = {"room": str(room.pk), "body": "Hej!", "key": "k1"}

    first, second = orebro.ask("message.post", **posted), orebro.ask("message.post", **posted)
    other = orebro.ask("message.post", **{**posted, "body": "Hej då!"})

    assert first["resource"] == second["resource"]
    assert (other["frame"], other["status"], other["code"]) == ("problem", 422, "key_reused")
    assert Entry.objects.of_stream(stream).count() == 1


def test_missed_events_follow_the_reply_from_the_cursor(listen: Listen, post: Post, stream: str) -> None:
    post(*"abcde")
    aalborg = listen("aalborg")
    epoch = aalborg.subscribe([stream])["streams"][stream]["epoch"]

    reply = aalborg.subscribe({stream: {"epoch": epoch, "after": 2}})

    assert reply["streams"][stream] == {"epoch": epoch, "head": 5}
    assert aalborg.seqs(3) == [3, 4, 5]
    aalborg.silence()


def test_without_a_cursor_only_news_come(listen: Listen, post: Post, stream: str) -> None:
    post("before")
    aalborg = listen("aalborg")

    assert aalborg.subscribe([stream])["streams"][stream]["head"] == 1
    post("after")

    assert aalborg.seqs(1) == [2]


def test_what_is_unsubscribed_is_not_heard_any_more(listen: Listen, post: Post, stream: str) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe([stream])
    aalborg.ask("unsubscribe", streams=[stream])

    post("unheard")

    aalborg.silence()


def test_streams_out_of_sight_are_refused_each_with_its_problem(
    listen: Listen, private_room: Room, stream: str
) -> None:
    hidden = f"room:{private_room.pk}"

    reply = listen("aalborg").subscribe([stream, hidden, "room:nothing", "person:nobody"])

    assert list(reply["streams"]) == [stream]
    assert {problem["status"] for problem in reply["refused"].values()} == {404}
    assert hidden in reply["refused"]


def test_a_thousand_streams_that_are_not_ones_own_are_not_all_looked_for(listen: Listen, stream: str) -> None:
    unknown = [f"room:{uuid4()}" for _ in range(1000)]

    refused = listen("aalborg").subscribe([stream, *unknown])["refused"]

    assert {refused[key]["status"] for key in unknown} == {404, 413}
    assert stream not in refused


def test_reading_reaches_the_persons_other_socket(listen: Listen, post: Post, room: Room) -> None:
    here, there = listen("aalborg"), listen("aalborg")
    there.subscribe("mine")
    post("a", "b")

    answer = here.ask("message.read", room=str(room.pk), through=2)

    assert answer["resource"]["ranges"] == [[1, 2]]
    read = there.until(lambda frame: frame.get("type") == "messages.read")
    assert read["data"]["ranges"] == [[1, 2]]


def test_typing_is_told_to_those_who_follow_and_stored_nowhere(
    listen: Listen, room: Room, stream: str
) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    orebro.subscribe([stream])
    aalborg.subscribe([stream])

    orebro.say("typing", room=str(room.pk))

    frame = aalborg.of_kind("typing")
    assert (frame["stream"], frame["person"]["name"]) == (stream, "Orebro")
    assert "seq" not in frame
    orebro.silence()
    assert not Entry.objects.of_stream(stream).exists()


def test_ping_names_the_heads_of_what_is_live(listen: Listen, post: Post, stream: str) -> None:
    post("a", "b")
    aalborg = listen("aalborg")
    aalborg.subscribe([stream])

    assert aalborg.ask("ping") == {"frame": "pong", "ref": 2, "heads": {stream: 2}}


def test_a_room_opened_later_belongs_to_mine(cast: Cast, listen: Listen, room: Room) -> None:
    aalborg, goteborg = listen("aalborg"), listen("goteborg")
    aalborg.subscribe("mine")

    later = open_room(cast.actor("goteborg"), network=cast.network, title="Laddning")

    assert aalborg.of_kind("joined")["stream"] == f"room:{later.pk}"
    goteborg.ask("message.post", room=str(later.pk), body="Välkomna")
    posted = aalborg.until(lambda frame: frame.get("type") == "message.posted")
    assert posted["resource"]["body"] == "Välkomna"


def test_another_authoritys_private_room_is_not_joined(cast: Cast, listen: Listen) -> None:
    aalborg = listen("aalborg")
    aalborg.subscribe("mine")

    open_room(cast.actor("stockholm"), network=cast.network, title="Internt", zone="authority")

    aalborg.silence()
