"""Content as Markdown: CommonMark with GitHub's tables, task lists and strikethrough."""

import re
from collections.abc import Callable

from documents.schema import Content

Lines = list[str]
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|&])")
# What would begin another kind of block at the start of a line.
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_MARKS = {"bold": "**", "italic": "*", "strike": "~~"}
# Where a sign would be read as text: Markdown looks at what stands on both sides of it.
_TAGS = {"bold": "strong", "italic": "em", "strike": "s"}
_BREAK = "\\\n"
_ADDRESS = re.compile(r"[\s()<>\\\[\]]")


def markdown_of(content: Content, *, title: str = "") -> str:
    """Fitted content as Markdown, under its title. What Markdown can't say is written as plain text."""
    said = [node for node in content["content"] if node != {"type": "paragraph"}]
    lines = _apart(said)
    return "\n".join(["# " + _plain(title), *([""] if lines else []), *lines] if title else lines) + "\n"


def _apart(nodes: list[Content]) -> Lines:
    """The blocks with blank lines between; two lists of a kind in a row are kept two by a comment."""
    lines: Lines = []
    before = ""
    for node in nodes:
        kind = node["type"]
        twins = kind == before and kind.endswith("List")
        lines += (["", "<!-- -->", ""] if twins else [""]) if before else []
        lines += _MAKERS[kind](node)
        before = kind
    return lines


def _inside(node: Content) -> Lines:
    return _apart(node.get("content", []))


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def _line(node: Content) -> Lines:
    """The inline content of a block, a line for each break."""
    parts = _spoken(node.get("content", []))
    said = ["", *(part.get("text", "\n") for part in parts), ""]
    text = "".join(
        _text(part, said[index][-1:], said[index + 2][:1]) if part["type"] == "text" else _BREAK
        for index, part in enumerate(parts)
    )
    return [_AT_START.sub(_escaped, line) for line in text.strip().split("\n")]


def _spoken(parts: list[Content]) -> list[Content]:
    """Inline content without the breaks at its end, which would be read as backslashes."""
    last = len(parts)
    while last and not parts[last - 1].get("text", "").strip():
        last -= 1
    return parts[:last]


def _escaped(found: re.Match[str]) -> str:
    space, start = found.groups()
    return f"{space}{start}\\" if start.isdigit() else f"{space}\\{start}"


def _text(node: Content, left: str, right: str) -> str:
    """A piece of text, between these two characters. Marks stand inside its blanks."""
    marks = {mark["type"]: mark for mark in node.get("marks", [])}
    words = _code_span(node["text"]) if "code" in marks else _plain(node["text"])
    core = words.strip()
    if not core:
        return words
    before, after = words[: words.index(core)], words[words.index(core) + len(core) :]
    core = _signed(core, marks, is_apart=not f"{before or left}{after or right}".strip())
    if "link" in marks:
        core = f"[{core}]({_address(marks['link']['attrs']['href'])})"
    return before + core + after


def _signed(core: str, marks: dict[str, Content], *, is_apart: bool) -> str:
    is_plain = is_apart and core[0].isalnum() and core[-1].isalnum()
    for name in sorted(_MARKS.keys() & marks.keys()):
        sign, tag = _MARKS[name], _TAGS[name]
        core = f"{sign}{core}{sign}" if is_plain else f"<{tag}>{core}</{tag}>"
    return core


def _code_span(text: str) -> str:
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{' '.join(text.split(chr(10)))}{pad}{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _address(target: str) -> str:
    return _ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", target)


def _heading(node: Content) -> Lines:
    text = " ".join(part.removesuffix("\\") for part in _line(node))
    return ["#" * node["attrs"]["level"] + " " + text]


def _code(node: Content) -> Lines:
    text = "".join(part["text"] for part in node.get("content", []))
    fence = "`" * max(3, _longest_run(text) + 1)
    return [fence + node.get("attrs", {}).get("language", ""), *text.split("\n"), fence]


def _quote(node: Content) -> Lines:
    return [f"> {line}".rstrip() for line in _inside(node)]


def _list(first: Callable[[Content, int], str]) -> Callable[[Content], Lines]:
    def make(node: Content) -> Lines:
        lines: Lines = []
        for index, item in enumerate(node["content"]):
            sign = first(node, index)
            inside = _inside(item)
            box = _box(item)
            lines.append(f"{sign}{box}{inside[0]}".rstrip())
            lines += [f"{' ' * len(sign)}{line}".rstrip() for line in inside[1:]]
        return lines

    return make


def _box(item: Content) -> str:
    if item["type"] != "taskItem":
        return ""
    return "[x] " if item["attrs"]["checked"] else "[ ] "


def _number(node: Content, index: int) -> str:
    return f"{node['attrs']['start'] + index}. "


def _bullet(_node: Content, _index: int) -> str:
    return "- "


def _table(node: Content) -> Lines:
    """Spans are not known to Markdown: a wide cell is followed by empty ones."""
    rows = [_row(row) for row in node["content"]]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], f"|{' --- |' * width}", *lines[1:]]


def _row(row: Content) -> list[str]:
    cells: list[str] = []
    for cell in row["content"]:
        lines = [line.removesuffix("\\") for line in _inside(cell) if line]
        cells += ["<br>".join(lines)] + [""] * (cell["attrs"]["colspan"] - 1)
    return cells


def _image(node: Content) -> Lines:
    attributes = node["attrs"]
    return [f"![{_plain(attributes.get('alt', ''))}]({_address(attributes['src'])})"]


def _rule(_node: Content) -> Lines:
    return ["---"]


_MAKERS: dict[str, Callable[[Content], Lines]] = {
    "paragraph": _line,
    "heading": _heading,
    "codeBlock": _code,
    "blockquote": _quote,
    "bulletList": _list(_bullet),
    "orderedList": _list(_number),
    "taskList": _list(_bullet),
    "table": _table,
    "image": _image,
    "horizontalRule": _rule,
}
