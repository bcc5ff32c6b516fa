from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from documents.models.document import Document
from journal.ids import uuid7
from networks.zones import Zoned, ZonedQuerySet


class CommentQuerySet(ZonedQuerySet):
    """Questions about comments."""

    def of_document(self, document_id: UUID) -> "CommentQuerySet":
        """The comments of one document, oldest first."""
        return self.filter(document_id=document_id).order_by("pk")

    def named(self) -> "CommentQuerySet":
        """With the names that shapes show."""
        people = self.select_related("author", "author_authority", "resolved_by")
        mentions = CommentMention.objects.select_related("person").order_by("pk")
        return people.prefetch_related(models.Prefetch("mentions", mentions))


class Comment(Zoned):
    """What somebody says of a passage or of the whole document, or in answer to another comment.

    Its zone is the document's when the thread began: what was said before a document was shared stays with
    the authority that said it. The anchor is two relative positions, as Yjs encodes them, and the words
    that stood between; `root` is the comment that the thread began with. Only the root is resolved.
    """

    read_permission = Permission.DOCUMENT_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments", db_index=False)
    root = models.ForeignKey("self", on_delete=models.PROTECT, related_name="answers", null=True)
    anchor_start = models.BinaryField(null=True)
    anchor_end = models.BinaryField(null=True)
    quote = models.CharField(max_length=1000, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    author_authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    body = models.TextField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(anchor_start=None, anchor_end=None)
                | Q(anchor_start__isnull=False, anchor_end__isnull=False),
                name="comment_is_anchored_at_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(root=None) | Q(anchor_start=None, resolved_at=None),
                name="only_a_thread_is_anchored_and_resolved",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(body=""), name="deleted_comment_says_nothing"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_comment_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["document", "id"], name="comments_of_a_document")]

    def __str__(self) -> str:
        return f"Comment on {self.document_id}"

    def is_by(self, actor: Actor) -> bool:
        """Did this person write it?"""
        return self.author_id == actor.user_id

    def locked(self) -> "Comment":
        """The same comment, read again under its row lock."""
        found: Comment = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return found


class CommentVersion(models.Model):
    """What a comment said before it was edited or deleted."""

    id = models.BigAutoField(primary_key=True)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    body = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_row_per_version_of_a_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} v{self.version}"


class CommentMention(models.Model):
    """A person whom a comment names, and who is told of it."""

    id = models.BigAutoField(primary_key=True)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_mention_per_person_in_a_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.comment_id}"
