"""What pandoc read, as content of the editor. What the editor has no place for degrades to its text."""

from collections.abc import Callable
from typing import Any

from documents.fitting import fitted
from documents.pandoc.outward import DONE, OPEN
from documents.pandoc.running import ConversionFailed
from documents.schema import Content

Node = dict[str, Any]
# Takes a picture in: where it lies from now on, None where it is dropped.
Taken = Callable[[str], str | None]
_MARKS = {"Strong": "bold", "Emph": "italic", "Underline": "underline", "Strikeout": "strike"}
_BLANK = {"Space", "SoftBreak"}


def content_of(ast: Node, *, taken: Taken) -> Content:
    """The content of a whole tree, fit for the editor. Raises ConversionFailed for endless nesting."""
    try:
        return fitted({"content": Inward(taken).blocks(ast.get("blocks", []))})
    except RecursionError as error:
        raise ConversionFailed("too_deep", "The document is nested too deeply.") from error


def title_of(ast: Node) -> str:
    """The title that the file gives itself; empty where it has none."""
    title = ast.get("meta", {}).get("title", {}).get("c", [])
    if isinstance(title, str):
        return title
    texts = [node.get("text", " ") for node in Inward(lambda _source: None).inlines(title)]
    return " ".join("".join(texts).split())


class Inward:
    """Turns blocks into nodes."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken

    def blocks(self, blocks: list[Node]) -> list[Content]:
        """The nodes of these blocks; kinds without a maker are dropped (raw HTML and the like)."""
        found: list[Content] = []
        for block in blocks:
            make = _BLOCKS.get(block["t"])
            found += make(self, block.get("c")) if make else []
        return found

    def inlines(self, inlines: list[Node], marks: tuple[Content, ...] = ()) -> list[Content]:
        """Texts with their marks, breaks and pictures."""
        found: list[Content] = []
        for inline in inlines:
            kind, inside = inline["t"], inline.get("c")
            if kind == "Str" or kind in _BLANK:
                found.append(_text(inside or " ", marks))
            elif kind in _MARKS:
                found += self.inlines(inside or [], (*marks, {"type": _MARKS[kind]}))
            elif kind in _INLINES:
                found += _INLINES[kind](self, inside, marks)
        return found

    def paragraph(self, inlines: list[Node]) -> list[Content]:
        """A paragraph."""
        return [{"type": "paragraph", "content": self.inlines(inlines)}]

    def heading(self, parts: list[Any]) -> list[Content]:
        """A heading; the editor knows three levels."""
        return [{"type": "heading", "attrs": {"level": parts[0]}, "content": self.inlines(parts[2])}]

    def code(self, parts: list[Any]) -> list[Content]:
        """A block of code."""
        language = next(iter(parts[0][1]), None)
        return [{"type": "codeBlock", "attrs": {"language": language}, "content": [_text(parts[1])]}]

    def quote(self, blocks: list[Node]) -> list[Content]:
        """A quotation."""
        return [{"type": "blockquote", "content": self.blocks(blocks)}]

    def bullets(self, items: list[list[Node]]) -> list[Content]:
        """A list, of tasks where every item begins with a box."""
        if items and all(_box(item) for item in items):
            return [{"type": "taskList", "content": [self._task(item) for item in items]}]
        return [{"type": "bulletList", "content": self._items(items)}]

    def numbers(self, parts: list[Any]) -> list[Content]:
        """A numbered list."""
        start = parts[0][0]
        return [{"type": "orderedList", "attrs": {"start": start}, "content": self._items(parts[1])}]

    def _items(self, items: list[list[Node]]) -> list[Content]:
        return [{"type": "listItem", "content": self.blocks(item)} for item in items]

    def _task(self, item: list[Node]) -> Content:
        first = item[0]["c"]
        rest = [{**item[0], "c": first[2:]}, *item[1:]]
        is_done = first[0]["c"] == DONE
        return {"type": "taskItem", "attrs": {"checked": is_done}, "content": self.blocks(rest)}

    def terms(self, pairs: list[Any]) -> list[Content]:
        """Terms in bold, each followed by what it means."""
        found: list[Content] = []
        for term, meanings in pairs:
            words = self.inlines(term, ({"type": "bold"},))
            found.append({"type": "paragraph", "content": words})
            found += [node for blocks in meanings for node in self.blocks(blocks)]
        return found

    def lines(self, lines: list[list[Node]]) -> list[Content]:
        """Verse: one paragraph, its lines broken."""
        broken: list[Content] = []
        for line in lines:
            broken += ([{"type": "hardBreak"}] if broken else []) + self.inlines(line)
        return [{"type": "paragraph", "content": broken}]

    def table(self, parts: list[Any]) -> list[Content]:
        """A table, its caption before it."""
        _attributes, caption, _columns, head, bodies, foot = parts
        rows = [self._row(row, "tableHeader") for row in head[1]]
        for body in bodies:
            rows += [self._row(row, "tableHeader") for row in body[2]]
            rows += [self._row(row, "tableCell") for row in body[3]]
        rows += [self._row(row, "tableCell") for row in foot[1]]
        kept = [row for row in rows if any(cell["content"] for cell in row["content"]) or len(rows) > 1]
        return [*self.blocks(caption[1]), {"type": "table", "content": kept}]

    def _row(self, row: list[Any], kind: str) -> Content:
        cells = [
            {
                "type": kind,
                "attrs": {"rowspan": rows, "colspan": columns},
                "content": self.blocks(blocks),
            }
            for _attributes, _align, rows, columns, blocks in row[1]
        ]
        return {"type": "tableRow", "content": cells}

    def rule(self, _nothing: Any) -> list[Content]:
        """A line across the page."""
        return [{"type": "horizontalRule"}]

    def inside(self, parts: list[Any]) -> list[Content]:
        """What a box, or a figure with its caption, holds."""
        return self.blocks(parts[-1])

    def link(self, parts: list[Any], marks: tuple[Content, ...]) -> list[Content]:
        """Words that lead somewhere."""
        mark: Content = {"type": "link", "attrs": {"href": parts[2][0]}}
        return self.inlines(parts[1], (*marks, mark))

    def picture(self, parts: list[Any], marks: tuple[Content, ...]) -> list[Content]:
        """A picture that was taken in; of any other, its words."""
        words = "".join(node.get("text", "") for node in self.inlines(parts[1]))
        place = self.taken(parts[2][0])
        if place is None:
            return [_text(words, marks)]
        return [{"type": "image", "attrs": {"src": place, "alt": words, "title": parts[2][1]}}]

    def wrapped(self, parts: Any, marks: tuple[Content, ...]) -> list[Content]:
        """What stands in a wrapping that the editor does not know."""
        return self.inlines(parts[-1] if parts and isinstance(parts[-1], list) else parts, marks)

    def coded(self, parts: list[Any], marks: tuple[Content, ...]) -> list[Content]:
        """Code or a formula in a line."""
        return [_text(parts[1], (*marks, {"type": "code"}))]

    def broken(self, _nothing: Any, _marks: tuple[Content, ...]) -> list[Content]:
        """A line break."""
        return [{"type": "hardBreak"}]

    def note(self, blocks: list[Node], marks: tuple[Content, ...]) -> list[Content]:
        """A footnote, in brackets where it is referred to."""
        lines = [block["c"] for block in blocks if block["t"] in ("Para", "Plain")]
        words = [text for line in lines for text in self.inlines(line)]
        return [_text(" (", marks), *words, _text(")", marks)]


def _text(text: str, marks: tuple[Content, ...] = ()) -> Content:
    return {"type": "text", "text": text, "marks": list(marks)}


def _box(item: list[Node]) -> bool:
    first = item[0] if item else {}
    inlines: list[Node] = first.get("c", []) if first.get("t") in ("Para", "Plain") else []
    return bool(inlines) and inlines[0].get("c") in (DONE, OPEN)


_BLOCKS: dict[str, Callable[[Inward, Any], list[Content]]] = {
    "Para": Inward.paragraph,
    "Plain": Inward.paragraph,
    "Header": Inward.heading,
    "CodeBlock": Inward.code,
    "BlockQuote": Inward.quote,
    "BulletList": Inward.bullets,
    "OrderedList": Inward.numbers,
    "DefinitionList": Inward.terms,
    "LineBlock": Inward.lines,
    "Table": Inward.table,
    "HorizontalRule": Inward.rule,
    "Div": Inward.inside,
    "Figure": Inward.inside,
}
_INLINES: dict[str, Callable[[Inward, Any, tuple[Content, ...]], list[Content]]] = {
    "Link": Inward.link,
    "Image": Inward.picture,
    "Code": Inward.coded,
    "Math": Inward.coded,
    "LineBreak": Inward.broken,
    "Note": Inward.note,
    **dict.fromkeys(("Span", "Quoted", "Cite", "Superscript", "Subscript", "SmallCaps"), Inward.wrapped),
}
