"""One open socket of one person, and where it stands in each stream that it follows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from live import frames
from live.line import Line
from live.outlet import Outlet
from live.standing import Standing

NOT_SIGNED_IN = 4401
TOO_MUCH = 4529
RESTARTING = 1012


@dataclass(slots=True, eq=False)
class Place:
    """A socket's place in one line; `cursor` is what it had read when it joined or goes on to read."""

    line: Line
    epoch: str | None
    cursor: int


class Connection(Outlet):
    """A socket with a person behind it. `follows_mine`: streams that the person gets later are joined too."""

    __slots__ = ("__weakref__", "follows_mine", "person", "places", "standing")

    standing: Standing
    person: "Person"

    def enter(self, standing: Standing, person: "Person") -> None:
        """The person behind the socket is known now."""
        self.standing = standing
        self.person = person
        self.places: dict[str, Place] = {}
        self.follows_mine = False

    def revoked(self, key: str) -> None:
        """Say that access to a stream ended. A socket that is about one thing alone closes instead."""
        self.forget(key)
        self.offer(frames.revoked(key))


class Person:
    """Somebody with at least one open socket here.

    `changes` counts how often what the person may hear was in question; an answer that was asked
    for before the last change is thrown away.
    """

    __slots__ = ("ask_again_at", "changes", "connections", "id")

    def __init__(self, user_id: UUID) -> None:
        self.id = user_id
        self.connections: set[Connection] = set()
        self.changes = 0
        self.ask_again_at: datetime | None = None

    @property
    def stream(self) -> str:
        """The person's own stream, which tells of changed access."""
        return f"person:{self.id}"

    @property
    def keys(self) -> set[str]:
        """Every stream that any of the person's sockets follows."""
        return {key for connection in self.connections for key in connection.places}

    @property
    def follows_mine(self) -> bool:
        """Does any of the sockets want the streams that come later?"""
        return any(connection.follows_mine for connection in self.connections)
