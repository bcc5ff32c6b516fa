"""The base of our consumers: Channels' shape without what it costs per message.

Channels' own loop makes two tasks and a hop to a thread for every message, and keeps a task for each
idle connection. Ours waits for the next message in the connection's own task, and asks the database in
threads of its own.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

from live.frames import Message
from live.outlet import Send

Receive = Callable[[], Awaitable[Message]]


class LeanConsumer(AsyncConsumer):
    """A consumer whose handlers are named by `handlers`, and which tidies up in `gone`."""

    handlers: ClassVar[Mapping[str, str]]

    handshake: dict[str, Any]
    write: Send

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take messages until a handler stops. `handshake` is the scope, `write` the server's own send."""
        self.scope = self.handshake = scope
        self.base_send = self.write = send
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            return
        finally:
            self.gone()

    async def dispatch(self, message: Any) -> None:
        """Hand the message to its handler."""
        await getattr(self, self.handlers[message["type"]])(message)

    def gone(self) -> None:
        """The connection is gone, or was never let in."""


def cutter(send: Send) -> Callable[[], None]:
    """What drops the connection behind an ASGI `send` at once: for a peer that takes not even a close.

    ASGI has no word for that. Under uvicorn `send` is a method of what owns the transport; elsewhere
    the server's own timeouts have to do.
    """
    return partial(_cut, send)


def _cut(send: Send) -> None:
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
