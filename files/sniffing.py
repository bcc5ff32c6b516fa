"""What a file is, told by its content, and whether its name says the same."""

from collections.abc import Callable
from typing import NamedTuple

import puremagic

from access.refusals import Invalid
from files import archives
from files.names import extension_of


class Kind(NamedTuple):
    """A kind of file that we take: what it is called on the wire, and how its content is known."""

    media_type: str
    is_so: Callable[[bytes], bool]


def _starts(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _holds(main: str) -> Callable[[bytes], bool]:
    """An Office Open XML file has a list of its parts, one main part, and no program in it."""

    def is_so(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        with archives.opened(content) as archive:
            names = set(archive.namelist())
            programs = any(name.lower().endswith("vbaproject.bin") for name in names)
            return {"[Content_Types].xml", main} <= names and not programs

    return is_so


def _declares(media_type: str) -> Callable[[bytes], bool]:
    """An OpenDocument file begins with its own media type (OpenDocument 1.3, part 2, 3.3)."""

    def is_so(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        with archives.opened(content) as archive:
            if "mimetype" not in archive.namelist():
                return False
            return archives.part(archive, "mimetype", largest=200).strip() == media_type.encode()

    return is_so


def _is_text(content: bytes) -> bool:
    """Text without control characters, in UTF-8 or the code page of old spreadsheets, and no markup."""
    text = text_of(content)
    if text is None or any(character < " " and character not in "\t\n\r\f" for character in text):
        return False
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return not start.startswith(("<svg", "<?xml", "<!doctype", "<html", "<script", "<?php", "#!"))


def text_of(content: bytes) -> str | None:
    """The content as text; None where it is none."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
KINDS: dict[str, Kind] = {
    "png": Kind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    "gif": Kind("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": Kind("image/webp", _is_webp),
    "pdf": Kind("application/pdf", _is_pdf),
    "docx": Kind(f"{_OOXML}.wordprocessingml.document", _holds("word/document.xml")),
    "xlsx": Kind(f"{_OOXML}.spreadsheetml.sheet", _holds("xl/workbook.xml")),
    "pptx": Kind(f"{_OOXML}.presentationml.presentation", _holds("ppt/presentation.xml")),
    "odt": Kind(f"{_ODF}.text", _declares(f"{_ODF}.text")),
    "ods": Kind(f"{_ODF}.spreadsheet", _declares(f"{_ODF}.spreadsheet")),
    "odp": Kind(f"{_ODF}.presentation", _declares(f"{_ODF}.presentation")),
    "txt": Kind("text/plain", _is_text),
    "csv": Kind("text/csv", _is_text),
    "md": Kind("text/markdown", _is_text),
}
_ALSO = {"jpeg": "jpg", "jpe": "jpg", "markdown": "md", "text": "txt"}
IMAGES = ("png", "jpg", "gif", "webp")


def kind_of(
    content: bytes, *, name: str, allowed: tuple[str, ...] = tuple(KINDS), field: str = "file"
) -> str:
    """The kind that the name's extension says and the content is. Raises Invalid, saying what it looks like.

    `allowed` names kinds of KINDS. An archive that is a bomb raises TooLarge.
    """
    extension = extension_of(name)
    kind = _ALSO.get(extension, extension)
    if kind not in allowed:
        known = ", ".join(f".{one}" for one in allowed)
        raise Invalid.field(field, "file_type", f"Files of this type are not taken. These are: {known}.")
    if not content:
        raise Invalid.field(field, "empty", "The file is empty.")
    if not KINDS[kind].is_so(content):
        raise Invalid.field(
            field,
            "other_content",
            f"The name says .{extension}, but the content looks like {_looks_like(content)}.",
        )
    return kind


def _looks_like(content: bytes) -> str:
    try:
        found = puremagic.magic_string(content[: 64 * 1024])
    except (puremagic.PureError, ValueError):
        return "something else"
    return next((match.mime_type for match in found if match.mime_type), "something else")
