"""Content as pandoc's syntax tree (pandoc-types 1.23). No raw element is ever made, so nothing in it runs."""

from collections.abc import Callable
from typing import Any

from documents.schema import Content

Node = dict[str, Any]
# Where the picture of a source lies for pandoc; None where it is not to be had.
Placed = Callable[[str], str | None]
_NOTHING: list[Any] = ["", [], []]
_WRAPPED = {"bold": "Strong", "italic": "Emph", "underline": "Underline", "strike": "Strikeout"}
DONE, OPEN = "☒", "☐"


def ast_of(content: Content, *, title: str, language: str, placed: Placed) -> Node:
    """The tree of a whole document: title, language and fitted content."""
    return {
        "pandoc-api-version": [1, 23, 1],
        "meta": {
            "title": {"t": "MetaInlines", "c": [_str(title)]},
            "lang": {"t": "MetaString", "c": language},
        },
        "blocks": Outward(placed).blocks(content.get("content", [])),
    }


def _str(text: str) -> Node:
    return {"t": "Str", "c": text}


class Outward:
    """Turns nodes into blocks. Fitted content is not deep, so this may recur."""

    def __init__(self, placed: Placed) -> None:
        self.placed = placed

    def blocks(self, nodes: list[Content], *, tight: bool = False) -> list[Node]:
        """The blocks of these nodes; in lists and tables paragraphs stand without air."""
        return [block for node in nodes for block in self._block(node, tight=tight)]

    def _block(self, node: Content, *, tight: bool) -> list[Node]:
        if node["type"] == "paragraph":
            return [{"t": "Plain" if tight else "Para", "c": self._line(node)}]
        return [getattr(self, f"_{node['type']}")(node)]

    def _line(self, node: Content) -> list[Node]:
        return [inline for child in node.get("content", []) for inline in _inline(child)]

    def _heading(self, node: Content) -> Node:
        return {"t": "Header", "c": [node["attrs"]["level"], _NOTHING, self._line(node)]}

    def _codeBlock(self, node: Content) -> Node:  # noqa: N802 - named as the node
        language = node.get("attrs", {}).get("language")
        text = "".join(child["text"] for child in node.get("content", []))
        return {"t": "CodeBlock", "c": [["", [language] if language else [], []], text]}

    def _blockquote(self, node: Content) -> Node:
        return {"t": "BlockQuote", "c": self.blocks(node.get("content", []))}

    def _bulletList(self, node: Content) -> Node:  # noqa: N802 - as above
        return {"t": "BulletList", "c": [self._item(item) for item in node["content"]]}

    def _orderedList(self, node: Content) -> Node:  # noqa: N802 - as above
        style = [node["attrs"]["start"], {"t": "Decimal"}, {"t": "Period"}]
        return {"t": "OrderedList", "c": [style, [self._item(item) for item in node["content"]]]}

    def _taskList(self, node: Content) -> Node:  # noqa: N802 - as above
        items = [self._item(item) for item in node["content"]]
        for item, blocks in zip(node["content"], items, strict=True):
            mark = DONE if item["attrs"]["checked"] else OPEN
            blocks[0]["c"][:0] = [_str(mark), {"t": "Space"}]
        return {"t": "BulletList", "c": items}

    def _item(self, item: Content) -> list[Node]:
        return self.blocks(item.get("content", []), tight=True)

    def _horizontalRule(self, _node: Content) -> Node:  # noqa: N802 - as above
        return {"t": "HorizontalRule"}

    def _image(self, node: Content) -> Node:
        attributes = node["attrs"]
        source, words = attributes["src"], attributes.get("alt", "")
        place = self.placed(source)
        if place:
            parts = [_NOTHING, [_str(words)] if words else [], [place, attributes.get("title", "")]]
            return {"t": "Para", "c": [{"t": "Image", "c": parts}]}
        if source.startswith("/"):
            return {"t": "Para", "c": [{"t": "Emph", "c": [_str(f"[{words or '…'}]")]}]}
        return {"t": "Para", "c": [{"t": "Link", "c": [_NOTHING, [_str(words or source)], [source, ""]]}]}

    def _table(self, node: Content) -> Node:
        rows = [row["content"] for row in node["content"]]
        heads = 0
        while heads < len(rows) and all(cell["type"] == "tableHeader" for cell in rows[heads]):
            heads += 1
        made = [[_NOTHING, [self._cell(cell) for cell in row]] for row in rows]
        columns = max(sum(cell["attrs"]["colspan"] for cell in row) for row in rows)
        spec = [{"t": "AlignDefault"}, {"t": "ColWidth", "c": 1 / columns}]
        body = [_NOTHING, 0, [], made[heads:]]
        parts = [_NOTHING, [None, []], [spec] * columns, [_NOTHING, made[:heads]], [body], [_NOTHING, []]]
        return {"t": "Table", "c": parts}

    def _cell(self, cell: Content) -> list[Any]:
        spans = cell["attrs"]
        inside = self.blocks(cell.get("content", []), tight=True)
        return [_NOTHING, {"t": "AlignDefault"}, spans["rowspan"], spans["colspan"], inside]


def _inline(node: Content) -> list[Node]:
    if node["type"] == "hardBreak":
        return [{"t": "LineBreak"}]
    marks = {mark["type"]: mark.get("attrs", {}) for mark in node.get("marks", [])}
    text = " ".join(node["text"].split("\n"))
    inlines = [{"t": "Code", "c": [_NOTHING, text]}] if "code" in marks else _words(text)
    for name, wrapping in _WRAPPED.items():
        if name in marks:
            inlines = [{"t": wrapping, "c": inlines}]
    if "link" in marks:
        inlines = [{"t": "Link", "c": [_NOTHING, inlines, [marks["link"]["href"], ""]]}]
    return inlines


def _words(text: str) -> list[Node]:
    found: list[Node] = []
    for index, word in enumerate(text.split(" ")):
        found += [{"t": "Space"}] if index else []
        found += [_str(word)] if word else []
    return found
