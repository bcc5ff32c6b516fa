from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions

from access.policy import Permission
from access.refusals import (
    Barred,
    Conflict,
    Forbidden,
    Infected,
    InputError,
    Invalid,
    KeyReused,
    Malformed,
    NotVisible,
    Refusal,
    SignInNeeded,
    Stale,
    TooLarge,
    TooOften,
    Unavailable,
)
from documents.copies import LoadError
from documents.pandoc.running import ConversionFailed
from wire.problems import problem_of

REFUSALS = [
    (Malformed(detail="No JSON."), 400, "malformed", {}, {}),
    (
        Invalid(
            InputError(pointer="/title", code="blank", detail="Write something."),
            InputError(pointer="/lines/1", code="count", detail="Too many."),
        ),
        400,
        "invalid",
        {
            "errors": [
                {"pointer": "/title", "code": "blank", "detail": "Write something."},
                {"pointer": "/lines/1", "code": "count", "detail": "Too many."},
            ]
        },
        {},
    ),
    (SignInNeeded(), 401, "sign_in_needed", {}, {"WWW-Authenticate": "Bearer"}),
    (Forbidden(Permission.MESSAGE_POST), 403, "forbidden", {"permission": "message.post"}, {}),
    (Barred("another_address", "Sign out first."), 403, "another_address", {}, {}),
    (NotVisible(), 404, "not_found", {}, {}),
    (Conflict("need_closed"), 409, "need_closed", {}, {}),
    (Stale(), 412, "stale", {}, {}),
    (TooLarge(), 413, "too_large", {}, {}),
    (Infected("Eicar-Test"), 422, "infected", {}, {}),
    (ConversionFailed("too_deep"), 422, "too_deep", {}, {}),
    (KeyReused(), 422, "key_reused", {}, {}),
    (TooOften(30), 429, "too_often", {}, {"Retry-After": "30"}),
    (Unavailable("scanner_away"), 503, "scanner_away", {}, {}),
    (LoadError("A row of the log is gone."), 503, "document_unreadable", {}, {}),
]


@pytest.mark.parametrize(
    ("refusal", "status", "code", "extra", "headers"),
    REFUSALS,
    ids=[type(refusal).__name__ for refusal, *_rest in REFUSALS],
)
def test_a_refusal_is_a_problem_with_its_status_and_code(
    refusal: Refusal, status: int, code: str, extra: dict[str, Any], headers: dict[str, str]
) -> None:
    problem = problem_of(refusal)

    assert problem is not None
    assert problem.headers == headers
    assert problem.body() == {
        "type": f"urn:samverk:problem:{code}",
        "title": refusal.title,
        "status": status,
        "detail": refusal.detail,
        "code": code,
        **extra,
    }


def test_every_kind_of_refusal_is_tried_above() -> None:
    def kinds(of: type[Refusal]) -> set[type[Refusal]]:
        return {kind for child in of.__subclasses__() for kind in {child} | kinds(child)}

    assert {type(refusal) for refusal, *_rest in REFUSALS} == kinds(Refusal)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404("No Room matches the given query."), 404, "not_found"),
        (PermissionDenied("Not you."), 403, "forbidden"),
        (OperationalError("server closed the connection"), 503, "unavailable"),
        (InterfaceError("the connection is closed"), 503, "unavailable"),
        (DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"), 400, "malformed"),
        (RequestDataTooBig("Request body exceeded"), 413, "too_large"),
        (SuspiciousOperation("odd"), 400, "malformed"),
        (exceptions.ParseError("JSON parse error"), 400, "malformed"),
        (exceptions.NotAuthenticated(), 401, "sign_in_needed"),
        (exceptions.AuthenticationFailed(), 401, "sign_in_needed"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
        (exceptions.Throttled(wait=9.2), 429, "too_often"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_the_frameworks_raise_is_a_problem_too(error: Exception, status: int, code: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert (problem.status, problem.code) == (status, code)
    assert problem.title
    assert "{" not in problem.title


def test_a_wait_is_told_in_whole_seconds_rounded_up() -> None:
    problem = problem_of(exceptions.Throttled(wait=9.2))

    assert problem is not None
    assert problem.headers == {"Retry-After": "10"}


def test_a_database_that_is_away_says_nothing_of_itself_and_when_to_come_back() -> None:
    problem = problem_of(OperationalError('connection to "10.0.0.7" failed: password of samverk'))

    assert problem is not None
    assert "samverk" not in problem.detail
    assert problem.headers == {"Retry-After": "2"}


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        ({"title": ["Too long."]}, [("/title", "invalid", "Too long.")]),
        (["Wrong altogether."], [("", "invalid", "Wrong altogether.")]),
        ({"non_field_errors": ["Wrong together."]}, [("", "invalid", "Wrong together.")]),
        ({"lines": [{}, {"count": ["Too many."]}]}, [("/lines/1/count", "invalid", "Too many.")]),
        ({"a/b~c": ["Odd."]}, [("/a~1b~0c", "invalid", "Odd.")]),
        (
            {"title": ["One.", "Two."], "zone": ["Three."]},
            [("/title", "invalid", "One."), ("/title", "invalid", "Two."), ("/zone", "invalid", "Three.")],
        ),
    ],
)
def test_wrong_input_is_pointed_at_by_rfc_6901(detail: Any, errors: list[tuple[str, str, str]]) -> None:
    problem = problem_of(exceptions.ValidationError(detail))

    assert problem is not None
    found = [(error["pointer"], error["code"], error["detail"]) for error in problem.extra["errors"]]
    assert found == errors


def test_a_fault_of_ours_is_no_problem_of_the_clients() -> None:
    assert problem_of(RuntimeError("oops")) is None
