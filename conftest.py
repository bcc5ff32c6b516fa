"""Starts the servers before Django reads its settings, which is before any other conftest is imported."""

import os

import django
import pytest

from tests.servers import servers

servers.start()
django.setup()

pytest_plugins = ["tests.cast", "tests.guards", "tests.reminders"]


def pytest_configure(config: pytest.Config) -> None:
    """Let processes that share the work find their settings here too, after they have servers of their own.

    Named in the environment they would be read before, with the servers of this process.
    """
    if config.getoption("dist", "no") != "no":
        del os.environ["DJANGO_SETTINGS_MODULE"]


# Begun first, by one process each: starting their whole town or house takes longer than any test.
TOGETHER = ("tests/flows/", "tests/e2e/")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what one process has to run where there are several: what shares a town, a house or a file."""
    for item in items:
        path = item.location[0]
        shared = [folder for folder in TOGETHER if path.startswith(folder)]
        item.add_marker(pytest.mark.xdist_group(shared[0] if shared else path))
    items.sort(key=lambda item: not item.location[0].startswith(TOGETHER))


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    servers.stop()
