"""The inside of a running server, for tests that have to look there."""

from live import hub
from live.hub import Hub
from tests.live.harness import Server


def hub_of(server: Server) -> Hub:
    """The hub of the server's loop, the only one there is."""
    assert server.server is not None
    (found,) = hub._hubs.values()  # noqa: SLF001 - nobody else knows it
    return found
