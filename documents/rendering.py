"""Content as HTML that is safe to show, and as plain text for search."""

from collections.abc import Callable
from html import escape
from typing import Any

import nh3

from documents.schema import Content

_MARK_TAGS = {"bold": "strong", "italic": "em", "underline": "u", "strike": "s", "code": "code"}
# Of a comparison only: what was added and what was taken away.
_CHANGES = {"added": "ins", "removed": "del"}
_BLOCK_TAGS = {
    "paragraph": "p",
    "blockquote": "blockquote",
    "bulletList": "ul",
    "listItem": "li",
    "table": "table",
    "tableRow": "tr",
}
_TAGS = {
    *("p", "h1", "h2", "h3", "blockquote", "pre", "code", "ul", "ol", "li", "hr", "br", "img", "input"),
    *("table", "tbody", "tr", "th", "td", "a", "strong", "em", "u", "s", "ins", "del"),
}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "ul": {"class"},
    "input": {"type", "checked", "disabled"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "code": {"class"},
}


def html_of(content: Content) -> str:
    """Fitted content as HTML: no scripts, styles or frames, links to http, https and mailto only.

    An image of another site is shown as a link to it, so that reading a document tells nobody.
    """
    return nh3.clean(
        "".join(map(_html, content["content"])),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def text_of(content: Content) -> str:
    """The words of fitted content, one line for each paragraph, heading and block of code."""
    return "\n".join(line for block in content["content"] for line in lines_of(block) if line)


def lines_of(node: Content) -> list[str]:
    """The lines of one block and of the blocks in it."""
    if node["type"] == "image":
        return [node["attrs"].get("alt", "")]
    inside = node.get("content", [])
    if not inside or inside[0]["type"] in {"text", "hardBreak"}:
        return [" ".join("".join(one.get("text", " ") for one in inside).split())]
    return [line for child in inside for line in lines_of(child)]


def _html(node: Content) -> str:
    make = _MAKERS.get(node["type"])
    if make:
        return make(node)
    tag = _BLOCK_TAGS[node["type"]]
    return f"<{tag}>{_inside(node)}</{tag}>"


def _inside(node: Content) -> str:
    return "".join(map(_html, node.get("content", [])))


def _attribute(name: str, value: Any) -> str:
    return f' {name}="{escape(str(value))}"'


def _text(node: Content) -> str:
    html = escape(node["text"])
    for mark in reversed(node.get("marks", [])):
        html = _marked(mark, html)
    return html


def _marked(mark: Content, html: str) -> str:
    if mark["type"] == "link":
        return f"<a{_attribute('href', mark['attrs']['href'])}>{html}</a>"
    tag = _MARK_TAGS.get(mark["type"]) or _CHANGES[mark["type"]]
    return f"<{tag}>{html}</{tag}>"


def _changed(node: Content, html: str) -> str:
    """A block without words, in a comparison: it can't be marked inside."""
    tag = _CHANGES.get(node.get("change", ""))
    return f"<{tag}>{html}</{tag}>" if tag else html


def _heading(node: Content) -> str:
    level = node["attrs"]["level"]
    return f"<h{level}>{_inside(node)}</h{level}>"


def _code(node: Content) -> str:
    language = node.get("attrs", {}).get("language")
    class_ = _attribute("class", f"language-{language}") if language else ""
    return f"<pre><code{class_}>{_inside(node)}</code></pre>"


def _ordered(node: Content) -> str:
    start = node["attrs"]["start"]
    return f"<ol{_attribute('start', start) if start != 1 else ''}>{_inside(node)}</ol>"


def _tasks(node: Content) -> str:
    return f'<ul class="task-list">{_inside(node)}</ul>'


def _task(node: Content) -> str:
    checked = ' checked=""' if node["attrs"]["checked"] else ""
    return f'<li><input type="checkbox" disabled=""{checked}> {_inside(node)}</li>'


def _cell(tag: str) -> Callable[[Content], str]:
    def make(node: Content) -> str:
        spans = "".join(
            _attribute(name, node["attrs"][name])
            for name in ("colspan", "rowspan")
            if node["attrs"][name] > 1
        )
        return f"<{tag}{spans}>{_inside(node)}</{tag}>"

    return make


def _table(node: Content) -> str:
    return f"<table><tbody>{_inside(node)}</tbody></table>"


def _image(node: Content) -> str:
    attributes = node["attrs"]
    alt = attributes.get("alt", "")
    if not attributes["src"].startswith("/"):
        link = _attribute("href", attributes["src"])
        return _changed(node, f"<p><a{link}>{escape(alt or attributes['src'])}</a></p>")
    title = _attribute("title", attributes["title"]) if "title" in attributes else ""
    image = f"<img{_attribute('src', attributes['src'])}{_attribute('alt', alt)}{title}>"
    return _changed(node, f"<p>{image}</p>")


def _rule(node: Content) -> str:
    return _changed(node, "<hr>")


def _break(_node: Content) -> str:
    return "<br>"


_MAKERS: dict[str, Callable[[Content], str]] = {
    "text": _text,
    "hardBreak": _break,
    "heading": _heading,
    "codeBlock": _code,
    "orderedList": _ordered,
    "taskList": _tasks,
    "taskItem": _task,
    "table": _table,
    "tableHeader": _cell("th"),
    "tableCell": _cell("td"),
    "image": _image,
    "horizontalRule": _rule,
}
