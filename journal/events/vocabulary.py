"""How a fact becomes one: the decorator, and the two names it gives.

An event belongs to one stream, named by the template in its decorator. Clients read the
generated reference in docs/events.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar, cast, dataclass_transform


class Event(Protocol):
    """What the recorder needs of a fact: its fields, and the two names the decorator gave."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T")
VOCABULARY: dict[str, type[Event]] = {}
_TYPES: dict[type, str] = {}
_STREAMS: dict[type, str] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str, *, stream: str) -> Callable[[type[T]], type[T]]:
    """Enter a class into the vocabulary as `name`, written to the stream that the template names."""

    def entered(cls: type[T]) -> type[T]:
        fact = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        VOCABULARY[name] = cast("type[Event]", fact)
        _TYPES[fact] = name
        _STREAMS[fact] = stream
        return fact

    return entered


class _Fields:
    """A fact as what a template looks its few names up in."""

    __slots__ = ("_fact",)

    def __init__(self, fact: Event) -> None:
        self._fact = fact

    def __getitem__(self, name: str) -> object:
        return getattr(self._fact, name)


def type_of(fact: Event) -> str:
    """The name of the fact on the wire, such as `message.posted`."""
    return _TYPES[type(fact)]


def stream_of(fact: Event) -> str:
    """The key of the stream the fact belongs to, such as `room:<id>`."""
    return stream_template(type(fact)).format_map(_Fields(fact))


def stream_template(cls: type) -> str:
    """The template of the stream's key, as the documentation prints it."""
    return _STREAMS[cls]
