"""A file that is to become a document, looked at before pandoc sees it: no bomb, no entity, no abyss."""

import re
from xml.parsers import expat
from zipfile import ZipFile

from access.refusals import Invalid, TooLarge
from files import archives
from files.sniffing import kind_of, text_of

FORMS = ("docx", "odt", "md")
LARGEST = 50 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
# Elements in each other: a table within a table in Word takes about eight.
DEEPEST = 250
_LARGEST_XML = 120 * 1024 * 1024
_QUOTES = re.compile(r"^(?:[ \t]*>){40}", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]{400}", re.MULTILINE)
_BRACKETS = re.compile(r"[\[({*_]{400}")


def checked(content: bytes, *, name: str) -> str:
    """The form of the file: docx, odt or md. Raises Invalid, saying what is wrong with it, and TooLarge."""
    if len(content) > LARGEST:
        raise TooLarge("file_too_large", f"A document to take in may have {LARGEST // 2**20} MB.")
    form = kind_of(content, name=name, allowed=FORMS)
    if form == "md":
        _check_text(text_of(content) or "")
        return form
    with archives.opened(content) as archive:
        _check_parts(archive)
    return form


def _check_text(text: str) -> None:
    if len(text) > LARGEST_TEXT:
        raise TooLarge("file_too_large", f"A text to take in may have {LARGEST_TEXT // 2**20} MB.")
    if _QUOTES.search(text) or _INDENT.search(text) or _BRACKETS.search(text):
        raise _too_deep()


def _check_parts(archive: ZipFile) -> None:
    left = _LARGEST_XML
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            part = archives.part(archive, name, largest=left)
            left -= len(part)
            _check_xml(part)


def _check_xml(part: bytes) -> None:
    parser = expat.ParserCreate()
    depth = 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep()

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = _refuse_entity
    parser.StartDoctypeDeclHandler = _refuse_outside
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise Invalid.field("file", "broken", "The file is damaged. Save it anew and try again.") from error


def _refuse_entity(*_declaration: object) -> None:
    raise Invalid.field("file", "entities", "The file declares entities, which no office program writes.")


def _refuse_outside(_name: str, system: str | None, *_rest: object) -> None:
    if system and ":" in system:
        _refuse_entity()


def _too_deep() -> Invalid:
    return Invalid.field("file", "too_deep", "The document is nested too deeply.")
