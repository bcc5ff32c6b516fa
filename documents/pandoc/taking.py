"""From a file to content: pandoc reads it, and the pictures in it become files of this house."""

import base64
import binascii
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from access.refusals import Invalid, TooLarge
from documents.pandoc.inward import content_of, title_of
from documents.pandoc.running import Ast, ast_of
from documents.schema import Content
from files import archives

# Stores a picture of these bytes under this name, and says where it lies from now on.
Stored = Callable[[bytes, str], str]
# Where in its archive a file keeps what it calls `media/..` or `Pictures/..`.
_FOLDERS = {"docx": "word/", "odt": ""}
_LARGEST_PICTURE = 25 * 1024 * 1024
_MOST_PICTURES = 200
_DATA = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


class Draft(NamedTuple):
    """A file as pandoc read it, before its pictures are taken in."""

    ast: Ast
    title: str
    form: str
    source: bytes


def draft_of(source: bytes, form: str) -> Draft:
    """Read a file that was looked at before. Raises ConversionFailed."""
    ast = ast_of(source, "gfm" if form == "md" else form)
    title = title_of(ast) or _own_title(source, form)
    return Draft(_without_title(ast, title, form), title or _first_heading(ast, form), form, source)


def content_in(draft: Draft, *, stored: Stored, known: Callable[[str], bool]) -> Content:
    """The draft's content. Pictures in it are stored; of the house's own `known` says which may stay.

    Remote pictures are dropped, and those of a kind that we do not take. Raises what `stored` raises
    for other reasons, and ConversionFailed.
    """
    return content_of(draft.ast, taken=_Taking(draft, stored, known))


class _Taking:
    """Takes each picture in once."""

    def __init__(self, draft: Draft, stored: Stored, known: Callable[[str], bool]) -> None:
        self.draft, self.stored, self.known = draft, stored, known
        self.places: dict[str, str | None] = {}

    def __call__(self, source: str) -> str | None:
        if source not in self.places:
            full = len(self.places) >= _MOST_PICTURES
            self.places[source] = None if full else self._place(source)
        return self.places[source]

    def _place(self, source: str) -> str | None:
        if self.known(source):
            return source
        found = self._found(source)
        if found is None:
            return None
        content, suffix = found
        try:
            return self.stored(content, f"{len(self.places) + 1}.{suffix}")
        except (Invalid, TooLarge):
            return None  # a drawing of a kind that no browser shows, or a torn picture: its words stay

    def _found(self, source: str) -> tuple[bytes, str] | None:
        if inline := _DATA.fullmatch(source):
            return _decoded(inline[2]), inline[1]
        folder = _FOLDERS.get(self.draft.form)
        if folder is None or ":" in source:
            return None
        with archives.opened(self.draft.source) as archive:
            name = f"{folder}{source.removeprefix('./')}"
            if name not in archive.namelist():
                return None
            return archives.part(archive, name, largest=_LARGEST_PICTURE), source.rpartition(".")[2]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""


def _own_title(source: bytes, form: str) -> str:
    """The title in an OpenDocument's own data, which pandoc does not read."""
    if form != "odt":
        return ""
    with ZipFile(BytesIO(source)) as archive:
        if "meta.xml" not in archive.namelist():
            return ""
        # Looked at before: it declares no entity, and is not deep.
        data = ET.fromstring(archives.part(archive, "meta.xml", largest=1024 * 1024))  # noqa: S314
    found = data.find(f".//{_TITLE}")
    return " ".join((found.text or "").split()) if found is not None else ""


def _first_heading(ast: Ast, form: str) -> str:
    first: dict[str, Any] = next(iter(ast.get("blocks", [])), {})
    if form != "md" or first.get("t") != "Header" or first["c"][0] != 1:
        return ""
    ast["blocks"] = ast["blocks"][1:]
    return _words(first["c"][2])


def _without_title(ast: Ast, title: str, form: str) -> Ast:
    """The title stands in an OpenDocument's text too: it is said once."""
    first: dict[str, Any] = next(iter(ast.get("blocks", [])), {})
    if form == "odt" and title and first.get("t") in ("Para", "Plain", "Header"):
        inlines = first["c"][2] if first["t"] == "Header" else first["c"]
        if _words(inlines) == title:
            return {**ast, "blocks": ast["blocks"][1:]}
    return ast


def _words(inlines: list[Any]) -> str:
    return title_of({"meta": {"title": {"c": inlines}}})
