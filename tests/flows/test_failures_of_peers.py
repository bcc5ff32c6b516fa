"""How comparable systems lose, double or disorder events, tried on real processes: docs/failure-modes.md."""

import random
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed

from tests.flows.backups import backed_up, restore
from tests.flows.crowd import Room, pour
from tests.flows.people import AUTHORS, COORDINATOR, MEMBERS
from tests.flows.sources import EventSource
from tests.flows.town import Town, bodies, insistently, post
from tests.live.harness import Client, meanwhile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120, func_only=True)]

# More than a page of the feed or of the API has, and more than may wait for one socket.
LONG = 1100


# Another process posts so much in one transaction, which takes a tenth of the time.
LONG_SPEECH = """
from django.db import transaction
from django.utils import timezone
from accounts.models import User
from messaging.models import Room
from messaging.services import post_message
from networks.scoping import actor_in

room = Room.objects.get(pk="{room}")
actor = actor_in(User.objects.get(email="{email}").acting(timezone.now()), room.network_id)
with transaction.atomic():
    for number in range({count}):
        post_message(actor, room=room, body=f"nr {{number + 1}}")
"""


def stream_of(room: Room) -> str:
    """The stream of a room."""
    return f"room:{room['id']}"


def told(client: Client, stream: str) -> dict[int, str]:
    """What a client was told was said, by its number in the stream; fails where anything came twice."""
    events = [frame for frame in client.heard if frame["frame"] == "event" and frame["stream"] == stream]
    seqs = [event["seq"] for event in events]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), seqs
    return {event["seq"]: event["resource"]["body"] for event in events}


def resume_insistently(client: Client) -> None:
    """Come back as clients do, again where the server said 1012: its connections were cut a moment ago."""
    for _try in range(10):
        with suppress(ConnectionClosed):
            client.resume()
            return
        client.held.close()
        time.sleep(0.5)


@contextmanager
def slow_commits(town: Town, room: Room) -> Iterator[None]:
    """Let each message of the room wait for up to 20 ms between all that its verb does and its commit."""
    town.sql("""
        CREATE FUNCTION wait_before_commit() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END $$
    """)
    town.sql(f"""
        CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON messaging_message
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (NEW.room_id = '{room["id"]}') EXECUTE FUNCTION wait_before_commit()
    """)
    try:
        yield
    finally:
        town.sql("DROP FUNCTION wait_before_commit() CASCADE")


def test_after_a_cut_the_five_hundred_missed_events_are_exactly_those_acknowledged(
    town: Town, fresh_room: Room
) -> None:
    stream = stream_of(fresh_room)
    with town.feed(MEMBERS[0]) as listener:
        listener.subscribe({stream: {"after": 0}})
        said = pour(town, fresh_room, 20)
        listener.seqs(7, stream)
        listener.drop()

        said |= pour(town, fresh_room, 500)
        listener.resume()
        listener.seqs(513, stream)

        assert told(listener, stream) == said
        listener.silence()


def test_fifty_writers_at_once_leave_no_hole_and_nobody_hears_them_out_of_order(
    town: Town, fresh_room: Room
) -> None:
    stream = stream_of(fresh_room)
    listeners = [town.feed(MEMBERS[index], at=f"live{index}") for index in (0, 1)]
    for listener in listeners:
        listener.open()
        listener.subscribe({stream: {"after": 0}})

    def write(number: int) -> dict[int, str]:
        with town.api(AUTHORS[number % 4], at=f"web{number % 2}") as api:
            answers = [post(api, fresh_room, f"{turn} of {number}").json() for turn in range(3)]
        return {answer["number"]: answer["body"] for answer in answers}

    with slow_commits(town, fresh_room), ThreadPoolExecutor(50) as threads:
        said = {seq: words for answers in threads.map(write, range(50)) for seq, words in answers.items()}
    for listener in listeners:
        listener.seqs(150, stream)
        listener.close()

    assert sorted(said) == list(range(1, 151))
    assert [told(listener, stream) for listener in listeners] == [said, said]
    assert "holds" in town.manage("verify_journal", stream)


def test_joining_anywhere_while_much_is_said_has_no_hole_and_no_repeat(town: Town, fresh_room: Room) -> None:
    stream = stream_of(fresh_room)
    chance = random.Random(3)

    def keep_writing() -> None:
        pour(town, fresh_room, 200, at="live0")

    late: list[tuple[int, Client]] = []
    with town.feed(MEMBERS[0]) as steady:
        steady.subscribe({stream: {"after": 0}})
        with meanwhile(keep_writing) as writers:
            while writers.is_alive():
                steady.seqs(1, stream)
                after = chance.randint(0, steady.cursors[stream]["after"])
                late.append((after, town.feed(MEMBERS[1], at=f"live{len(late) % 2}")))
                late[-1][1].open()
                late[-1][1].subscribe({stream: {**steady.cursors[stream], "after": after}})
        while steady.cursors[stream]["after"] < 200:
            steady.hear()
        whole = told(steady, stream)
    for after, client in late:
        client.seqs(200 - after - len([frame for frame in client.heard if frame["frame"] == "event"]))
        client.close()

        assert told(client, stream) == {seq: whole[seq] for seq in range(after + 1, 201)}
    assert len(late) > 5


