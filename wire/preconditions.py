"""ETag and If-Match: an edit is made to the version that its author saw."""

import re

from rest_framework.request import Request

from access.refusals import Stale

_STRONG = re.compile(r'"([0-9]{1,9})"')


def etag(version: int) -> str:
    """The strong ETag of a version."""
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version that the client wants to change; None where it does not say.

    Raises Stale for an If-Match that names no version of ours.
    """
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return None
    match = _STRONG.fullmatch(header)
    if match is None:
        raise Stale
    return int(match[1])


def check_version(current: int, expected: int | None) -> None:
    """Raise Stale where the row, read under its lock, is not the expected version any more."""
    if expected is not None and expected != current:
        raise Stale
