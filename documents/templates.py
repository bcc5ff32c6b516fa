"""What a document may begin with: headings and questions, in Swedish and in English.

Each outline is a file of lines: `## heading`, `### heading`, `_hint_`, `- item`, `1. item`, `[ ] task`,
`| cells |` (the first row of a table is its header). The needs document follows the agency's questions
for a needs analysis and the fields of a need.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

from documents.fitting import element, fitted
from documents.schema import Content

_FOLDER = Path(__file__).parent / "outlines"


class Template(StrEnum):
    """The outlines by name; a blank one has no file."""

    BLANK = "blank"
    NEED = "need"
    MINUTES = "minutes"
    MARKET_ANALYSIS = "market-analysis"


@cache
def outline(template: Template, language: str) -> Content:
    """The content that a document of this template begins with, in `sv` or `en`."""
    if template is Template.BLANK:
        return fitted({})
    lines = (_FOLDER / f"{template}.{language}.md").read_text(encoding="utf-8").splitlines()
    blocks = [
        block
        for prefix, group in groupby(lines, key=_prefix)
        for block in _MAKERS[prefix]([line.removeprefix(prefix).strip() for line in group])
    ]
    return fitted({"content": _with_room(blocks)})


def _with_room(blocks: list[Content]) -> list[Content]:
    """A line to write on under each heading and hint that nothing else follows."""
    spaced: list[Content] = []
    for index, block in enumerate(blocks):
        spaced.append(block)
        if _wants_room(block, blocks[index + 1] if index + 1 < len(blocks) else None):
            spaced.append(element("paragraph"))
    return spaced


def _wants_room(block: Content, following: Content | None) -> bool:
    if block["type"] not in {"heading", "paragraph"}:
        return False
    if following is None or following["type"] != "heading":
        return following is None
    return block["type"] == "paragraph" or bool(following["attrs"]["level"] <= block["attrs"]["level"])


def _prefix(line: str) -> str:
    return next(prefix for prefix in _MAKERS if line.startswith(prefix))


def _paragraph(text: str, *marks: str) -> Content:
    words = {"type": "text", "text": text, "marks": [{"type": mark} for mark in marks]}
    return element("paragraph", content=[words] if text else [])


def _headings(level: int) -> Callable[[list[str]], list[Content]]:
    return lambda lines: [element("heading", {"level": level}, _paragraph(line)["content"]) for line in lines]


def _hints(lines: list[str]) -> list[Content]:
    return [_paragraph(line.strip("_"), "italic") for line in lines]


def _list(name: str, item: str) -> Callable[[list[str]], list[Content]]:
    return lambda lines: [
        element(name, content=[element(item, content=[_paragraph(line)]) for line in lines])
    ]


def _table(lines: list[str]) -> list[Content]:
    rows = []
    for index, line in enumerate(lines):
        cells = [_paragraph(cell.strip()) for cell in line.strip("|").split("|")]
        kind = "tableCell" if index else "tableHeader"
        rows.append(element("tableRow", content=[element(kind, content=[cell]) for cell in cells]))
    return [element("table", content=rows)]


_MAKERS: dict[str, Callable[[list[str]], list[Content]]] = {
    "### ": _headings(3),
    "## ": _headings(2),
    "-": _list("bulletList", "listItem"),
    "1.": _list("orderedList", "listItem"),
    "[ ] ": _list("taskList", "taskItem"),
    "|": _table,
    "_": _hints,
}
