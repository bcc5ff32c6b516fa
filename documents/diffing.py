"""What differs between two contents: one content that shows both, word by word, and a list of changes."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import orjson

from documents.content import canonical
from documents.rendering import lines_of
from documents.schema import Content

Nodes = list[Content]
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LONGEST_EXCERPT = 300
MOST_CHANGES = 1000
# Beyond it, comparing piece by piece costs more than it tells.
_MOST_COMPARED = 1_000_000
_FARTHEST = 20
_ALIKE = 0.4
_WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
_TEXTBLOCKS = {"paragraph", "heading", "codeBlock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One block that is not as it was."""

    kind: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Difference:
    """Both contents in one, with marks `added` and `removed`, and the changes in their order."""

    content: Content
    changes: list[Change] = field(default_factory=list)
    # How many pairs may still be compared: whoever makes a comparison slow gets a coarse one.
    budget: int = 10_000_000


def difference(before: Content, after: Content) -> Difference:
    """What became of fitted content. Nothing changed where the contents are equal."""
    found = Difference({"type": "doc", "content": []})
    found.content["content"] = _blocks(before["content"], after["content"], found)
    return found


def _steps(old: list[Any], new: list[Any], found: Difference) -> list[tuple[str, int, int, int, int]]:
    ahead = 0
    while ahead < min(len(old), len(new)) and old[ahead] == new[ahead]:
        ahead += 1
    behind = 0
    while behind < min(len(old), len(new)) - ahead and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    ends = len(old) - behind, len(new) - behind
    pairs = (ends[0] - ahead) * (ends[1] - ahead)
    found.budget -= min(pairs, _MOST_COMPARED)
    if pairs > _MOST_COMPARED or found.budget < 0:
        middle = [("replace", ahead, ends[0], ahead, ends[1])]
    else:
        matcher = SequenceMatcher(None, old[ahead : ends[0]], new[ahead : ends[1]], autojunk=False)
        middle = [
            (what, ahead + start, ahead + stop, ahead + first, ahead + last)
            for what, start, stop, first, last in matcher.get_opcodes()
        ]
    return [("equal", 0, ahead, 0, ahead), *middle, ("equal", ends[0], len(old), ends[1], len(new))]


def _blocks(old: Nodes, new: Nodes, found: Difference) -> Nodes:
    shown: Nodes = []
    for what, start, stop, first, last in _steps(
        [canonical(n) for n in old], [canonical(n) for n in new], found
    ):
        if what == "equal":
            shown += new[first:last]
        else:
            shown += _replaced(old[start:stop], new[first:last], found)
    return shown


def _replaced(old: Nodes, new: Nodes, found: Difference) -> Nodes:
    """Blocks instead of others: those that are much alike are compared, in their order."""
    shown: Nodes = []
    at = 0
    for block in new:
        twin = next((i for i in range(at, min(at + _FARTHEST, len(old))) if _are_alike(old[i], block)), None)
        if twin is None:
            shown += _whole([block], ADDED, found)
            continue
        shown += _whole(old[at:twin], REMOVED, found)
        shown.append(_merged(old[twin], block, found))
        at = twin + 1
    # What went away stands before what came instead, where nothing was alike.
    rest = _whole(old[at:], REMOVED, found)
    return rest + shown if not at else shown + rest


def _are_alike(old: Content, new: Content) -> bool:
    if old["type"] != new["type"] or old.get("attrs") != new.get("attrs"):
        return False
    if old["type"] in {"table", "tableRow", "bulletList", "orderedList", "taskList"}:
        return True
    words, others = (set(" ".join(lines_of(node)).split()) for node in (old, new))
    return len(words & others) >= _ALIKE * max(len(words), len(others), 1)


def _merged(old: Content, new: Content, found: Difference) -> Content:
    if new["type"] not in _TEXTBLOCKS:
        return new | {"content": _blocks(old.get("content", []), new.get("content", []), found)}
    _note(found, CHANGED, old, new)
    return new | {"content": _line(old.get("content", []), new.get("content", []), found)}


def _line(old: Nodes, new: Nodes, found: Difference) -> Nodes:
    before, after = _pieces(old), _pieces(new)
    shown: Nodes = []
    for what, start, stop, first, last in _steps(before, after, found):
        if what == "equal":
            shown += [_piece(*one) for one in after[first:last]]
            continue
        shown += [_marked(_piece(*one), REMOVED) for one in before[start:stop]]
        shown += [_marked(_piece(*one), ADDED) for one in after[first:last]]
    return _joined(shown)


def _pieces(nodes: Nodes) -> list[tuple[str, bytes]]:
    """Words with the blanks before them, and their marks; a break is a line feed without marks."""
    return [
        (word, canonical({"marks": node.get("marks", [])}) if node["type"] == "text" else b"")
        for node in nodes
        for word in (_WORDS.findall(node["text"]) if node["type"] == "text" else ["\n"])
    ]


def _piece(word: str, marks: bytes) -> Content:
    if not marks:
        return {"type": "hardBreak"}
    return {"type": "text", "text": word, "marks": orjson.loads(marks)["marks"]}


def _joined(pieces: Nodes) -> Nodes:
    joined: Nodes = []
    for piece in pieces:
        before = joined[-1] if joined else {}
        if piece["type"] == before.get("type") == "text" and before["marks"] == piece["marks"]:
            joined[-1] = before | {"text": before["text"] + piece["text"]}
        else:
            joined.append(piece)
    return joined


def _whole(blocks: Nodes, kind: str, found: Difference) -> Nodes:
    for block in blocks:
        _note(found, kind, block if kind == REMOVED else None, block if kind == ADDED else None)
    return [_marked(block, kind) for block in blocks]


def _marked(node: Content, kind: str) -> Content:
    """The node with all its words marked; what has no words says itself that it changed."""
    if node["type"] == "text":
        return node | {"marks": [{"type": kind}, *node.get("marks", [])]}
    marked = node | {"change": kind}
    if "content" in node:
        marked["content"] = [_marked(child, kind) for child in node["content"]]
    return marked


def _note(found: Difference, kind: str, old: Content | None, new: Content | None) -> None:
    if len(found.changes) < MOST_CHANGES:
        found.changes.append(Change(kind=kind, before=_excerpt(old), after=_excerpt(new)))


def _excerpt(node: Content | None) -> str | None:
    return None if node is None else " ".join(line for line in lines_of(node) if line)[:LONGEST_EXCERPT]
