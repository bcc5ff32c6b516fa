import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.ports import LOOPBACK, free_port
from backend.probe import is_well, site_host


class Picky(BaseHTTPRequestHandler):
    """Answers under one name only, as ALLOWED_HOSTS has it."""

    def do_GET(self) -> None:
        """200 under the right name at the right address."""
        is_right = self.headers["Host"] == "samverk.example.org" and self.path == "/readyz"
        self.send_response(200 if is_right else 400)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer((LOOPBACK, 0), Picky) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_process_is_asked_under_the_sites_own_name(address: str) -> None:
    assert is_well(f"{address}/readyz", "samverk.example.org")
    assert not is_well(f"{address}/readyz", "localhost")


def test_an_answer_that_is_no_success_or_no_answer_is_not_well(address: str) -> None:
    assert not is_well(f"{address}/other", "samverk.example.org")
    assert not is_well(f"http://{LOOPBACK}:{free_port()}/readyz")


def test_the_sites_name_comes_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://samverk.example.org:8443/")
    assert site_host() == "samverk.example.org"
    monkeypatch.delenv("SITE_URL")
    assert site_host() == "localhost"
