"""Processes die with kill -9 at the worst moment: nothing acknowledged is lost, nothing is doubled."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress

import httpx
import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from tests.flows.town import Town, bodies, insistently, post
from tests.live.harness import wait_until

COORDINATOR = "coordinator@goteborg.example"
MEMBER = "member@stockholm.example"
OREBRO = "member@orebro.example"

pytestmark = pytest.mark.timeout(180, func_only=True)


def test_web_killed_between_insert_and_commit_has_posted_once_after_the_retry(
    town: Town, fresh_room: dict[str, str]
) -> None:
    key, stream = str(uuid.uuid4()), f"room:{fresh_room['id']}"
    with town.api(COORDINATOR) as proxied:
        assert post(proxied, fresh_room, "Först").status_code == 201
    with (
        psycopg.connect(town.postgres.url) as blocker,
        town.api(MEMBER) as reader,
        town.api(COORDINATOR, at="web0") as api,
    ):
        # The post is one statement: held here, the message is inserted and not committed.
        blocker.execute("SELECT 1 FROM journal_stream WHERE key = %s FOR UPDATE", [stream])
        posting = threading.Thread(target=lambda: _ignoring(lambda: post(api, fresh_room, "Sedan", key)))
        posting.start()
        wait_until(lambda: _waits_for_a_lock(town))
        town.kill("web0")
        posting.join()
        assert bodies(reader, fresh_room) == ["Först"]

    with town.api(COORDINATOR) as api:
        answers = [insistently(lambda: post(api, fresh_room, "Sedan", key)) for _turn in range(2)]
    town.revive("web0")

    assert {answer.json()["number"] for answer in answers} == {2}
    with town.api(MEMBER) as reader:
        assert bodies(reader, fresh_room) == ["Först", "Sedan"]
    assert "holds" in town.manage("verify_journal", stream)


def test_web_killed_after_commit_before_the_answer_has_posted_once(
    town: Town, fresh_room: dict[str, str]
) -> None:
    key = str(uuid.uuid4())
    with town.api(COORDINATOR, at="web0") as api:
        posting = threading.Thread(target=lambda: _ignoring(lambda: post(api, fresh_room, "En gång", key)))
        posting.start()
        wait_until(lambda: bool(town.sql("SELECT 1 FROM messaging_message WHERE key = %s", key)))
        town.kill("web0")
        posting.join()

    with town.api(COORDINATOR) as api:
        again = insistently(lambda: post(api, fresh_room, "En gång", key))
    town.revive("web0")

    assert (again.status_code, again.json()["number"]) == (201, 1)
    with town.api(MEMBER) as reader:
        assert bodies(reader, fresh_room) == ["En gång"]


def test_live_killed_after_the_nudge_is_made_good_on_resume(town: Town, fresh_room: dict[str, str]) -> None:
    stream = f"room:{fresh_room['id']}"
    with town.feed(MEMBER, at="live0") as listener, town.api(COORDINATOR) as api:
        listener.subscribe({stream: {"after": 0}})
        listener.cursors[stream] = {"epoch": _epoch(town, stream), "after": 0}
        for turn in range(5):
            post(api, fresh_room, f"Före {turn}")
        listener.seqs(3)
        town.kill("live0")
        for turn in range(5):
            post(api, fresh_room, f"Efter {turn}")
        town.revive("live0")
        listener.held.close()
        listener.resume()

        assert listener.seqs(7, stream) == [4, 5, 6, 7, 8, 9, 10]
        listener.silence()


def test_a_listener_whose_live_process_dies_goes_on_at_the_other(
    town: Town, fresh_room: dict[str, str]
) -> None:
    stream = f"room:{fresh_room['id']}"
    with town.feed(MEMBER, at="live0") as listener, town.api(COORDINATOR) as api:
        listener.subscribe({stream: {"after": 0}})
        post(api, fresh_room, "Ett")
        assert listener.seqs(1) == [1]
        town.kill("live0")
        post(api, fresh_room, "Två")
        listener.held.close()
        listener.server.port = town.ports["live1"]
        listener.resume()

        assert listener.seqs(1, stream) == [2]
    town.revive("live0")


def test_valkey_killed_delays_events_by_three_seconds_at_most(town: Town, fresh_room: dict[str, str]) -> None:
    stream = f"room:{fresh_room['id']}"
    with town.feed(MEMBER) as listener, town.api(COORDINATOR) as api:
        listener.subscribe({stream: {"after": 0}})
        os.kill(town.valkey.running().pid, signal.SIGKILL)
        town.valkey.running().wait()
        answered = time.monotonic()
        assert post(api, fresh_room, "Utan Valkey").status_code == 201
        took = time.monotonic() - answered
        event = listener.of_kind("event", 3.5)
        town.valkey.start()

        assert event["resource"]["body"] == "Utan Valkey"
        assert took < 3
        assert api.get("networks/").status_code == 200
        post(api, fresh_room, "Med Valkey")
        assert listener.of_kind("event", 5)["resource"]["body"] == "Med Valkey"


def test_postgres_restart_answers_503_and_recovers_by_itself(town: Town, fresh_room: dict[str, str]) -> None:
    stream = f"room:{fresh_room['id']}"
    with town.feed(MEMBER) as listener, town.api(COORDINATOR) as api:
        listener.subscribe({stream: {"after": 0}})
        post(api, fresh_room, "Före")
        assert listener.seqs(1) == [1]
        town.postgres.stop()
        refused = post(api, fresh_room, "Under")
        page = api.get(f"{town.address}/", headers={"Authorization": ""})
        listener.say("message.read", room=fresh_room["id"], through=1)
        problem = listener.until(lambda frame: frame["frame"] == "problem")
        town.postgres.start()
        accepted = insistently(lambda: post(api, fresh_room, "Efter"))

        assert refused.status_code == 503, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"]
        assert page.status_code in {302, 503}
        assert problem["status"] == 503
        assert accepted.json()["number"] == 2
        assert listener.of_kind("event", 10)["resource"]["body"] == "Efter"


def test_a_socket_post_without_an_answer_is_repeated_with_its_key(
    town: Town, fresh_room: dict[str, str]
) -> None:
    key = str(uuid.uuid4())
    with town.feed(OREBRO, at="live0") as author:
        author.say("message.post", room=fresh_room["id"], body="Via sockel", key=key)
        wait_until(lambda: bool(town.sql("SELECT 1 FROM messaging_message WHERE key = %s", key)))
        town.kill("live0")
        with suppress(ConnectionClosed, TimeoutError):  # an answer may have come before the end
            author.hear(1)
    with town.feed(OREBRO, at="live1") as author:
        reply = author.ask("message.post", room=fresh_room["id"], body="Via sockel", key=key)
    town.revive("live0")

    assert reply["resource"]["number"] == 1
    with town.api(MEMBER) as reader:
        assert bodies(reader, fresh_room) == ["Via sockel"]


def _ignoring(act: Callable[[], object]) -> None:
    """Do it, whatever a client sees of a server that is killed meanwhile."""
    with suppress(httpx.HTTPError):
        act()


def _waits_for_a_lock(town: Town) -> bool:
    return bool(town.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def _epoch(town: Town, stream: str) -> str:
    found = town.sql("SELECT epoch FROM journal_stream WHERE key = %s", stream)
    return str(found[0][0]) if found else ""
