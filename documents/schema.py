"""What the editor's documents are made of: the nodes and marks of TipTap 3, as y-tiptap keeps them in Yjs.

A name or attribute that is not here is none of the editor's: the editor would delete it, and what reads
documents keeps only its text. Content is ProseMirror's JSON: `{"type": "doc", "content": [...]}`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

Content = dict[str, Any]
Cleaner = Callable[[Any], Any]

# Where the editor writes.
EDITOR_ROOT = "default"
# How deep nodes nest at most: twenty lists in each other. What lies deeper is read as text.
DEEPEST = 60
LONGEST_ADDRESS = 2000
LONGEST_WORDS = 1000

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,40}")
_SCHEMES = {"http", "https", "mailto"}


def words(value: Any) -> str:
    """Text without control characters, line feeds and tabs excepted."""
    return _CONTROLS.sub("", value) if isinstance(value, str) else ""


def _whole(value: Any, *, least: int, most: int, otherwise: int) -> int:
    """A whole number within bounds; JavaScript's numbers come as floats, and old ones as text."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return min(max(number, least), most)


def level(value: Any) -> int:
    """The level of a heading, 1 to 3; deeper ones are of the third."""
    return _whole(value, least=1, most=3, otherwise=1)


def start(value: Any) -> int:
    """The number that an ordered list begins with."""
    return _whole(value, least=0, most=999_999, otherwise=1)


def span(value: Any) -> int:
    """How many columns or rows a cell spans."""
    return _whole(value, least=1, most=100, otherwise=1)


def widths(value: Any) -> list[int] | None:
    """The widths of the columns that a cell spans, in pixels, 0 for one that is not set."""
    if not isinstance(value, list) or not 0 < len(value) <= 100:
        return None
    return [_whole(one, least=0, most=5000, otherwise=0) for one in value]


def checked(value: Any) -> bool:
    """Is a task done?"""
    return value is True or value == "true"


def language(value: Any) -> str | None:
    """The language that a block of code is in."""
    return value if isinstance(value, str) and _LANGUAGE.fullmatch(value) else None


def label(value: Any) -> str | None:
    """A title or a text in place of an image; what is too long is cut."""
    return words(value).strip()[:LONGEST_WORDS] or None


def address(value: Any) -> str | None:
    """Where a link leads: http, https and mailto only, else None."""
    target = words(value).strip()
    if not 0 < len(target) <= LONGEST_ADDRESS or any(one.isspace() for one in target):
        return None
    try:
        return target if urlsplit(target).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def source(value: Any) -> str | None:
    """Where an image lies: a path of this house, or an address on the web; nothing that runs."""
    target = words(value).strip()
    if target.startswith("/") and not target.startswith(("//", "/\\")):
        return target if len(target) <= LONGEST_ADDRESS and not any(map(str.isspace, target)) else None
    found = address(target)
    return found if found and not found.lower().startswith("mailto:") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of node: what it stands among, what it holds, and how each attribute is cleaned."""

    group: str
    holds: str = ""
    attributes: dict[str, Cleaner] = field(default_factory=dict)


_CELL: dict[str, Cleaner] = {"colspan": span, "rowspan": span, "colwidth": widths}

NODES: dict[str, Kind] = {
    "doc": Kind(group="", holds="block"),
    "paragraph": Kind(group="block", holds="inline"),
    "heading": Kind(group="block", holds="inline", attributes={"level": level}),
    "blockquote": Kind(group="block", holds="block"),
    "codeBlock": Kind(group="block", holds="text", attributes={"language": language}),
    "bulletList": Kind(group="block", holds="listItem"),
    "orderedList": Kind(group="block", holds="listItem", attributes={"start": start}),
    "listItem": Kind(group="listItem", holds="block"),
    "taskList": Kind(group="block", holds="taskItem"),
    "taskItem": Kind(group="taskItem", holds="block", attributes={"checked": checked}),
    "table": Kind(group="block", holds="tableRow"),
    "tableRow": Kind(group="tableRow", holds="cell"),
    "tableHeader": Kind(group="cell", holds="block", attributes=_CELL),
    "tableCell": Kind(group="cell", holds="block", attributes=_CELL),
    "horizontalRule": Kind(group="block"),
    "image": Kind(group="block", attributes={"src": source, "alt": label, "title": label}),
    "hardBreak": Kind(group="inline"),
    "text": Kind(group="inline"),
}

# In the order in which they stand at a text.
MARKS: dict[str, dict[str, Cleaner]] = {
    "link": {"href": address},
    "bold": {},
    "italic": {},
    "underline": {},
    "strike": {},
    "code": {},
}


def attributes_of(name: str, raw: Any) -> dict[str, Any]:
    """The attributes of a node, cleaned, with defaults; those that are not set are left out."""
    given = raw if isinstance(raw, dict) else {}
    found = {key: clean(given.get(key)) for key, clean in NODES[name].attributes.items()}
    if len(found.get("colwidth") or []) != found.get("colspan"):
        found.pop("colwidth", None)
    return {key: value for key, value in found.items() if value is not None}
