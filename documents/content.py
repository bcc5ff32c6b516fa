"""The editor's content of a Yjs document, as ProseMirror's JSON: read, and written as a forward edit."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

import orjson
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents.fitting import fitted
from documents.schema import DEEPEST, EDITOR_ROOT, Content

# y-tiptap puts a hash behind the names of marks that may overlap.
_HASHED = re.compile(r"(.*)--[a-zA-Z0-9+/=]{8}")
# Beyond it, comparing blocks one by one costs more than it spares.
_MOST_COMPARED = 250_000
Node = XmlElement | XmlText | XmlFragment


def read_content(doc: Doc[Any]) -> Content:
    """What the editor shows of a document. Whatever it can't show degrades to its text.

    Reading decides what kind the root is: give it a document of your own, not one that others use.
    """
    fragment = doc.get(EDITOR_ROOT, type=XmlFragment)
    with doc.transaction():
        return fitted({"content": _raw(list(fragment.children))})


def write_content(doc: Doc[Any], content: Content) -> None:
    """Edit the document until it reads like `content`, made fit for the editor.

    Blocks that are there already are not touched: cursors and comments in them stay where they are.
    """
    wanted = fitted(content)["content"]
    fragment = doc.get(EDITOR_ROOT, type=XmlFragment)
    with doc.transaction():
        blocks = fragment.children
        there = [_key_of(child) for child in blocks]
        for start, stop, first, last in reversed(_changes(there, [_key(block) for block in wanted])):
            del blocks[start:stop]
            for offset, block in enumerate(wanted[first:last]):
                _write(blocks.insert(start + offset, XmlElement(block["type"], block.get("attrs"))), block)


def canonical(content: Content) -> bytes:
    """The one way in which a content is written as bytes: what its hash is taken of."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _raw(children: list[Node]) -> list[Content]:
    """Yjs' nodes as they are, without recursion; below DEEPEST their children stand beside them."""
    found: list[Content] = []
    waiting = [(node, found, 0) for node in reversed(children)]
    while waiting:
        node, beside, depth = waiting.pop()
        if isinstance(node, XmlText):
            beside += _texts(node)
            continue
        inside = beside
        if depth <= DEEPEST and isinstance(node, XmlElement):
            inside = []
            beside.append({"type": node.tag, "attrs": dict(node.attributes), "content": inside})  # type: ignore[call-overload]
        waiting += [(child, inside, depth + 1) for child in reversed(list(node.children))]
    return found


def _texts(text: XmlText) -> list[Content]:
    return [
        {"type": "text", "text": part, "marks": _marks(attributes or {})}
        for part, attributes in text.diff()
        if isinstance(part, str)
    ]


def _marks(attributes: dict[str, Any]) -> list[Content]:
    return [
        {"type": found[1] if (found := _HASHED.fullmatch(name)) else name, "attrs": value}
        for name, value in attributes.items()
        if value is not None and value is not False
    ]


def _key(block: Content) -> bytes:
    return canonical(block)


def _key_of(child: Node) -> bytes:
    """What a block of the document reads like; nothing where the editor would not keep it as it is."""
    blocks = fitted({"content": _raw([child])})["content"]
    is_kept = isinstance(child, XmlElement) and [block["type"] for block in blocks] == [child.tag]
    return _key(blocks[0]) if is_kept else b""


def _changes(there: list[bytes], wanted: list[bytes]) -> list[tuple[int, int, int, int]]:
    """Which ranges of what is there are to be replaced by which ranges of what is wanted."""
    ahead = 0
    for one, other in zip(there, wanted, strict=False):
        if one != other:
            break
        ahead += 1
    behind = 0
    while behind < min(len(there), len(wanted)) - ahead and there[-1 - behind] == wanted[-1 - behind]:
        behind += 1
    old, new = there[ahead : len(there) - behind], wanted[ahead : len(wanted) - behind]
    if len(old) * len(new) > _MOST_COMPARED:
        return [(ahead, ahead + len(old), ahead, ahead + len(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (ahead + start, ahead + stop, ahead + first, ahead + last)
        for what, start, stop, first, last in matcher.get_opcodes()
        if what != "equal"
    ]


def _write(parent: XmlElement, node: Content) -> None:
    """Fill a new element. Fitted content is not deep, so this may recur."""
    for is_text, group in groupby(node.get("content", []), key=lambda child: child["type"] == "text"):
        if is_text:
            _write_text(parent.children.append(XmlText("")), list(group))
            continue
        for child in group:
            _write(parent.children.append(XmlElement(child["type"], child.get("attrs"))), child)


def _write_text(text: XmlText, parts: list[Content]) -> None:
    for part in parts:
        marks = {mark["type"]: mark.get("attrs", {}) for mark in part.get("marks", [])}
        text.insert(len(text), part["text"], marks or None)
