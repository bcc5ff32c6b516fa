"""Markdown as people write it, to HTML that is safe to show. On the server, once."""

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


def to_html(text: str) -> str:
    """The subset of Markdown that messages know, as HTML without scripts, images or raw tags.

    Emphasis, strikethrough, lists, quotes, code and links; links open as they are and name no
    referrer. Text that nests deeper than people write comes out as plain text.
    """
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
