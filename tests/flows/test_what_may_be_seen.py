"""Events of a group reach nobody who is not in it, at no door, before or after: rows 12 and 19."""

import uuid
from threading import Event
from typing import Any, NamedTuple

import pytest
from websockets.exceptions import ConnectionClosed

from tests.flows.people import COORDINATOR, FACILITATOR, MEMBERS, OBSERVER, OUTSIDER, seated
from tests.flows.sources import EventSource
from tests.flows.town import Town, post
from tests.live.harness import meanwhile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120, func_only=True)]
Room = dict[str, Any]


def test_somebody_removed_in_mid_stream_hears_no_more_and_has_nothing_replayed(
    town: Town, flagship: str, fresh_room: Room
) -> None:
    email, stream, over = f"gone{uuid.uuid4().hex[:6]}@stockholm.example", _stream(fresh_room), Event()
    (seat,) = seated(town, flagship, email)

    def keep_posting() -> None:
        with town.api(COORDINATOR) as api:
            while not over.is_set():
                post(api, fresh_room, "Mer")

    with (
        town.feed(email, at="live0") as removed,
        town.feed(MEMBERS[0], at="live1") as stays,
        meanwhile(keep_posting),
        town.api(COORDINATOR) as api,
    ):
        for client in (removed, stays):
            client.subscribe({stream: {"after": 0}})
            client.seqs(3, stream)
        epoch = removed.cursors[stream]["epoch"]
        assert api.delete(f"seats/{seat['id']}/").status_code == 204
        removed.until(lambda frame: frame == {"frame": "revoked", "stream": stream}, 1)
        stays.seqs(5, stream)
        removed.silence(1)
        over.set()

    whole = {stream: {"epoch": epoch, "after": 0}}
    for live in ("live0", "live1"):
        with town.feed(email, at=live) as again:
            reply = again.subscribe(whole)
            assert (reply["streams"], reply["refused"][stream]["status"]) == ({}, 404)
            again.silence(0.3)
    with EventSource(town, town.token(email), whole) as source, town.api(email) as api:
        assert source.status == 404
        assert api.get(f"rooms/{fresh_room['id']}/messages/?after=0").status_code == 404
        assert api.get(f"networks/{flagship}/journal/?stream={stream}").status_code == 404


# The first message of y-protocols: sync, step 1, with the state vector of somebody who has nothing.
ALL_OF_IT = b"\x00\x00\x01\x00"


class Sight(NamedTuple):
    """How the doors answer: statuses for reading and writing, for a document 101 or a close code."""

    reads: int
    writes: int
    document: int


@pytest.mark.parametrize(
    ("email", "sight"),
    [
        (MEMBERS[0], Sight(200, 201, 101)),
        (OBSERVER, Sight(200, 403, 101)),
        (FACILITATOR, Sight(403, 403, 4403)),
        (OUTSIDER, Sight(404, 404, 4404)),
    ],
)
def test_every_door_says_the_same_to_each_role_and_hides_what_is_private(
    town: Town, flagship: str, fresh_room: Room, email: str, sight: Sight
) -> None:
    with town.api(COORDINATOR) as api:
        post(api, fresh_room, "Bara för nätverket")
        rooms, documents = f"networks/{flagship}/rooms/", f"networks/{flagship}/documents/"
        secret = api.post(rooms, json={"title": "Internt", "zone": "authority"}).json()
        written = api.post(documents, json={"title": "Behov", "zone": "network"}).json()
        post(api, secret, "Bara för Göteborg")
    for room, reads, writes in ((fresh_room, sight.reads, sight.writes), (secret, 404, 404)):
        wanted = {_stream(room): {"epoch": None, "after": 0}}
        with town.api(email) as api, town.feed(email) as feed:
            assert api.get(f"rooms/{room['id']}/messages/").status_code == reads
            assert post(api, room, "Får jag?").status_code == writes
            assert _heard(feed.subscribe(wanted), _stream(room)) == (reads if reads == 200 else 404)
            assert feed.ask("message.post", room=room["id"], body="Och här?").get("status", 201) == writes
        with EventSource(town, town.token(email), wanted) as source:
            assert source.status == (200 if reads == 200 else 404), "It does not tell whether it exists."
    assert _opened(town, email, written["id"]) == sight.document


def _stream(room: Room) -> str:
    return f"room:{room['id']}"


def _heard(reply: dict[str, Any], stream: str) -> int:
    """200 where the stream may be heard, else the status of the refusal."""
    return 200 if stream in reply["streams"] else int(reply["refused"][stream]["status"])


def _opened(town: Town, email: str, document: str) -> int:
    """101 where the document's socket answers, else the code with which it closes."""
    with town.feed(email, path=f"/ws/documents/{document}") as socket:
        try:
            socket.wire.send(ALL_OF_IT)
            socket.wire.recv(10)
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 0
        return 101
