"""The shape of what is found, on the wire."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from networks.shapes import Named
from search.finding import Answer, Found
from search.snippets import Sought, snippet


class HitShape(TypedDict):
    """One thing found: `snippet_html` is safe to show as it is, with the words in <mark>."""

    kind: str
    id: UUID
    title: str
    snippet_html: str
    network: UUID
    url: str
    at: datetime
    author: Named | None


def hit_shape(found: Found, sought: Sought) -> HitShape:
    """One thing found, and the way to it, where it is asked again who may see it."""
    author = found.author
    return {
        "kind": found.kind,
        "id": found.id,
        "title": found.title,
        "snippet_html": snippet(found.text, sought),
        "network": found.network_id,
        "url": f"/go/{found.kind}/{found.id}/",
        "at": found.at,
        "author": {"id": author.pk, "name": author.display_name} if author else None,
    }


def hit_shapes(answer: Answer) -> list[HitShape]:
    """Everything on one page."""
    return [hit_shape(found, answer.sought) for found in answer.found]
