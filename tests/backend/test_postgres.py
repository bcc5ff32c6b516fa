"""Kept connections are checked without a question, and a lost one is never given out."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from backend.postgres.base import DatabaseWrapper, lives

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[0, 2], ids=["kept", "pooled"])
def own(request: pytest.FixtureRequest) -> Iterator[DatabaseWrapper]:
    """A connection of a thread's own, and one out of a pool of two."""
    given: dict[str, Any] = settings.DATABASES["default"]
    pool = {"pool": {"min_size": 1, "max_size": request.param, "timeout": 3, "reconnect_timeout": 1}}
    options = given["OPTIONS"] | (pool if request.param else {})
    age = {"CONN_MAX_AGE": 0} if request.param else {}
    wrapper: Any = ConnectionHandler({"default": given | age | {"OPTIONS": options}})["default"]
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def backend_of(wrapper: DatabaseWrapper) -> int:
    return int(wrapper.connection.info.backend_pid)


def end(pid: int) -> None:
    with psycopg.connect(_address(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def _address() -> str:
    given = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=given["HOST"], user=given["USER"], password=given["PASSWORD"] or None, dbname=given["NAME"]
    )


def test_a_quiet_connection_lives_and_no_question_is_asked(own: DatabaseWrapper) -> None:
    asked = own.connection.execute("SELECT query_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
    before = asked.fetchone()

    assert own.is_usable()

    with psycopg.connect(_address()) as other:
        row = other.execute("SELECT query_start FROM pg_stat_activity WHERE pid = %s", [backend_of(own)])
        assert row.fetchone() == before


def test_a_connection_that_the_server_ended_does_not_live(own: DatabaseWrapper) -> None:
    end(backend_of(own))

    assert not own.is_usable()


def test_a_connection_that_heard_a_notice_is_asked_and_lives(own: DatabaseWrapper) -> None:
    own.connection.execute("LISTEN something")
    with psycopg.connect(_address(), autocommit=True) as other:
        other.execute("NOTIFY something")

    assert own.is_usable()


def test_the_next_connection_after_the_server_ended_one_is_another(own: DatabaseWrapper) -> None:
    ended = backend_of(own)
    own.close()
    end(ended)

    with own.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert backend_of(own) != ended


def test_a_closed_connection_does_not_live(own: DatabaseWrapper) -> None:
    raw = own.connection
    own.close()
    raw.close()

    assert not lives(raw)
    assert not own.is_usable()
