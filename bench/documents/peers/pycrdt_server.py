"""pycrdt-websocket as its documentation shows it, in memory, on uvicorn."""

import asyncio
import sys

import uvicorn
from pycrdt.websocket import ASGIServer, WebsocketServer


async def main() -> None:
    """Serve until the process is told to stop."""
    async with WebsocketServer(auto_clean_rooms=False) as server:
        config = uvicorn.Config(
            ASGIServer(server),
            port=int(sys.argv[1]),
            log_level="warning",
            lifespan="off",
            ws_ping_interval=None,  # the load generator answers none
        )
        await uvicorn.Server(config).serve()


asyncio.run(main())
