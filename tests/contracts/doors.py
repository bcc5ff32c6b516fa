"""Every door of the API, read from the URL table, with what it takes to be let in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from access.actor import Actor
from access.policy import Permission
from networks.http import InNetworkView
from wire.views import ApiView

METHODS = ("get", "post", "put", "patch", "delete")
BASE = "api/v1/"


@dataclass(frozen=True, order=True)
class Door:
    """One method of one address."""

    path: str
    method: str
    view: type[ApiView]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def names(self) -> list[str]:
        """The names of what the address is about, such as `room_id`."""
        return [part.split(":")[1].rstrip(">") for part in self.path.split("/") if part.startswith("<")]

    @property
    def is_in_network(self) -> bool:
        """Does the actor stand in a network behind it?"""
        return issubclass(self.view, InNetworkView)

    @property
    def permission(self) -> Permission:
        """What the view says that everybody behind it needs."""
        assert issubclass(self.view, InNetworkView)
        return self.view.permission

    def url(self, objects: dict[str, Any]) -> str:
        """The address of these objects."""
        parts = self.path.split("/")
        return "/" + "/".join(
            str(objects[part.split(":")[1].rstrip(">")]) if part.startswith("<") else part for part in parts
        )


def all_doors() -> list[Door]:
    """Every method of every address under /api/v1/."""
    found = [
        Door(path=path, method=method, view=view)
        for path, view in _views(get_resolver(), "")
        if path.startswith(BASE)
        for method in METHODS
        if hasattr(view, method)
    ]
    return sorted(found, key=lambda door: (door.path, door.method))


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path, getattr(pattern.callback, "view_class", None)


Rule = Callable[[Actor], bool]


def needs(*permissions: Permission) -> Rule:
    """Whoever holds all of these."""
    return lambda actor: all(actor.can(permission) for permission in permissions)


DOORS = all_doors()
