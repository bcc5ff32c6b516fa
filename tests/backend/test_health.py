from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from backend.failures import server_error

NOWHERE = "unix:///nowhere/valkey.sock"


def test_a_living_process_says_so_without_asking_anyone(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE

    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_names_the_parts_that_were_asked(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["parts"] == ["database", "migrations", "redis"]


@pytest.mark.django_db
def test_without_redis_the_answer_is_a_problem_that_names_it(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = NOWHERE

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["part"] == "redis"
    assert "nowhere" not in answer.content.decode(), "where our services are is nobody's business"


@pytest.mark.django_db
def test_a_missing_migration_is_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'backend'")

    assert client.get("/readyz").json()["part"] == "migrations"


@pytest.mark.django_db
def test_migrating_under_the_lock_leaves_nothing_to_migrate(client: Client) -> None:
    call_command("migrate_locked", verbosity=0)

    assert client.get("/readyz").status_code == 200


def test_every_answer_carries_a_policy_that_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/me/", "application/problem+json"), ("/", "text/html")])
@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (ValueError("ours"), 500)])
def test_the_last_word_is_a_problem_for_the_api_and_a_page_for_people(
    rf: RequestFactory,
    path: str,
    kind: str,
    error: Exception,
    status: int,
) -> None:
    try:
        raise error
    except (OperationalError, ValueError):
        answer = server_error(rf.get(path))

    assert answer.status_code == status
    assert answer["Content-Type"].startswith(kind)
    assert str(error) not in answer.content.decode()
    assert answer.has_header("Retry-After") == (status == 503)


def test_the_cache_is_a_table_that_migrations_made(settings: Settings) -> None:
    migration = Path(settings.BASE_DIR) / "backend" / "migrations" / "0001_cache_table.py"

    assert settings.CACHES["default"]["LOCATION"] == settings.CACHE_TABLE
    assert "CACHE_TABLE" in migration.read_text()
