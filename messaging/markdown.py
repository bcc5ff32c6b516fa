"""Markdown as people write it, to HTML that is safe to show. On the server, once."""

import re
from html import escape

import nh3
from markdown_it import MarkdownIt

# Bombs: nesting costs time and the reader's patience, so it ends early.
_DEEPEST = 12
_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "s", "strong", "ul", "h3", "hr"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}

_parser = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": _DEEPEST})
    .enable(["strikethrough", "linkify"])
    .disable(["image", "heading", "lheading", "html_block", "html_inline", "reference"])
)

# One line of words as most messages are: no character in it that any rule of Markdown looks for. A dot or a
# colon only at the end of a word, where it is part of no address.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ ,;?!'()#%\u2013…]|[.:](?= |$))*")


def to_html(text: str) -> str:
    """The subset of Markdown that messages know, as HTML without scripts, images or raw tags.

    Emphasis, strikethrough, lists, quotes, code and links; links open as they are and name no
    referrer. Text that nests deeper than people write comes out as plain text.
    """
    if is_plain(text):
        return f"<p>{text}</p>"
    return rendered(text)


def is_plain(text: str) -> bool:
    """Whether Markdown makes nothing of the text but one paragraph of the same words."""
    return _PLAIN.fullmatch(text) is not None and not text.endswith(" ")


def rendered(text: str) -> str:
    """The same as `to_html` for any text, by the parser; RecursionError is answered with plain text."""
    try:
        html = _parser.render(text)
    except RecursionError:
        html = f"<p>{escape(text)}</p>"
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    ).strip()
