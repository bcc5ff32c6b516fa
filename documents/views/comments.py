"""What people say of a document."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from documents.anchors import anchor
from documents.comment_shapes import CommentDetailShape, CommentShape, comment_shape
from documents.models import Comment
from documents.serializers import CommentEdit, CommentInput
from documents.services import delete_comment, edit_comment, make_comment, reopen_comment, resolve_comment
from documents.views.documents import DocumentView
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class CommentList(DocumentView):
    """The comments of one document."""

    @extend_schema(operation_id="comments_list", responses={200: PageOf(CommentShape)})
    def get(self, request: Request, document_id: UUID) -> Response:
        """A page of comments, oldest first; answers name what their thread began with."""
        rows = Comment.objects.visible_to(self.actor).of_document(document_id).named()
        return page(request, rows, lambda found: map(comment_shape, found), by=("id",))

    @extend_schema(operation_id="comments_make", request=CommentInput, responses={201: CommentShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Comment on a passage or the whole document, or answer a comment."""
        wanted = self.read(CommentInput)
        passage = wanted.pop("anchor")
        comment = make_comment(
            self.actor, document=self.carried, anchor=anchor(**passage) if passage else None, **wanted
        )
        shape = comment_shape(Comment.objects.named().get(pk=comment.pk))
        return Response(shape, status=201, headers={"ETag": etag(comment.version)})


class CommentView(InNetworkView):
    """A door to one comment."""

    permission = Permission.DOCUMENT_READ
    carrier = Comment

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """The comment with the names that its shape shows."""
        return Comment.objects.named()

    def answer(self, comment: Comment) -> Response:
        """The comment as it is now."""
        shown = Comment.objects.named().get(pk=comment.pk)
        shape = comment_shape(shown) | {"abilities": self._abilities(shown)}
        return Response(shape, headers={"ETag": etag(shown.version)})

    def _abilities(self, comment: Comment) -> list[str]:
        writes, is_own = self.actor.can(Permission.COMMENT_WRITE), comment.is_by(self.actor)
        stands, is_thread = comment.deleted_at is None, comment.root_id is None
        can = {
            "comment.edit": writes and is_own and stands,
            "comment.delete": stands and ((writes and is_own) or self.actor.can(Permission.COMMENT_MODERATE)),
            "comment.resolve": writes and is_thread and comment.resolved_at is None,
            "comment.reopen": writes and is_thread and comment.resolved_at is not None,
        }
        return [name for name, holds in can.items() if holds]


class CommentDetail(CommentView):
    """One comment."""

    @extend_schema(operation_id="comments_read", responses={200: CommentDetailShape})
    def get(self, request: Request, comment_id: UUID) -> Response:
        """The comment, and what the reader may do with it."""
        return self.answer(self.carried)

    @extend_schema(operation_id="comments_edit", request=CommentEdit, responses={200: CommentDetailShape})
    def patch(self, request: Request, comment_id: UUID) -> Response:
        """Change one's own comment; what it said is kept."""
        wanted = self.read(CommentEdit)
        return self.answer(
            edit_comment(self.actor, comment=self.carried, version=expected_version(request), **wanted)
        )

    @extend_schema(operation_id="comments_delete", responses={204: None})
    def delete(self, request: Request, comment_id: UUID) -> Response:
        """Take the comment away; answers to it stay."""
        delete_comment(self.actor, comment=self.carried)
        return Response(status=204)


class CommentResolve(CommentView):
    """A thread that is settled."""

    @extend_schema(operation_id="comments_resolve", request=None, responses={200: CommentDetailShape})
    def post(self, request: Request, comment_id: UUID) -> Response:
        """Say that what the thread is about is settled."""
        return self.answer(resolve_comment(self.actor, comment=self.carried))


class CommentReopen(CommentView):
    """A thread that is not settled after all."""

    @extend_schema(operation_id="comments_reopen", request=None, responses={200: CommentDetailShape})
    def post(self, request: Request, comment_id: UUID) -> Response:
        """Say that what the thread is about is not settled after all."""
        return self.answer(reopen_comment(self.actor, comment=self.carried))
