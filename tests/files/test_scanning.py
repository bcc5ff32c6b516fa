import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from access.actor import Actor
from access.refusals import Infected, Unavailable
from files.models import StoredFile
from files.scanning import scan
from files.services import store_file
from networks.models import Network
from tests.files.conftest import Scanner

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Lying = Callable[[], list[Path]]


def test_without_a_scanner_nothing_is_asked(settings: Settings) -> None:
    settings.CLAMD_URL = ""

    assert scan(EICAR) is False


def test_a_clean_file_is_kept_and_says_when_it_was_scanned(
    stockholm: Actor, network: Network, scanner: Scanner
) -> None:
    file = store_file(stockholm, network=network, name="a.txt", content=b"x" * 200_000)

    assert file.scanned_at == stockholm.now
    assert [len(content) for content in scanner.heard] == [200_000]


def test_an_infected_file_is_refused_by_the_virus_name_and_nothing_of_it_is_kept(
    stockholm: Actor, network: Network, scanner: Scanner, lying: Lying
) -> None:
    with pytest.raises(Infected, match="Eicar-Test-Signature"):
        store_file(stockholm, network=network, name="a.txt", content=EICAR)

    assert not StoredFile.objects.exists()
    assert lying() == []


@pytest.mark.parametrize(
    "answer", ["INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "stream: Access denied. ERROR"]
)
def test_a_scanner_that_can_not_say_keeps_the_file_out(
    stockholm: Actor, network: Network, scanner: Scanner, answer: str, lying: Lying
) -> None:
    scanner.answer = answer

    with pytest.raises(Unavailable, match="scanner_away"):
        store_file(stockholm, network=network, name="a.txt", content=b"4 500")

    assert lying() == []


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.sock"])
def test_a_scanner_that_is_away_keeps_the_file_out(settings: Settings, url: str) -> None:
    settings.CLAMD_URL = url

    with pytest.raises(Unavailable):
        scan(b"4 500")


def test_a_scanner_that_hangs_up_without_a_word_keeps_the_file_out(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.listen()
        server.settimeout(5)
        caller = socket.create_connection(server.getsockname())
        server.accept()[0].close()
        caller.close()
        server.close()

        with pytest.raises(Unavailable):
            scan(b"4 500")


def test_a_scanner_behind_a_unix_socket_is_asked_alike(settings: Settings, tmp_path: Path) -> None:
    scanner = Scanner(path=tmp_path / "clamd.sock")
    settings.CLAMD_URL = scanner.url

    assert scan(b"4 500") is True
    with pytest.raises(Infected):
        scan(EICAR)
    scanner.stop()
