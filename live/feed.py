"""The feed socket, `/ws/feed/`: the journal as JSON frames, and commands by the same verbs as over HTTP."""

from collections.abc import Mapping
from typing import ClassVar

from channels.exceptions import StopConsumer
from django.db import Error as DatabaseFailed
from django.utils import timezone

from access.refusals import SignInNeeded
from live.connection import NOT_SIGNED_IN, RESTARTING, TOO_MUCH, Connection
from live.consumer import LeanConsumer, cutter
from live.frames import Message
from live.hub import hub_here
from live.shortcut import shortcut_of
from live.standing import Handshake, standing_of
from live.talk import Talk


class Feed(LeanConsumer):
    """One client of the feed."""

    handlers: ClassVar[Mapping[str, str]] = {
        "websocket.connect": "connected",
        "websocket.receive": "received",
        "websocket.disconnect": "disconnected",
    }
    talk: Talk | None = None

    async def connected(self, _message: Message) -> None:
        """Accept, so that a refusal has a code; then let the person in, or close."""
        await self.write({"type": "websocket.accept"})
        connection = Connection(self.write, cutter(self.write), direct=shortcut_of(self.write))
        hub = hub_here()
        try:
            handshake = Handshake.of(self.handshake)
            standing = await hub.doors.run(standing_of, handshake, needs_origin=True, now=timezone.now())
            is_in = await hub.doorkeeper.enter(connection, standing)
        except SignInNeeded as refusal:
            connection.close(NOT_SIGNED_IN, refusal.code)
            return
        except DatabaseFailed:
            connection.close(RESTARTING, "retry=2000")
            return
        if is_in:
            self.talk = Talk(hub, connection)
        else:
            connection.close(TOO_MUCH, "too many sockets")

    async def received(self, message: Message) -> None:
        """Answer one frame; whoever was not let in is not answered."""
        if self.talk is not None:
            await self.talk.hear(message)

    async def disconnected(self, _message: Message) -> None:
        """Stop: whoever wants to go on comes again with cursors."""
        raise StopConsumer

    def gone(self) -> None:
        """Leave no trace in the hub."""
        if self.talk is not None:
            self.talk.connection.closed = True
            self.talk.hub.doorkeeper.leave(self.talk.connection)
