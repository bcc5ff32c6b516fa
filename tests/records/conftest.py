"""Archives of records, made and opened."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Employment
from backend.addresses import storage_of
from tests.cast import Cast
from tests.records.archives import Archive, made_for


@pytest.fixture(autouse=True)
def _shelf(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of each test in a folder of its own."""
    settings.STORAGES = {**settings.STORAGES, "files": storage_of(f"file://{tmp_path}")}


@pytest.fixture
def keepers(cast: Cast) -> Cast:
    """The cast, in which everybody keeps the records of their own authority."""
    Employment.objects.all().update(role="registrator")
    return cast


@pytest.fixture
def archive_of(keepers: Cast) -> Callable[[str], Archive]:
    """The archive of the records of somebody's authority, made as a worker makes it."""
    return lambda name: made_for(keepers, name)
