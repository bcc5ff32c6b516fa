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
# What an address is nothing without, by its last word.
ASKED = {"search": "?q=leveranser"}


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
        return (
            "/"
            + "/".join(
                str(objects[part.split(":")[1].rstrip(">")]) if part.startswith("<") else part
                for part in parts
            )
            + ASKED.get(parts[-2], "")
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


# Doors that take a form with a file, and doors that answer bytes.
UPLOADS = {
    "POST api/v1/networks/<uuid:network_id>/files/",
    "POST api/v1/networks/<uuid:network_id>/imports/",
    "POST api/v1/needs/<uuid:need_id>/sheets/",
    "POST api/v1/needs/<uuid:need_id>/sheets/preview/",
}
BINARY = {
    "GET api/v1/documents/<uuid:document_id>/content/",
    "GET api/v1/files/<uuid:storedfile_id>/content/",
    "GET api/v1/calendar/<ics:secret>",
    "GET api/v1/exports/<uuid:export_id>/content/",
    "GET api/v1/record-exports/<uuid:recordexport_id>/content/",
    "GET api/v1/needs/<uuid:need_id>/annexes/sheet/",
    "GET api/v1/needs/<uuid:need_id>/demand-lines/sheet/",
    "GET api/v1/networks/<uuid:network_id>/annexes/sheet/",
    "GET api/v1/networks/<uuid:network_id>/demand-lines/sheet/",
}

# Doors that take bytes.
OCTETS = {"POST api/v1/documents/<uuid:document_id>/sync/"}


def form_of(door: Door) -> dict[str, Any]:
    """How the test client is told to send what the door takes."""
    if str(door) in OCTETS:
        return {"content_type": "application/octet-stream"}
    return {"format": "multipart"} if str(door) in UPLOADS else {}


def read_out(answer: Any) -> None:
    """Read what is streamed to its end: until then its file is open."""
    if answer.streaming:
        list(answer.streaming_content)


Rule = Callable[[Actor], bool]


def needs(*permissions: Permission) -> Rule:
    """Whoever holds all of these."""
    return lambda actor: all(actor.can(permission) for permission in permissions)


DOORS = all_doors()
