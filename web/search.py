"""What was found, as the results page shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from search.finding import WEIGHED, Answer
from search.shapes import hit_shapes

SHOWN = 20
# In the order of the filters; a kind that is not here goes by its own name.
KINDS: dict[str, "str | Promise"] = {
    "need": _("Needs"),
    "decision": _("Decisions"),
    "document": _("Documents"),
    "message": _("Messages"),
    "room": _("Rooms"),
    "analysis": _("Market analyses"),
    "finding": _("Findings"),
}
# The same, of one hit.
SINGLE: dict[str, "str | Promise"] = {
    "need": _("Need"),
    "decision": _("Decision"),
    "document": _("Document"),
    "message": _("Message"),
    "room": _("Room"),
    "analysis": _("Market analysis"),
    "finding": _("Finding"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found. `snippet` is escaped but for the marks around what was sought."""

    title: str
    url: str
    kind: "str | Promise"
    snippet: SafeString
    network: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A link to the results of one kind, or of all."""

    name: "str | Promise"
    count: str
    url: str
    is_current: bool


def hits_of(answer: Answer, networks: dict[UUID, str]) -> list[Hit]:
    """What was found, in its order."""
    return [
        Hit(
            title=shape["title"],
            url=shape["url"],
            kind=SINGLE.get(shape["kind"], shape["kind"]),
            snippet=mark_safe(shape["snippet_html"]),  # noqa: S308 - search.snippets escapes all else
            network=networks.get(shape["network"], ""),
            author=shape["author"]["name"] if shape["author"] else "",
            at=shape["at"],
        )
        for shape in hit_shapes(answer)
    ]


def filters_of(counts: dict[str, int], *, asked: dict[str, str]) -> list[Filter]:
    """All kinds that something was found of, and all of them together first."""
    link, current = partial(link_to, asked), asked.get("kind", "")
    kinds = sorted(counts, key=lambda kind: [*KINDS, kind].index(kind))
    every = Filter(name=_("All"), count=shown(counts), url=link(kind=""), is_current=not current)
    single = [
        Filter(
            name=KINDS.get(one, one),
            count=shown({one: counts[one]}),
            url=link(kind=one),
            is_current=one == current,
        )
        for one in kinds
    ]
    return [every, *single]


def shown(counts: dict[str, int]) -> str:
    """How many were found; of a kind that has more than are weighed, as many and a plus."""
    more = "+" if max(counts.values(), default=0) >= WEIGHED else ""
    return f"{sum(counts.values())}{more}"


def link_to(asked: dict[str, str], **other: str) -> str:
    """The same question with something else about it; what is empty is left out."""
    return "?" + urlencode({name: value for name, value in {**asked, **other}.items() if value})
