"""Makes any tree of nodes one that the editor can show: it deletes what does not fit its schema, we don't.

What is unknown, or stands where it may not, is replaced by what it holds, at last by its text. The
result is canonical: two contents that look the same are equal.
"""

from collections.abc import Callable, Iterator
from typing import Any

from documents.schema import DEEPEST, MARKS, NODES, Content, attributes_of, words

Nodes = list[Content]


def fitted(content: Any) -> Content:
    """The content as the editor's schema has it, nested at most DEEPEST deep. Takes anything."""
    return {"type": "doc", "content": _blocks(_inside(content), DEEPEST)}


def kind_of(node: Any) -> str:
    """The name of a node's kind; empty for what is no node of the editor's."""
    name = node.get("type") if isinstance(node, dict) else None
    return name if isinstance(name, str) and name in NODES else ""


def element(name: str, attributes: Any = None, content: Nodes | None = None) -> Content:
    """A node, without the members that would be empty."""
    node: Content = {"type": name}
    if cleaned := attributes_of(name, attributes):
        node["attrs"] = cleaned
    if content:
        node["content"] = content
    return node


def _inside(node: Any) -> list[Any]:
    content = node.get("content") if isinstance(node, dict) else None
    return content if isinstance(content, list) else []


def _is_inline(node: Any) -> bool:
    name = kind_of(node)
    return bool(name) and NODES[name].group == "inline"


def _blocks(nodes: list[Any], depth: int) -> Nodes:
    """The nodes as blocks; text that stands between blocks becomes a paragraph."""
    found: Nodes = []
    loose: list[Any] = []
    for node in [*nodes, None]:
        if node is not None and _is_inline(node):
            loose.append(node)
            continue
        line = _line(iter(loose))
        found += [element("paragraph", content=line)] if _says_something(line) else []
        loose = []
        found += _block(node, depth)
    return found


def _says_something(line: Nodes) -> bool:
    return any(node.get("text", "").strip() for node in line)


def _block(node: Any, depth: int) -> Nodes:
    if not isinstance(node, dict):
        return []
    if depth <= 0:
        line = _line(leaves(node))
        return [element("paragraph", content=line)] if line else []
    fit = _FITS.get(kind_of(node))
    return fit(node, depth - 1) if fit else _blocks(_inside(node), depth - 1)


def leaves(node: Any) -> Iterator[Content]:
    """What can be seen of a node, in order: texts, breaks and images. Without recursion."""
    waiting = list(reversed(_inside(node)))
    begun = False
    while waiting:
        one = waiting.pop()
        name = kind_of(one)
        if name in {"text", "hardBreak", "image"}:
            begun = True
            yield one
            continue
        if begun and name:  # words of two blocks are two words
            yield {"type": "text", "text": " "}
        waiting += reversed(_inside(one))


def _line(nodes: Iterator[Any]) -> Nodes:
    """Texts and breaks; neighbours with the same marks are one, images and empty texts none."""
    line: Nodes = []
    for node in nodes:
        name = kind_of(node)
        if name == "hardBreak":
            line.append({"type": "hardBreak"})
        elif name == "text" and (text := words(node.get("text"))):
            marks = _marks(node.get("marks"))
            if line and line[-1]["type"] == "text" and line[-1].get("marks", []) == marks:
                line[-1]["text"] += text
            else:
                line.append({"type": "text", "text": text} | ({"marks": marks} if marks else {}))
    return line


def _marks(raw: Any) -> Nodes:
    """The marks that the editor knows, in its order; a link without a place to go is none."""
    given = {one.get("type"): one.get("attrs") for one in raw or [] if isinstance(one, dict)}
    marks: Nodes = []
    for name, cleaners in MARKS.items():
        if name not in given:
            continue
        raw_values = given[name]
        values = raw_values if isinstance(raw_values, dict) else {}
        attributes = {key: clean(values.get(key)) for key, clean in cleaners.items()}
        if all(attributes.values()):
            marks.append({"type": name} | ({"attrs": attributes} if attributes else {}))
    return _apart_from_code(marks)


def _apart_from_code(marks: Nodes) -> Nodes:
    """The editor has code with no other mark; where it leads is worth more than how it looks."""
    names = {mark["type"] for mark in marks}
    if "code" not in names or len(names) == 1:
        return marks
    return [mark for mark in marks if (mark["type"] == "code") != ("link" in names)]


def _written(node: Any, _depth: int) -> Nodes:
    """A paragraph or heading; an image in it, which the editor has between paragraphs, parts it."""
    parts: list[Nodes] = [[]]
    for leaf in leaves(node):
        if leaf["type"] == "image":
            parts += [_image(leaf, 0), []]
        else:
            parts[-1].append(leaf)
    name, attributes = node["type"], node.get("attrs")
    if len(parts) == 1:
        return [element(name, attributes, _line(iter(parts[0])))]
    lines = [part if index % 2 else _line(iter(part)) for index, part in enumerate(parts)]
    return [
        block
        for index, line in enumerate(lines)
        for block in (line if index % 2 else [element(name, attributes, line)] * _says_something(line))
    ]


def _code(node: Any, _depth: int) -> Nodes:
    text = "".join("\n" if one["type"] == "hardBreak" else words(one.get("text")) for one in leaves(node))
    return [element("codeBlock", node.get("attrs"), [{"type": "text", "text": text}] if text else [])]


def _quote(node: Any, depth: int) -> Nodes:
    return [element("blockquote", content=_blocks(_inside(node), depth) or [element("paragraph")])]


def _list(node: Any, depth: int) -> Nodes:
    item = NODES[node["type"]].holds
    items = [
        _item(item, child if kind_of(child) in {"listItem", "taskItem"} else {"content": [child]}, depth - 1)
        for child in _inside(node)
    ]
    return [element(node["type"], node.get("attrs"), items)] if items else []


def _item(name: str, node: Any, depth: int) -> Content:
    blocks = _blocks(_inside(node), depth)
    if not blocks or blocks[0]["type"] != "paragraph":
        blocks.insert(0, element("paragraph"))
    return element(name, node.get("attrs"), blocks)


def _table(node: Any, depth: int) -> Nodes:
    rows = [
        element("tableRow", content=[_cell(cell, depth - 2) for cell in cells])
        for row in _inside(node)
        if (cells := _inside(row) if kind_of(row) == "tableRow" else [row])
    ]
    return [element("table", content=rows)] if rows else []


def _cell(node: Any, depth: int) -> Content:
    is_cell = kind_of(node) in {"tableCell", "tableHeader"}
    name = node["type"] if is_cell else "tableCell"
    blocks = _blocks(_inside(node) if is_cell else [node], depth) or [element("paragraph")]
    return element(name, node.get("attrs") if is_cell else None, blocks)


def _rule(_node: Any, _depth: int) -> Nodes:
    return [element("horizontalRule")]


def _image(node: Any, _depth: int) -> Nodes:
    found = element("image", node.get("attrs"))
    attributes = found.get("attrs", {})
    if "src" in attributes:
        return [found]
    text = attributes.get("alt")
    return [element("paragraph", content=[{"type": "text", "text": text}])] if text else []


_FITS: dict[str, Callable[[Any, int], Nodes]] = {
    "paragraph": _written,
    "heading": _written,
    "codeBlock": _code,
    "blockquote": _quote,
    "bulletList": _list,
    "orderedList": _list,
    "taskList": _list,
    "table": _table,
    "horizontalRule": _rule,
    "image": _image,
}
