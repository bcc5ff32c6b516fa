"""Starts the servers before Django reads its settings, which is before any other conftest is imported."""

import os

import django
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: not item.location[0].startswith(TOGETHER))


class OneProcessEach(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """What shares a town, a house or a file is run by one process: pytest 9 loses the marks of xdist."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneProcessEach:
    """Say which process runs what, where there are several."""
    return OneProcessEach(config, log)


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    servers.stop()