def test_after_an_older_backup_was_restored_every_client_is_told_to_start_anew(
    town: Town, fresh_room: Room
) -> None:
    stream = stream_of(fresh_room)
    with town.api(COORDINATOR) as api, town.feed(MEMBERS[0], at="live0") as stays:
        stays.subscribe({stream: {"after": 0}})
        away = town.feed(MEMBERS[1], at="live1")
        for words in ("ett", "två", "tre"):
            post(api, fresh_room, words)
        backup = backed_up(town)
        for words in ("fyra, som går förlorad", "fem, som går förlorad"):
            post(api, fresh_room, words)
        assert stays.seqs(5, stream) == [1, 2, 3, 4, 5]
        away.cursors = dict(stays.cursors)

        restore(town, backup, away=8)

        back = stays.of_kind("resync")
        insistently(lambda: api.get("networks/"))
        resume_insistently(away)
        assert (back["head"], away.of_kind("resync")["head"]) == (3, 3)
        within = {stream: {**away.cursors[stream], "after": 2}}  # as if the lost events had not been heard
        town.manage("new_epoch")
        assert stays.of_kind("resync")["epoch"] != back["epoch"]
        away.drop()
        away.cursors = within
        away.resume()
        assert away.of_kind("resync")["head"] == 3

        post(api, fresh_room, "fyra")
        for client in (stays, away):
            event = client.of_kind("event")
            assert (event["seq"], event["resource"]["body"]) == (4, "fyra")
        away.close()
        assert bodies(api, fresh_room) == ["ett", "två", "tre", "fyra"]


def test_a_gap_larger_than_any_page_is_filled_by_itself_at_every_door(town: Town, fresh_room: Room) -> None:
    stream = stream_of(fresh_room)
    town.manage("shell", "-c", LONG_SPEECH.format(count=LONG, email=COORDINATOR, room=fresh_room["id"]))
    said = {number: f"nr {number}" for number in range(1, LONG + 1)}
    with town.feed(MEMBERS[0]) as socket:
        socket.subscribe({stream: {"after": 0}})
        socket.seqs(LONG, stream)
        assert told(socket, stream) == said
    with EventSource(town, town.token(MEMBERS[1]), {stream: {"epoch": None, "after": 0}}) as source:
        assert source.hear()["frame"] == "reply"
        heard = [source.hear() for _event in range(LONG)]
        assert {event["seq"]: event["resource"]["body"] for event in heard} == said
    with town.api(MEMBERS[2]) as api:
        assert bodies(api, fresh_room) == [said[number] for number in sorted(said)]


def test_one_post_sent_forty_times_at_once_at_every_door_is_one_message(town: Town, fresh_room: Room) -> None:
    stream, key, words = stream_of(fresh_room), str(uuid.uuid4()), "En enda gång"
    sockets = [town.feed(COORDINATOR, at=f"live{number % 2}") for number in range(20)]
    with town.feed(MEMBERS[0]) as listener, ThreadPoolExecutor(20) as threads:
        listener.subscribe({stream: {"after": 0}})
        for socket in sockets:
            socket.open()

        def over_http(number: int) -> str:
            with town.api(COORDINATOR, at=f"web{number % 2}") as api:
                return str(post(api, fresh_room, words, key).json()["id"])

        by_http = threads.map(over_http, range(20))
        for socket in sockets:
            socket.say("message.post", room=fresh_room["id"], body=words, key=key)
        ids = {socket.of_kind("reply")["resource"]["id"] for socket in sockets} | set(by_http)
        for socket in sockets:
            socket.close()

        assert len(ids) == 1
        assert listener.seqs(1, stream) == [1]
        listener.silence(1)
    with town.api(MEMBERS[0]) as api:
        assert bodies(api, fresh_room) == [words]


# What a process of a later release would do: it knows a fact that those which run do not.
LATER_RELEASE = """
from uuid import UUID
from django.db import transaction
from django.utils import timezone
from access.actor import Actor
from journal.events import event
from journal.recorder import record

@event("room.painted", stream="room:{{room_id}}")
class RoomPainted:
    network_id: UUID
    room_id: UUID

with transaction.atomic():
    record(Actor.clock(now=timezone.now()), RoomPainted(network_id=UUID("{network}"), room_id=UUID("{room}")))
"""


def test_a_fact_of_a_later_release_is_handed_on_and_blocks_nobody(
    town: Town, flagship: str, fresh_room: Room
) -> None:
    stream = stream_of(fresh_room)
    with town.api(COORDINATOR) as api, town.feed(MEMBERS[0]) as listener, town.feed(MEMBERS[1]) as late:
        listener.subscribe({stream: {"after": 0}})
        post(api, fresh_room, "Före")
        town.manage("shell", "-c", LATER_RELEASE.format(network=flagship, room=fresh_room["id"]))
        post(api, fresh_room, "Efter")
        late.subscribe({stream: {"after": 0}})

        for client in (listener, late):
            events = client.events(3)
            assert [event["type"] for event in events] == ["message.posted", "room.painted", "message.posted"]
            assert [event["seq"] for event in events] == [1, 2, 3]
            assert events[1]["resource"] is None
        page = api.get(f"networks/{flagship}/journal/?stream={stream}").json()["results"]
        assert [entry["type"] for entry in page] == ["message.posted", "room.painted", "message.posted"]
        assert bodies(api, fresh_room) == ["Före", "Efter"]
