"""Hints to other processes: tiny, without content, and never in the way."""

import time
from pathlib import Path

import orjson
import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from access.actor import Actor
from backend.embedded import Valkey
from journal.events import AccessChanged
from journal.ids import uuid7
from journal.models import Stream
from journal.recorder import record
from live.nudges import CHANNEL, nudge
from tests.live.conftest import Post


@pytest.mark.django_db(transaction=True)
def test_a_commit_is_told_without_a_word_of_what_was_said(
    post: Post, stream: str, settings: Settings
) -> None:
    with Redis.from_url(settings.REDIS_URL) as redis, redis.pubsub() as subscription:
        subscription.subscribe(CHANNEL)
        subscription.get_message(timeout=5)

        post("Something private")

        told = subscription.get_message(timeout=5)

    assert told is not None
    epoch = Stream.objects.get(pk=stream).epoch
    assert orjson.loads(told["data"]) == {"s": stream, "e": epoch, "n": 1}


@pytest.mark.django_db(transaction=True)
def test_many_streams_of_one_commit_are_told_in_their_order(settings: Settings) -> None:
    facts = [AccessChanged(person_id=uuid7()) for _person in range(20)]
    with Redis.from_url(settings.REDIS_URL) as redis, redis.pubsub() as subscription:
        subscription.subscribe(CHANNEL)
        subscription.get_message(timeout=5)

        with transaction.atomic():
            record(Actor.clock(now=timezone.now()), *facts)

        told = [subscription.get_message(timeout=5) for _fact in facts]

    streams = [orjson.loads(one["data"])["s"] for one in told if one is not None]
    assert streams == sorted(f"person:{fact.person_id}" for fact in facts)


def test_without_redis_a_nudge_fails_fast_and_then_not_at_all(tmp_path: Path, settings: Settings) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    began = time.monotonic()

    sent = [nudge(("room:x", "e", number)) for number in range(1000)]

    assert not any(sent)
    assert time.monotonic() - began < 0.5


def test_a_redis_that_restarts_is_found_again_at_once(tmp_path: Path, settings: Settings) -> None:
    valkey = Valkey(tmp_path)
    valkey.start()
    settings.REDIS_URL = valkey.url
    assert nudge(("room:x", "e", 1))

    valkey.stop()
    valkey.start()

    assert nudge(("room:x", "e", 2))
    valkey.stop()
