"""One town for all flows: starting it takes longer than any of them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.town import Town, network_of, room_of


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """Everything running, with the demo."""
    with tempfile.TemporaryDirectory(prefix="samverk-town-", ignore_cleanup_errors=True) as folder:
        # Not among pytest's folders, which every run closes to others: under root nginx is somebody else.
        var = Path(folder)
        var.chmod(0o755)
        whole = Town(var)
        try:
            whole.start()
            yield whole
        finally:
            whole.stop()


@pytest.fixture
def flagship(town: Town) -> str:
    """The id of the flagship network."""
    with town.api("coordinator@goteborg.example") as api:
        return str(network_of(api)["id"])


@pytest.fixture
def fresh_room(town: Town, flagship: str, request: pytest.FixtureRequest) -> dict[str, object]:
    """A room for this test alone."""
    with town.api("coordinator@goteborg.example") as api:
        return room_of(api, flagship, request.node.name[:150])
