"""Random content, fit or not, for Hypothesis; and short words for writing it by hand."""

from typing import Any

from hypothesis import strategies as st

from documents.schema import MARKS, NODES, Content

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
ADDRESSES = st.sampled_from(
    [
        "https://x.se/?a=1&b=<2>",
        "mailto:a@x.se",
        "javascript:alert(1)",
        "//evil.se",
        "/files/1/",
        "",
        " data:x",
    ]
)
VALUES = st.one_of(
    ADDRESSES,
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(-3, 9),
    st.floats(allow_nan=False),
    st.just([1, 2]),
)
_NAMES = st.sampled_from([*NODES, "mention", "script", "iframe", ""])
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["level", "start", "checked", "src", "alt", "colspan", "colwidth", "language", "onclick"]
    ),
    VALUES,
    max_size=3,
)
_MARKED = st.fixed_dictionaries(
    {"type": st.sampled_from([*MARKS, "blink"])}, optional={"attrs": st.dictionaries(st.just("href"), VALUES)}
)
TEXTS = st.fixed_dictionaries(
    {"type": st.just("text"), "text": WORDS}, optional={"marks": st.lists(_MARKED, max_size=3)}
)


def _element(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": _NAMES}, optional={"attrs": _ATTRIBUTES, "content": st.lists(children, max_size=4)}
    )


# Any tree of things that may stand in a document, or may not.
TREES = st.recursive(TEXTS, _element, max_leaves=25)
CONTENTS = st.builds(lambda blocks: {"type": "doc", "content": blocks}, st.lists(TREES, max_size=8))


def text(words: str, *marks: str, href: str = "") -> Content:
    """A piece of text."""
    found: list[Content] = [{"type": "link", "attrs": {"href": href}}] if href else []
    found += [{"type": mark} for mark in marks]
    return {"type": "text", "text": words} | ({"marks": found} if found else {})


def p(*parts: str | Content) -> Content:
    """A paragraph."""
    return block("paragraph", *parts)


def h(level: int, *parts: str | Content) -> Content:
    """A heading."""
    return block("heading", *parts, level=level)


def block(name: str, *parts: str | Content, **attributes: Any) -> Content:
    """Any element."""
    node: Content = {"type": name}
    if attributes:
        node["attrs"] = attributes
    if parts:
        node["content"] = [text(part) if isinstance(part, str) else part for part in parts]
    return node


def bullets(*items: str) -> Content:
    """A bullet list of one paragraph an item."""
    return block("bulletList", *(block("listItem", p(item)) for item in items))


def table(*rows: tuple[str, ...]) -> Content:
    """A table whose first row is its header."""
    kinds = ["tableHeader", *["tableCell"] * (len(rows) - 1)]
    return block(
        "table",
        *(
            block("tableRow", *(block(kind, p(cell), colspan=1, rowspan=1) for cell in row))
            for kind, row in zip(kinds, rows, strict=True)
        ),
    )


def doc(*blocks: Content) -> Content:
    """A whole content."""
    return {"type": "doc", "content": list(blocks)}
