"""What the API answers, as tests read it."""

from typing import Any

from django.apps import apps

ROOMS = (
    "accounts",
    "networks",
    "messaging",
    "documents",
    "needs",
    "search",
    "market",
    "tasks",
    "notices",
    "files",
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
    return {
        model._meta.label: model._default_manager.count()
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }
