"""Posts that wait for one room are written together, and each is answered as if it had come alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson
import pytest
from django.db import transaction
from django.utils import timezone

from journal.models import Entry
from journal.verify import broken_links
from live import posts
from messaging.drafts import Draft
from messaging.models import Message, Room
from messaging.services import post_message, post_together
from messaging.unread import read_in
from networks.models import Seat
from tests.cast import Cast
from tests.live.conftest import Listen
from tests.live.harness import Client, Frame, Server, wait_until
from tests.live.hubs import hub_of

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held_up(server: Server, room: Room, opener: Client, *, waiting: int) -> Iterator[None]:
    """Hold the room's row while the opener posts, until so many others wait behind that post."""
    together = hub_of(server).together
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room.pk)
        opener.say("message.post", room=str(room.pk), body="Först")
        wait_until(lambda: str(room.pk) in together._waiting)  # noqa: SLF001 - nobody else knows who waits
        yield
        wait_until(lambda: len(together._waiting[str(room.pk)]) == waiting)  # noqa: SLF001 - as above


def answers(clients: list[Client]) -> list[Frame]:
    """What each client is answered next."""
    return [client.until(lambda frame: "ref" in frame) for client in clients]


def test_posts_that_wait_are_one_statement_with_a_number_and_an_answer_each(
    server: Server, listen: Listen, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def counted(drafts: Sequence[Draft]) -> list[Message]:
        written.append(len(drafts))
        return post_together(drafts)

    monkeypatch.setattr(posts, "post_together", counted)
    opener, others = listen("goteborg"), [listen("orebro") for _ in range(6)]

    with held_up(server, room, opener, waiting=6):
        for turn, client in enumerate(others):
            client.say("message.post", room=str(room.pk), body=f"Rad {turn}", key=f"key-{turn}")
    told = answers([opener, *others])

    assert written == [6]
    assert [answer["resource"]["body"] for answer in told] == ["Först", *(f"Rad {n}" for n in range(6))]
    assert sorted(answer["resource"]["number"] for answer in told) == [1, 2, 3, 4, 5, 6, 7]
    assert {answer["resource"]["author"]["name"] for answer in told[1:]} == {"Orebro"}
    entries = Entry.objects.filter(stream_id=f"room:{room.pk}", type="message.posted").order_by("seq")
    assert [orjson.loads(entry.payload)["number"] for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert list(Message.objects.in_room(room).values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    assert list(broken_links()) == []


def test_each_author_has_read_what_they_wrote_themselves(
    server: Server, listen: Listen, room: Room, cast: Cast
) -> None:
    clients = [listen("orebro"), listen("orebro"), listen("stockholm")]
    with held_up(server, room, listen("goteborg"), waiting=3):
        for client in clients:
            client.say("message.post", room=str(room.pk), body="Hej")
    numbers = [answer["resource"]["number"] for answer in answers(clients)]

    read = read_in(cast.people["orebro"].pk, room.pk).ranges
    assert {number for low, high in read for number in range(low, high + 1)} == set(numbers[:2])


def test_one_that_is_wrong_is_refused_alone(server: Server, listen: Listen, room: Room, cast: Cast) -> None:
    good, empty, observer, reader = (
        listen("orebro"),
        listen("orebro"),
        listen("turku"),
        listen("orebro", "read"),
    )
    with held_up(server, room, listen("goteborg"), waiting=4):
        good.say("message.post", room=str(room.pk), body="Rätt")
        empty.say("message.post", room=str(room.pk), body=" ")
        observer.say("message.post", room=str(room.pk), body="Får inte")
        reader.say("message.post", room=str(room.pk), body="Får bara läsa")
    told = answers([good, empty, observer, reader])

    assert told[0]["resource"]["body"] == "Rätt"
    assert [answer["status"] for answer in told[1:]] == [400, 403, 403]
    assert told[1]["errors"][0]["pointer"] == "/body"
    assert told[2]["permission"] == "message.post"
    assert told[3]["code"] == "token_read_only"
    assert Message.objects.in_room(room).count() == 2


def test_a_seat_that_ended_while_its_post_waited_posts_nothing(
    server: Server, listen: Listen, room: Room, cast: Cast
) -> None:
    gone, stays = listen("orebro"), listen("goteborg")
    with held_up(server, room, listen("goteborg"), waiting=2):
        gone.say("message.post", room=str(room.pk), body="För sent")
        stays.say("message.post", room=str(room.pk), body="I tid")
        Seat.objects.filter(user=cast.people["orebro"]).update(ended_at=timezone.now())
    told = answers([gone, stays])

    assert told[0]["status"] == 404
    assert told[1]["resource"]["body"] == "I tid"


def test_a_key_that_waits_twice_or_is_known_is_one_message(
    server: Server, listen: Listen, room: Room, cast: Cast
) -> None:
    known = post_message(cast.actor("orebro"), room=room, body="Redan", key="known")
    clients = [listen("orebro") for _ in range(4)]
    with held_up(server, room, listen("goteborg"), waiting=4):
        for client, (body, key) in zip(
            clients,
            [("Samma", "same"), ("Samma", "same"), ("Redan", "known"), ("Annat", "same")],
            strict=True,
        ):
            client.say("message.post", room=str(room.pk), body=body, key=key)
    told = answers(clients)

    assert told[0]["resource"]["id"] == told[1]["resource"]["id"]
    assert told[2]["resource"]["id"] == str(known.pk)
    assert (told[3]["status"], told[3]["code"]) == (422, "key_reused")
    assert Message.objects.in_room(room).count() == 3


def test_a_socket_that_is_gone_holds_up_nobody_and_what_it_said_is_written(
    server: Server, listen: Listen, room: Room
) -> None:
    gone, stays = listen("orebro"), listen("orebro")
    with held_up(server, room, listen("goteborg"), waiting=2):
        gone.say("message.post", room=str(room.pk), body="Sagt")
        stays.say("message.post", room=str(room.pk), body="Också sagt")
        gone.drop()
    told = answers([stays])

    assert told[0]["resource"]["body"] == "Också sagt"
    bodies = set(Message.objects.in_room(room).values_list("body", flat=True))
    assert {"Först", "Också sagt"} <= bodies
    assert (
        stays.ask("message.post", room=str(room.pk), body="Och sedan")["resource"]["number"]
        == len(bodies) + 1
    )


@pytest.mark.parametrize("room_named", [["x"], {}, None, "no", ""])
def test_rooms_that_are_none_are_refused_however_many_wait(listen: Listen, room_named: object) -> None:
    clients = [listen("orebro") for _ in range(4)]
    for client in clients:
        client.say("message.post", room=room_named, body="Hej")

    assert {answer["status"] for answer in answers(clients)} == {400}
