"""Hints to every process that something is in the table: a stream, an epoch and a number, never content.

A nudge may be lost and nothing with it, because every process also looks at the heads itself. So
sending one never raises, and waits for nobody longer than a fraction of a second.
"""

import time
from typing import Any

import orjson
from django.conf import settings
from redis import ConnectionError as ConnectionLost
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from journal.signals import entry_recorded

CHANNEL = "samverk:nudge"
# Seconds that one nudge may cost while Redis does not answer, and how long we leave it alone after that.
PATIENCE = 0.5
PAUSE = 1.0


class Sender:
    """Sends nudges for one process, from any thread."""

    def __init__(self, url: str) -> None:
        # The first use after Redis restarted finds a dead connection; a Redis that hangs is left alone.
        again = Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,))
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=again
        )
        self._silent_until = 0.0

    def send(self, stream: str, epoch: str, seq: int) -> bool:
        """Publish one nudge; False where Redis could not be asked."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            self._redis.publish(CHANNEL, orjson.dumps({"s": stream, "e": epoch, "n": seq}))
        except RedisError:
            self._silent_until = time.monotonic() + PAUSE
            return False
        return True


_senders: dict[str, Sender] = {}


def nudge(stream: str, epoch: str, seq: int) -> bool:
    """Tell every process that the stream, or another log named alike, has reached `seq`."""
    url = settings.REDIS_URL
    if url not in _senders:
        _senders[url] = Sender(url)
    return _senders[url].send(stream, epoch, seq)


def nudge_entry(*, stream: str, epoch: str, seq: int, **_signal: Any) -> None:
    """Receive the journal's one signal."""
    nudge(stream, epoch, seq)


def connect() -> None:
    """Nudge after every commit that wrote to the journal."""
    entry_recorded.connect(nudge_entry, dispatch_uid="live.nudges")
