"""The web process as `make run` starts it, on the test's database."""

import os
import subprocess
import time
from urllib.parse import quote

import httpx
from django.db import connection
from httpx import codes

from backend import commands
from backend.ports import LOOPBACK, free_port

PATIENCE = 30.0


class House:
    """Pages and sockets in a process of their own. Can be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """What a browser calls the place of our pages."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Serve, and wait until a page is answered."""
        env = {**os.environ, "DATABASE_URL": _database_url(), "SITE_URL": self.origin}
        self.process = subprocess.Popen(commands.web(self.port), env=env)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, "The web process ended."
            assert time.monotonic() < deadline, "The web process does not answer."
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop as a restart does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process = None

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.origin}/healthz", timeout=2).status_code == codes.OK
        except httpx.TransportError:
            return False


def _database_url() -> str:
    """The database that pytest made, which is not the one of the environment."""
    known = connection.settings_dict
    host, port = quote(str(known["HOST"]), safe=""), f":{known['PORT']}" if known["PORT"] else ""
    secret = f":{quote(str(known['PASSWORD']), safe='')}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{secret}@{host}{port}/{known['NAME']}"
