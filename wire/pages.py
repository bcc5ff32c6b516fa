"""Lists a page at a time, by keys: no page shifts when rows come or go."""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from django.core.exceptions import ValidationError
from django.db import DataError, models
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from access.refusals import Invalid

LARGEST = 200
USUAL = 50
MOST_STRETCHES = 100_000
STRETCH = OpenApiParameter(
    "page",
    {"type": "integer", "minimum": 1, "maximum": MOST_STRETCHES, "default": 1},
    description="The next rows of what tells how many `more` there are.",
)

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: the key values of a row, and whether we read towards the start."""

    keys: list[Any]
    backward: bool = False

    def encoded(self) -> str:
        """The cursor as clients carry it: opaque."""
        raw = orjson.dumps([self.backward, *self.keys])
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str, width: int) -> "Cursor":
        """The cursor of a client. Raises Invalid where it is none of ours."""
        try:
            raw = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError):
            raw = None
        if not isinstance(raw, list) or len(raw) != width + 1 or not isinstance(raw[0], bool):
            raise _alien()
        return cls(raw[1:], backward=raw[0])


def _alien() -> Invalid:
    return Invalid.field("cursor", "cursor", "Take the cursor from `next` or `previous` as it is.")


def limit_of(request: Request) -> int:
    """How many rows the client wants, 1 to 200. Raises Invalid otherwise."""
    return whole_number(request, "limit", USUAL, least=1, most=LARGEST)


def whole_number(request: Request, name: str, otherwise: int, *, least: int, most: int) -> int:
    """A whole number of the query string. Raises Invalid outside its bounds."""
    text = request.query_params.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise Invalid.field(name, "whole_number", f"Give a whole number from {least} to {most}.")
    return int(text)


def stretch_of(request: Request) -> int:
    """Which stretch the client wants of what is no list of its own. Raises Invalid for no number."""
    return whole_number(request, "page", 1, least=1, most=MOST_STRETCHES)


def page(
    request: Request,
    queryset: "models.QuerySet[M]",
    shapes: Callable[[list[M]], Iterable[Any]],
    *,
    by: tuple[str, ...],
) -> Response:
    """One page of the queryset in the order of the fields `by`, the last of which is unique.

    `shapes` makes the wire shapes of a page's rows, together, so that it can fetch together.
    """
    limit, cursor = limit_of(request), _cursor(request, len(by))
    backward = cursor is not None and cursor.backward
    rows = _rows(queryset, by, cursor, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    rows = rows[::-1] if backward else rows
    onward = more or backward
    earlier = more if backward else cursor is not None
    return Response(
        {
            "results": list(shapes(rows)),
            "next": _link(request, rows[-1], by) if onward and rows else None,
            "previous": _link(request, rows[0], by, backward=True) if earlier and rows else None,
        }
    )


def _cursor(request: Request, width: int) -> Cursor | None:
    text = request.query_params.get("cursor")
    return Cursor.decoded(text, width) if text else None


def _rows(queryset: "models.QuerySet[M]", by: tuple[str, ...], cursor: Cursor | None, most: int) -> list[M]:
    names = [f"-{name}" for name in by] if cursor and cursor.backward else list(by)
    try:
        return list(_after(queryset, by, cursor).order_by(*names)[:most])
    except (ValidationError, DataError, ValueError, TypeError):
        raise _alien() from None


def _after(
    queryset: "models.QuerySet[M]", by: tuple[str, ...], cursor: Cursor | None
) -> "models.QuerySet[M]":
    if cursor is None:
        return queryset
    compare = "lt" if cursor.backward else "gt"
    beyond = models.Q()
    for index, name in enumerate(by):
        same = dict(zip(by[:index], cursor.keys[:index], strict=True))
        beyond |= models.Q(**same, **{f"{name}__{compare}": cursor.keys[index]})
    return queryset.filter(beyond)


def _link(request: Request, row: models.Model, by: tuple[str, ...], *, backward: bool = False) -> str:
    keys = [getattr(row, name) for name in by]
    query = request.query_params.copy()
    query["cursor"] = Cursor(keys, backward=backward).encoded()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
