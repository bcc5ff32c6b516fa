"""`GET /sse/feed/`: the frames of the feed as Server-Sent Events, where WebSockets are blocked.

`streams` names the streams as the feed does, or with commas between; commands go over HTTP. The id of an
event is opaque and holds every cursor, so that a browser that comes back by itself misses nothing.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs

from channels.exceptions import StopConsumer
from channels.generic.http import AsyncHttpConsumer
from django.utils import timezone
from rest_framework.exceptions import MethodNotAllowed

from access.refusals import NotVisible, TooOften
from live import frames
from live.commands import problem_for
from live.connection import Connection
from live.consumer import LeanConsumer, cutter
from live.frames import Message
from live.hub import Hub, hub_here
from live.outlet import Send
from live.standing import Handshake, standing_of
from live.subscribing import Cursor, Subscription, subscribe
from live.wishes import Wishes, packed, streams_in_query, unpacked
from wire.problems import CONTENT_TYPE, Problem

# Seconds of silence after which a comment keeps proxies from thinking that nobody is there.
KEEP_ALIVE = 15.0
COMMENT: Message = {"type": "websocket.send", "comment": True}
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream:
    """Turns the feed's messages into events, and keeps the cursors that go with them."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.cursors: dict[str, Cursor] = {}

    async def send(self, message: Message) -> None:
        """Send a message of the hub as the body of a response that goes on."""
        if message["type"] == "websocket.close":
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        if "comment" in message:
            body = b":\n\n"
        else:
            self._note(message)
            body = f"id: {packed(self.cursors)}\ndata: {message['text']}\n\n".encode()
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    def _note(self, message: Message) -> None:
        stream = message.get("stream")
        if stream is None:
            return
        if message["seq"] is None:
            self.cursors.pop(stream, None)
        else:
            self.cursors[stream] = Cursor(message["epoch"], message["seq"])


class EventFeed(LeanConsumer, AsyncHttpConsumer):
    """One client that listens over HTTP."""

    handlers: ClassVar[Mapping[str, str]] = {"http.request": "requested", "http.disconnect": "disconnected"}
    hub: Hub
    connection: Connection | None = None
    keeping_alive: "asyncio.Task[None] | None" = None

    async def requested(self, message: Message) -> None:
        """Answer with a problem, or with frames until one of us goes."""
        if message.get("more_body"):
            return
        self.hub = hub_here()
        stream = EventStream(self.write)
        try:
            subscription = await self._subscribed(stream)
        except Exception as error:  # noqa: BLE001 - the door: an error is an answer
            await self._refuse(problem_for(error))
            raise StopConsumer from None
        await self.send_headers(status=200, headers=HEADERS)
        subscription.begin({"ref": None})
        self.keeping_alive = asyncio.create_task(_keep_alive(subscription.connection))

    async def disconnected(self, _message: Message) -> None:
        """Stop: a browser comes again by itself, with the id of the last event."""
        raise StopConsumer

    def gone(self) -> None:
        """Leave no trace in the hub."""
        if self.keeping_alive is not None:
            self.keeping_alive.cancel()
        if self.connection is not None:
            self.connection.closed = True
            self.hub.doorkeeper.leave(self.connection)

    async def _subscribed(self, stream: EventStream) -> Subscription:
        if self.handshake["method"] != "GET":
            raise MethodNotAllowed(self.handshake["method"])
        wanted, wants_all = _wishes(self.handshake)
        now = timezone.now()
        handshake = Handshake.of(self.handshake)
        standing = await self.hub.doors.run(standing_of, handshake, needs_origin=False, now=now)
        connection = Connection(stream.send, cutter(self.write))
        if not await self.hub.doorkeeper.enter(connection, standing):
            raise TooOften(retry_after=60)
        self.connection = connection
        subscription = await subscribe(self.hub, connection, wanted, wants_all=wants_all)
        if not subscription.lines:
            raise NotVisible
        stream.cursors = subscription.cursors()
        return subscription

    async def _refuse(self, problem: Problem) -> None:
        headers = {"Content-Type": CONTENT_TYPE, **problem.headers}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self.send_response(problem.status, frames.dumped(problem.body()), headers=raw)


async def _keep_alive(connection: Connection) -> None:
    while not connection.closed:
        await asyncio.sleep(KEEP_ALIVE)
        if not connection.is_backed_up:
            connection.offer(COMMENT)


def _wishes(scope: dict[str, Any]) -> Wishes:
    """The streams that the address names; what the last event says of them is newer."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    wanted, wants_all = streams_in_query(query.get("streams", [""])[0])
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    seen = unpacked(last)
    if not wants_all:
        seen = {key: cursor for key, cursor in seen.items() if key in wanted}
    return {**wanted, **seen}, wants_all
