"""Reads bodies and frames by the serializers that say their shape."""

from collections.abc import Callable
from functools import cache
from typing import Any

from rest_framework.serializers import BaseSerializer


def read(shape: Callable[[], BaseSerializer[Any]], data: Any) -> Any:
    """What the data says in this shape. Raises ValidationError."""
    return _reader(shape).run_validation(data)


@cache
def _reader(shape: Callable[[], BaseSerializer[Any]]) -> BaseSerializer[Any]:
    """Reads any number of times, in any thread: to make one costs more than to read by it."""
    return shape()
