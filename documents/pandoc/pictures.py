"""Pictures of documents: those of this house that the reader may see, as bytes; never those of others."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from access.actor import Actor
from documents.schema import Content
from files import storage
from files.models import StoredFile

# All pictures of one file together.
LARGEST = 60 * 1024 * 1024
_OURS = re.compile(r"(?:/api/v1)?/files/([0-9a-f-]{36})/(?:content/)?")
# What office programs show; other pictures are given to them as PNG.
_SHOWN = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture's bytes, and the end of its name."""

    content: bytes
    suffix: str

    @property
    def uri(self) -> str:
        """The picture as an address that holds it."""
        media_type = "jpeg" if self.suffix == "jpg" else self.suffix
        return f"data:image/{media_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass(slots=True)
class Album:
    """The pictures of one document that one person may see, by what the document calls them."""

    pictures: dict[str, Picture] = field(default_factory=dict)

    def uri_of(self, source: str) -> str | None:
        """The picture as an address that holds it; None where it is not to be had."""
        picture = self.pictures.get(source)
        return picture.uri if picture else None

    def name_of(self, source: str) -> str | None:
        """The picture's name in a folder; None where it is not to be had."""
        picture = self.pictures.get(source)
        return f"{list(self.pictures).index(source)}.{picture.suffix}" if picture else None

    def folder(self) -> dict[str, bytes]:
        """All pictures by these names."""
        return {str(self.name_of(source)): picture.content for source, picture in self.pictures.items()}


def file_id_of(source: str) -> UUID | None:
    """The file of this house that a picture's source names."""
    found = _OURS.fullmatch(source)
    try:
        return UUID(found[1]) if found else None
    except ValueError:
        return None


def pictures_in(content: Content) -> list[UUID]:
    """The files of this house that a content shows."""
    return [pk for source in _sources(content) if (pk := file_id_of(source))]


def album_of(actor: Actor, content: Content) -> Album:
    """The pictures of a content that the actor may see: one query, whatever their number."""
    wanted = {source: pk for source in _sources(content) if (pk := file_id_of(source))}
    visible = StoredFile.objects.visible_files(actor, list(wanted.values())).filter(width__isnull=False)
    rows = {row.pk: row for row in visible.order_by("pk")}
    album, left = Album(), LARGEST
    for source, pk in wanted.items():
        if pk in rows and rows[pk].size <= left:
            picture = _read(rows[pk])
            left -= len(picture.content) if picture else 0
            album.pictures |= {source: picture} if picture else {}
    return album


def _read(file: StoredFile) -> Picture | None:
    try:
        content = storage.read(file.key)
    except FileNotFoundError:
        return None
    suffix = _SHOWN.get(file.media_type)
    if suffix:
        return Picture(content=content, suffix=suffix)
    out = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGBA").save(out, "PNG")
    return Picture(content=out.getvalue(), suffix="png")


def _sources(node: dict[str, Any]) -> Iterator[str]:
    if node.get("type") == "image":
        yield node["attrs"]["src"]
    for child in node.get("content", []):
        yield from _sources(child)
