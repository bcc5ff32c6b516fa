"""Refusals and failures as RFC 9457 problems, the same for HTTP and for frames."""

from dataclasses import dataclass, field
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from access.refusals import Forbidden, Invalid, NotVisible, Refusal, SignInNeeded, TooLarge, TooOften

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One RFC 9457 problem, with the headers that go with it over HTTP."""

    status: int
    code: str
    title: str
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The members of the problem document."""
        return {
            "type": f"urn:samverk:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.extra,
        }


SERVER_FAILED = Problem(
    status=500,
    code="server_error",
    title="Something failed on our side",
    detail="Nothing was saved. Try again.",
)
UNAVAILABLE = Problem(
    status=503,
    code="unavailable",
    title="Not available right now",
    detail="The database can't be reached. Nothing was saved; try again in a moment.",
    headers={"Retry-After": "2"},
)


def problem_of(error: Exception) -> Problem | None:  # noqa: PLR0911 - one line a kind
    """The problem that an exception means to a client; None where it is a fault of ours."""
    if isinstance(error, Refusal):
        return _of_refusal(error)
    if isinstance(error, Http404):
        return _of_refusal(NotVisible())
    if isinstance(error, PermissionDenied):
        return Problem(status=403, code="forbidden", title="Not allowed", detail=str(error))
    if isinstance(error, OperationalError | InterfaceError):
        return UNAVAILABLE
    if isinstance(error, RequestDataTooBig):
        return _of_refusal(TooLarge(detail="The request is larger than this server takes."))
    if isinstance(error, SuspiciousOperation | DataError):  # such as NUL in a text, which no column takes
        return _of_refusal(Refusal(detail="The request can't be read."))
    return _of_framework(error) if isinstance(error, exceptions.APIException) else None


def _of_refusal(refusal: Refusal) -> Problem:
    extra: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(refusal, Invalid):
        extra["errors"] = [
            {"pointer": error.pointer, "code": error.code, "detail": error.detail} for error in refusal.errors
        ]
    if isinstance(refusal, Forbidden):
        extra["permission"] = str(refusal.permission)
    if isinstance(refusal, SignInNeeded):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, TooOften):
        headers["Retry-After"] = str(refusal.retry_after)
    return Problem(
        status=refusal.status,
        code=refusal.code,
        title=refusal.title,
        detail=refusal.detail,
        extra=extra,
        headers=headers,
    )


_CODES = {401: "sign_in_needed", 403: "forbidden", 400: "malformed", 429: "too_often"}


def _of_framework(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return Problem(
            status=400,
            code="invalid",
            title="Invalid input",
            detail="Some of the input is wrong; see errors.",
            extra={"errors": list(_pointed(error.get_full_details()))},
        )
    status = error.status_code
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(ceil(wait))
    code = _CODES.get(status, str(error.default_code))
    return Problem(status=status, code=code, title=_title(error), detail=str(error.detail), headers=headers)


def _title(error: exceptions.APIException) -> str:
    return str(error.default_detail).rstrip(".").replace("{", "").replace("}", "")


def _pointed(details: Any, pointer: str = "") -> Any:
    if isinstance(details, dict) and {"message", "code"} == set(details):
        yield {"pointer": pointer, "code": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            own = "" if name == "non_field_errors" else f"/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from _pointed(inner, pointer + own)
    elif isinstance(details, list):
        leaves = all(isinstance(inner, dict) and "message" in inner for inner in details)
        for index, inner in enumerate(details):
            yield from _pointed(inner, pointer if leaves else f"{pointer}/{index}")


def handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal of the API leaves as a problem."""
    problem = problem_of(error)
    if problem is None:
        return None
    return Response(problem.body(), status=problem.status, headers=problem.headers, content_type=CONTENT_TYPE)


def plain_response(problem: Problem) -> HttpResponse:
    """The problem as a response outside DRF."""
    return HttpResponse(
        JSONRenderer().render(problem.body()),
        status=problem.status,
        headers=problem.headers,
        content_type=CONTENT_TYPE,
    )


def wants_problem(request: HttpRequest) -> bool:
    """Is this a client of the API, which never gets an HTML page?"""
    return request.path.startswith(("/api/", "/sse/", "/healthz", "/readyz"))
