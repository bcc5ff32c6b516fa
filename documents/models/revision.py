import zlib
from uuid import UUID

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Q

from access.policy import Permission
from accounts.models import Authority
from documents.models.document import Document
from documents.schema import Content
from journal.ids import uuid7
from networks.zones import Zoned, ZonedQuerySet

REVISION = "revision"  # how other rooms point at a revision


class RevisionKind(models.TextChoices):
    """How a revision came about."""

    AUTOMATIC = "automatic", "automatic"
    NAMED = "named", "named"
    RESTORED = "restored", "restored"
    IMPORTED = "imported", "imported"


class RevisionQuerySet(ZonedQuerySet):
    """Questions about revisions."""

    def of_document(self, document_id: UUID) -> "RevisionQuerySet":
        """The revisions of one document by number, without what is in them."""
        return self.filter(document_id=document_id).defer("content").order_by("number")

    def named(self) -> "RevisionQuerySet":
        """With the names that shapes show."""
        authors = RevisionAuthor.objects.select_related("person", "authority").order_by("pk")
        return self.select_related("made_by").prefetch_related(models.Prefetch("authors", authors))


class Revision(Zoned):
    """What the editor showed of a document after the update `seq`. A trigger refuses changes.

    Its zone is the document's at that moment: what was written before a document was shared stays with the
    authority that wrote it. `content` is canonical JSON, packed; `content_hash` is of the JSON, SHA-256.
    Without a person it was made by the clock.
    """

    read_permission = Permission.DOCUMENT_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RevisionKind.choices)
    name = models.CharField(max_length=200, blank=True, default="")
    epoch = models.CharField(max_length=16)
    seq = models.BigIntegerField()
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    restored_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["document", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(
                fields=["document", "epoch", "seq", "zone"],
                condition=Q(kind="automatic"),
                name="one_automatic_revision_per_update",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["automatic", "named", "restored", "imported"]),
                name="revision_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="named") | ~Q(name=""), name="named_revision_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(kind="restored", restored_from__isnull=False)
                | (~Q(kind="restored") & Q(restored_from=None)),
                name="restored_revision_says_from_which",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} revision {self.number}"

    @property
    def title(self) -> str:
        """The document's title with the name of the revision, or its number."""
        return f"{self.document.title}: {self.name or self.number}"

    @property
    def written(self) -> Content:
        """What the editor showed."""
        content: Content = orjson.loads(zlib.decompress(self.content))
        return content


class RevisionAuthor(models.Model):
    """A person who wrote for an authority since the revision before. A trigger refuses changes."""

    id = models.BigAutoField(primary_key=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="authors", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "person", "authority"], name="one_row_per_author_of_a_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.revision_id}"
