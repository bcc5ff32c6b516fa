"""Starts the servers before Django reads its settings, which is before any other conftest is imported."""

import django

from tests.servers import servers

servers.start()
django.setup()

pytest_plugins = ["tests.cast", "tests.guards", "tests.reminders"]


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    servers.stop()
