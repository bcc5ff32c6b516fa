"""Hints to every process that something is in the table: a stream, an epoch and a number, never content.

A nudge may be lost and nothing with it, because every process also looks at the heads itself. So
sending one never raises, and waits for nobody longer than a fraction of a second.
"""

import threading
import time
from collections.abc import Sequence
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
# A stream, its epoch, and the number of its last entry.
End = tuple[str, str, int]


class Sender:
    """Sends nudges for one process, from any thread."""

    def __init__(self, url: str) -> None:
        # The first use after Redis restarted finds a dead connection; a Redis that hangs is left alone.
        again = Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,))
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=again
        )
        self._silent_until = 0.0

    def send(self, ends: Sequence[End]) -> bool:
        """Publish nudges, in one round trip; False where Redis could not be asked."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            if len(ends) == 1:  # nearly always, and cheaper alone
                self._redis.publish(CHANNEL, _words(*ends[0]))
            else:
                together = self._redis.pipeline(transaction=False)
                for end in ends:
                    together.publish(CHANNEL, _words(*end))
                together.execute()
        except RedisError:
            self._silent_until = time.monotonic() + PAUSE
            return False
        return True


def _words(stream: str, epoch: str, seq: int) -> bytes:
    return orjson.dumps({"s": stream, "e": epoch, "n": seq})


_senders: dict[str, Sender] = {}


class _Waiting(threading.local):
    """What this thread's commit has told of so far, while there is more."""

    def __init__(self) -> None:
        self.ends: list[End] = []


_waiting = _Waiting()


def nudge(*ends: End) -> bool:
    """Tell every process that these streams, or other logs named alike, have reached a number."""
    url = settings.REDIS_URL
    if url not in _senders:
        _senders[url] = Sender(url)
    return _senders[url].send(ends)


def nudge_entry(*, stream: str, epoch: str, seq: int, more: bool = False, **_signal: Any) -> None:
    """Receive the journal's one signal."""
    _waiting.ends.append((stream, epoch, seq))
    if not more:
        ends, _waiting.ends = _waiting.ends, []
        nudge(*ends)


def connect() -> None:
    """Nudge after every commit that wrote to the journal."""
    entry_recorded.connect(nudge_entry, dispatch_uid="live.nudges")
