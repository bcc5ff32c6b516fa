"""What stands around every test: one language, rows in any order, room for many sockets."""

import resource
from collections.abc import Iterator
from random import shuffle
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

# Two for each socket of a thousand, where somebody stands between, beside all the rest.
FILES = 4096


@pytest.fixture(autouse=True, scope="session")
def _room_for_many_sockets() -> Iterator[None]:
    """Let us, and so everything that we start, open more files than a shell may grant at first."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before, wanted), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.fixture(autouse=True)
def _every_test_begins_in_english() -> Iterator[None]:
    """Whatever language the page had that was asked for last, before this test."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_found_when_asked_for() -> Iterator[None]:
    """Each test client loads the middleware anew, and would list every static file for it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "WHITENOISE_AUTOREFRESH", True, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _unordered_rows_come_in_any_order() -> Iterator[None]:
    """Shuffle the rows of querysets without an order, which PostgreSQL may also do some day."""
    with pytest.MonkeyPatch.context() as patched:
        fetch_all, iterate = QuerySet._fetch_all, QuerySet._iterator  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public hook

        def fetch(queryset: Any) -> None:
            is_new = queryset._result_cache is None  # noqa: SLF001
            fetch_all(queryset)
            if is_new and not queryset.ordered and len(queryset._result_cache) > 1:  # noqa: SLF001
                shuffle(queryset._result_cache)  # noqa: SLF001

        def iterator(queryset: Any, *options: Any) -> Iterator[Any]:
            rows = list(iterate(queryset, *options))
            if not queryset.ordered:
                shuffle(rows)
            yield from rows

        patched.setattr(QuerySet, "_fetch_all", fetch)
        patched.setattr(QuerySet, "_iterator", iterator)
        yield
