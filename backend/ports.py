"""TCP ports on this machine's loopback address."""

import socket

from backend.processes import LaunchError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def refuse_taken(port: int) -> None:
    """Refuse to go on when somebody already listens on the port."""
    with socket.socket() as probe:
        # As a server would: a port whose last connections are only lingering is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            message = f"Port {port} is taken; choose another with `PORT={port + 1} make run`."
            raise LaunchError(message) from error
