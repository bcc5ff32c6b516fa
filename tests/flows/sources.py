"""The feed as Server-Sent Events, read as a browser's EventSource reads it, through the proxy."""

import json
from contextlib import ExitStack
from typing import Any, Self

import httpx

from tests.flows.town import TLS, Town


class EventSource:
    """An event stream over HTTP; `status` is 200 where it was let in."""

    def __init__(self, town: Town, token: str, streams: dict[str, Any]) -> None:
        self.url = f"{town.address}/sse/feed/"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.streams = {"streams": json.dumps(streams, separators=(",", ":"))}
        self.held = ExitStack()

    def __enter__(self) -> Self:
        client = self.held.enter_context(httpx.Client(timeout=30, verify=TLS))
        opened = client.stream("GET", self.url, headers=self.headers, params=self.streams)
        self.response = self.held.enter_context(opened)
        self.lines = self.response.iter_lines()
        return self

    def __exit__(self, *_error: object) -> None:
        self.held.close()

    @property
    def status(self) -> int:
        """How the request was answered."""
        return self.response.status_code

    def hear(self) -> dict[str, Any]:
        """The next frame."""
        line = next(line for line in self.lines if line.startswith("data: "))
        frame: dict[str, Any] = json.loads(line.removeprefix("data: "))
        return frame
