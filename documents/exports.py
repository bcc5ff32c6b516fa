"""The forms in which a document is given out. Rooms that know more forms add them to FORMATS."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from documents.content import canonical
from documents.markdown import markdown_of
from documents.pandoc.pictures import Album
from documents.rendering import html_of
from documents.schema import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is given out: a title, a language (sv or en), fitted content, and the pictures one may see."""

    title: str
    language: str
    content: Content
    album: Album = field(default_factory=Album)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One form: its media type, the end of its file's name, and what makes it.

    One that `takes_time` shows pictures, and is made at once only of what is small.
    """

    media_type: str
    suffix: str
    make: Callable[[Sheet], bytes]
    takes_time: bool = False


def _html(sheet: Sheet) -> bytes:
    title = escape(sheet.title)
    head = f'<meta charset="utf-8"><title>{title}</title>'
    body = f"<h1>{title}</h1>\n{html_of(sheet.content)}"
    page = f'<html lang="{sheet.language}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>'
    return f"<!doctype html>\n{page}\n".encode()


def _markdown(sheet: Sheet) -> bytes:
    return markdown_of(sheet.content, title=sheet.title).encode()


def _json(sheet: Sheet) -> bytes:
    return canonical(sheet.content)


FORMATS: dict[str, Format] = {
    "html": Format(media_type="text/html; charset=utf-8", suffix="html", make=_html),
    "md": Format(media_type="text/markdown; charset=utf-8", suffix="md", make=_markdown),
    "json": Format(media_type="application/json", suffix="json", make=_json),
}
