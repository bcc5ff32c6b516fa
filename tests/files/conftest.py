"""Where the tests' bytes lie, and a scanner that says what it is told to."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from backend.addresses import storage_of
from backend.ports import LOOPBACK


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which the files of one test lie."""
    folder = tmp_path / "shelf"
    settings.STORAGES = {**settings.STORAGES, "files": storage_of(f"file://{folder}")}
    return folder


class Scanner:
    """A clamd of our own: takes a stream as clamd(8) says, and finds what stands in `virus`."""

    def __init__(self, *, path: Path | None = None) -> None:
        self.virus = b"X5O!P%@AP"
        self.answer = ""
        self.heard: list[bytes] = []
        self.path = path
        self.server = _at(path) if path else socket.create_server((LOOPBACK, 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        """Its address, for CLAMD_URL."""
        return f"unix://{self.path}" if self.path else f"tcp://{LOOPBACK}:{self.server.getsockname()[1]}"

    def stop(self) -> None:
        """Take no more calls."""
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            with line:
                line.sendall(self._verdict(line).encode() + b"\0")

    def _verdict(self, line: socket.socket) -> str:
        with line.makefile("rb") as stream:
            if stream.read(10) != b"zINSTREAM\0":
                return "UNKNOWN COMMAND"
            content = b""
            while length := struct.unpack("!L", stream.read(4))[0]:
                content += stream.read(length)
        self.heard.append(content)
        if self.answer:
            return self.answer
        return "stream: Eicar-Test-Signature FOUND" if self.virus in content else "stream: OK"


def _at(path: Path) -> socket.socket:
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()
    return server


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Scanner]:
    """The scanner, set up in the settings."""
    scanner = Scanner()
    settings.CLAMD_URL = scanner.url
    yield scanner
    scanner.stop()


@pytest.fixture
def lying(shelf: Path) -> Callable[[], list[Path]]:
    """The files that lie in storage now."""
    return lambda: sorted(path for path in shelf.rglob("*") if path.is_file())
