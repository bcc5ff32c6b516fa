"""The ASGI application: sockets and event streams here, all other HTTP to Django."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from live.consumer import Receive
from live.document_rooms import rooms_of
from live.documents import DocumentSocket
from live.farewell import hear_signals, say_goodbye
from live.feed import Feed
from live.hub import close_hub_here, hub_here
from live.outlet import Send
from live.sse import EventFeed
from wire.memory import pass_over_what_stays

App = Callable[[Any, Any, Any], Awaitable[None]]

UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
SOCKETS: list[tuple[re.Pattern[str], App]] = [
    (re.compile(r"/ws/feed/?"), Feed.as_asgi()),
    (re.compile(rf"/ws/documents/(?P<document_id>{UUID})/?"), DocumentSocket.as_asgi()),
]
STREAMS: list[tuple[re.Pattern[str], App]] = [(re.compile(r"/sse/feed/?"), EventFeed.as_asgi())]
NOWHERE = 4404


class Application:
    """What the server runs. Channels' own router copies the scope for each connection; this one does not."""

    def __init__(self, http: App) -> None:
        self.http = http

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Hand the connection to whom it is for."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await (_found(SOCKETS, scope) or _nowhere)(scope, receive, send)
        else:
            await (_found(STREAMS, scope) or self.http)(scope, receive, send)


def _found(doors: list[tuple[re.Pattern[str], App]], scope: dict[str, Any]) -> App | None:
    for pattern, door in doors:
        match = pattern.fullmatch(scope["path"])
        if match is not None:
            scope["url_route"] = {"args": (), "kwargs": match.groupdict()}
            return door
    return None


async def _nowhere(_scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NOWHERE, "reason": "no such socket"})


async def _live(receive: Receive, send: Send) -> None:
    """The life of the process: the hub starts with it, and ends when everybody has left."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hear_signals(hub_here())
            rooms_of(hub_here())
            pass_over_what_stays()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            say_goodbye(hub_here())
            await close_hub_here()
            await send({"type": "lifespan.shutdown.complete"})
            return
