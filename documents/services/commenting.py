"""People comment on documents: in threads, with mentions, edited with history, resolved and reopened."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from documents.anchors import Anchor
from documents.mentions import name_people
from documents.models import Comment, CommentVersion, Document
from journal.events import CommentDeleted, CommentEdited, CommentMade, CommentReopened, CommentResolved
from journal.recorder import record
from wire.preconditions import check_version
from wire.text import readable

LONGEST = 10_000


@transaction.atomic
def make_comment(
    actor: Actor,
    *,
    document: Document,
    body: str,
    anchor: Anchor | None = None,
    reply_to: UUID | None = None,
    mentions: Sequence[UUID] = (),
) -> Comment:
    """Comment on a passage or the whole document, or answer a comment; who is mentioned is told.

    An answer belongs to its thread. Raises Invalid for a mention of somebody who may not read it, and
    Conflict for an answer to what was said privately before the document was shared.
    """
    actor.require(Permission.COMMENT_WRITE)
    text = readable(body, name="body", longest=LONGEST)
    document = document.locked()
    if not document.is_in_sight_of(actor):
        raise NotVisible
    root = _root(actor, document, anchor, reply_to)
    comment = Comment.objects.create(
        network_id=document.network_id,
        zone=document.zone,
        authority_id=document.authority_id,
        members_only=document.members_only,
        document=document,
        root=root,
        anchor_start=anchor.start if anchor else None,
        anchor_end=anchor.end if anchor else None,
        quote=anchor.quote if anchor else "",
        author_id=actor.person_id,
        author_authority_id=actor.represents,
        body=text,
        created_at=actor.now,
    )
    name_people(actor, comment, mentions)
    record(actor, CommentMade(**_ids(comment)))
    return comment


def _root(actor: Actor, document: Document, anchor: Anchor | None, reply_to: UUID | None) -> Comment | None:
    if reply_to is None:
        return None
    if anchor is not None:
        raise Invalid.field(
            "anchor", "anchor", "An answer belongs where its thread is: leave the anchor out."
        )
    answered = Comment.objects.visible_to(actor).filter(pk=reply_to, document=document).first()
    if answered is None:
        raise Invalid.field("reply_to", "reply_to", "There is no such comment on this document to answer.")
    if answered.zone != document.zone:
        raise Conflict("thread_is_private", "This was said before the document was shared. Begin anew.")
    root: Comment = answered.root or answered
    return root


@transaction.atomic
def edit_comment(
    actor: Actor,
    *,
    comment: Comment,
    body: str,
    mentions: Sequence[UUID] | None = None,
    version: int | None = None,
) -> Comment:
    """Change one's own comment; who is mentioned anew is told, `None` leaves the mentions as they are.

    Raises Stale where `version` is not the current one, Conflict for a deleted comment, Forbidden for
    another's, Invalid.
    """
    actor.require(Permission.COMMENT_WRITE)
    text = readable(body, name="body", longest=LONGEST)
    comment = _standing(actor, comment)
    if not comment.is_by(actor):
        raise Forbidden(Permission.COMMENT_WRITE, "Only its author can change a comment.")
    check_version(comment.version, version)
    _keep(actor, comment)
    comment.body = text
    comment.version += 1
    comment.edited_at = actor.now
    comment.save(update_fields=["body", "version", "edited_at"])
    if mentions is not None:
        name_people(actor, comment, mentions)
    record(actor, CommentEdited(**_ids(comment), version=comment.version))
    return comment


@transaction.atomic
def delete_comment(actor: Actor, *, comment: Comment) -> Comment:
    """Take away one's own comment, or as coordinator anyone's. Its words are kept aside, its answers stay.

    Raises Conflict where it was deleted already.
    """
    actor.require(Permission.COMMENT_WRITE if comment.is_by(actor) else Permission.COMMENT_MODERATE)
    comment = _standing(actor, comment)
    _keep(actor, comment)
    comment.body = ""
    comment.version += 1
    comment.deleted_at = actor.now
    comment.save(update_fields=["body", "version", "deleted_at"])
    record(actor, CommentDeleted(**_ids(comment)))
    return comment


@transaction.atomic
def resolve_comment(actor: Actor, *, comment: Comment) -> Comment:
    """Say that what a thread is about is settled; once is enough. Raises Conflict for an answer."""
    actor.require(Permission.COMMENT_WRITE)
    comment = _thread(actor, comment)
    is_news = comment.resolved_at is None
    if is_news:
        _settle(comment, by=actor)
    record(actor, *([CommentResolved(**_ids(comment))] if is_news else []))
    return comment


@transaction.atomic
def reopen_comment(actor: Actor, *, comment: Comment) -> Comment:
    """Say that what a thread is about is not settled after all. Raises Conflict for an answer."""
    actor.require(Permission.COMMENT_WRITE)
    comment = _thread(actor, comment)
    is_news = comment.resolved_at is not None
    if is_news:
        _settle(comment, by=None)
    record(actor, *([CommentReopened(**_ids(comment))] if is_news else []))
    return comment


def _settle(comment: Comment, *, by: Actor | None) -> None:
    comment.resolved_at = by.now if by else None
    comment.resolved_by_id = by.user_id if by else None
    comment.version += 1
    comment.save(update_fields=["resolved_at", "resolved_by", "version"])


def _thread(actor: Actor, comment: Comment) -> Comment:
    comment = _in_sight(actor, comment)
    if comment.root_id is not None:
        raise Conflict("not_a_thread", "Only the comment that a thread began with is resolved.")
    return comment


def _standing(actor: Actor, comment: Comment) -> Comment:
    comment = _in_sight(actor, comment)
    if comment.deleted_at is not None:
        raise Conflict("comment_deleted", "This comment was deleted.")
    return comment


def _in_sight(actor: Actor, comment: Comment) -> Comment:
    comment = comment.locked()
    if not comment.is_in_sight_of(actor):
        raise NotVisible
    return comment


def _keep(actor: Actor, comment: Comment) -> None:
    CommentVersion.objects.create(
        comment=comment,
        version=comment.version,
        body=comment.body,
        replaced_at=actor.now,
        replaced_by_id=actor.person_id,
    )


def _ids(comment: Comment) -> dict[str, UUID]:
    return {
        "network_id": comment.network_id,
        "document_id": comment.document_id,
        "comment_id": comment.pk,
    }
