"""The shapes of comments on the wire, the same for every reader who sees them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from uuid import UUID

import nh3
from django.utils.html import linebreaks, urlize

from documents.anchors import base64_of
from documents.models import Comment
from journal.resources import renders
from networks.shapes import Named
from networks.zones import Zone


class AnchorShape(TypedDict):
    """A passage: relative positions of Yjs in base64, and the words that stood between them."""

    start: str
    end: str
    quote: str


class CommentShape(TypedDict):
    """A comment; a deleted one says only that it was there. `reply_to` is what its thread began with."""

    id: UUID
    document: UUID
    zone: str
    reply_to: UUID | None
    anchor: AnchorShape | None
    body: str
    body_html: str
    author: Named
    authority: Named
    mentions: list[Named]
    version: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    resolved_at: datetime | None
    resolved_by: Named | None


class CommentDetailShape(CommentShape):
    """A comment with what its reader may do with it."""

    abilities: list[str]


def comment_shape(comment: Comment) -> CommentShape:
    """A comment; a deleted one says only that it was there."""
    settler = comment.resolved_by
    named = [] if comment.deleted_at else comment.mentions.all()
    return {
        "id": comment.pk,
        "document": comment.document_id,
        "zone": comment.zone,
        "reply_to": comment.root_id,
        "anchor": _anchor(comment),
        "body": comment.body,
        "body_html": html_of_comment(comment.body),
        "author": {"id": comment.author_id, "name": comment.author.display_name},
        "authority": {"id": comment.author_authority_id, "name": comment.author_authority.name},
        "mentions": [{"id": one.person_id, "name": one.person.display_name} for one in named],
        "version": comment.version,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "deleted_at": comment.deleted_at,
        "resolved_at": comment.resolved_at,
        "resolved_by": {"id": settler.pk, "name": settler.display_name} if settler else None,
    }


def html_of_comment(body: str) -> str:
    """Plain text as paragraphs, with links where it names addresses of http, https or mailto."""
    html = linebreaks(urlize(body, nofollow=True, autoescape=True)) if body else ""
    return nh3.clean(
        html,
        tags={"p", "br", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _anchor(comment: Comment) -> AnchorShape | None:
    if comment.anchor_start is None or comment.anchor_end is None:
        return None
    return {
        "start": base64_of(bytes(comment.anchor_start)),
        "end": base64_of(bytes(comment.anchor_end)),
        "quote": comment.quote,
    }


def _comments(ids: Iterable[UUID]) -> dict[UUID, CommentShape]:
    # What is private is told by its id alone: the document's stream has more readers than it has.
    rows = Comment.objects.filter(pk__in=ids).exclude(zone=Zone.AUTHORITY).named().order_by("pk")
    return {row.pk: comment_shape(row) for row in rows}


def register() -> None:
    """Tell the journal which shape stands beside which event."""
    renders(
        "comment.made",
        "comment.edited",
        "comment.deleted",
        "comment.resolved",
        "comment.reopened",
        id_field="comment_id",
        render=_comments,
    )
