"""What the API answers, as tests read it."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

ROOMS = (
    "accounts",
    "networks",
    "messaging",
    "documents",
    "needs",
    "decisions",
    "search",
    "market",
    "tasks",
    "notices",
    "files",
    "records",
    "journal",
)


def refused(answer: Any) -> tuple[int, str]:
    """The status and code of a refusal, which must be a whole problem document."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= body.keys()
    assert (body["type"], body["status"]) == (f"urn:samverk:problem:{body['code']}", answer.status_code)
    return answer.status_code, body["code"]


def forbidden(answer: Any) -> str:
    """The permission that a 403 says is missing."""
    assert refused(answer) == (403, "forbidden")
    permission: str = answer.json()["permission"]
    assert permission in answer.json()["detail"]
    return permission


def pointed(answer: Any) -> list[tuple[str, str]]:
    """Where a 400 points, and with which code."""
    assert refused(answer) == (400, "invalid")
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def footprint() -> dict[str, int]:
    """How many rows each table of ours holds: alike before and after means that nothing was written."""
    with connection.cursor() as cursor:
        cursor.execute(_counts())
        return dict(cursor.fetchall())


@cache
def _counts() -> str:
    # One statement, for it runs twice for each role at each door.
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    ]
    return " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608 - our own names
