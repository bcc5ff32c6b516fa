"""The one subscription of a process to Redis: nudges, and what is only worth something right now."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from live.nudges import CHANNEL

logger = logging.getLogger(__name__)

TYPING = "samverk:typing"
PRESENCE = "samverk:presence"
# Seconds: how long we wait for Redis to answer, and before trying again when it does not.
PATIENCE = 1.0
PAUSE = 0.5
# Seconds of silence after which we connect anew.
QUIET = 60.0


class Ear:
    """Hears nudges and typing for the hub, for ever; while Redis is away the hub's own looks do."""

    def __init__(
        self,
        url: str,
        *,
        heard: Callable[[str, str, int], None],
        typed: Callable[[dict[str, Any]], None],
        reconnected: Callable[[], None],
    ) -> None:
        self._url = url
        self._heard = heard
        self._typed = typed
        self._reconnected = reconnected
        # Told who is in which document by other processes, once somebody wants to know.
        self.shown: Callable[[dict[str, Any]], None] | None = None
        self._redis: Redis | None = None
        self._is_silent = False

    async def listen(self) -> None:
        """Subscribe, and subscribe again whenever the connection is lost."""
        while True:
            try:
                await self._listen_once()
            except (RedisError, OSError) as failure:
                if not self._is_silent:
                    logger.warning("Redis does not answer, the table is looked at instead: %s", failure)
                self._is_silent = True
            except Exception:  # whatever it was: a process that stops listening here is deaf for ever
                logger.exception("Listening failed, and begins again.")
            await asyncio.sleep(PAUSE)

    async def tell_typing(self, news: dict[str, Any]) -> None:
        """Tell every process that somebody types; dropped where Redis is away."""
        await self.tell(TYPING, news)

    async def tell(self, channel: str, news: dict[str, Any]) -> None:
        """Tell every process something that is only worth something right now."""
        if self._redis is None:
            return
        try:
            await self._redis.publish(channel, orjson.dumps(news))
        except (RedisError, OSError):
            return

    async def _listen_once(self) -> None:
        retry = Retry(NoBackoff(), 0)
        redis = Redis.from_url(self._url, socket_connect_timeout=PATIENCE, retry=retry)
        async with redis, redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL, TYPING, PRESENCE)
            self._redis, self._is_silent = redis, False
            self._reconnected()
            try:
                await self._take_all(subscription)
            finally:
                self._redis = None

    async def _take_all(self, subscription: PubSub) -> None:
        """Take messages until none has come for long: then the connection may be dead without a word."""
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET) as patience:
                async for message in subscription.listen():
                    patience.reschedule(loop.time() + QUIET)
                    self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        try:
            news = orjson.loads(message["data"])
            if message["channel"] == CHANNEL.encode():
                self._heard(str(news["s"]), str(news["e"]), int(news["n"]))
            elif message["channel"] == TYPING.encode():
                self._typed(news)
            elif self.shown is not None:
                self.shown(news)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            logger.warning("Something else than a nudge came from Redis.")
