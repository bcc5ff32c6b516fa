from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Authority
from documents.models.document import Document


class UpdateQuerySet(models.QuerySet["Update"]):
    """Questions about the log."""

    def after(self, document_id: UUID, seq: int) -> "UpdateQuerySet":
        """The updates of one document later than `seq`, oldest first."""
        return self.filter(document_id=document_id, seq__gt=seq).order_by("seq")


class Update(models.Model):
    """One piece of what a person wrote, as Yjs encodes it (update format 1). A trigger refuses changes.

    Many keystrokes are one row where they arrived while the row before was being committed.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="updates", db_index=False)
    seq = models.BigIntegerField()
    payload = models.BinaryField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = UpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "seq"], name="one_update_per_number_in_a_document"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.seq}"


class Snapshot(models.Model):
    """What the log adds up to until `seq`, as one Yjs update: the log is read from there on.

    One for each document, replaced by the next. Updates that wait for others, which are not there yet,
    are kept in it along with the rest.
    """

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="snapshot", primary_key=True
    )
    epoch = models.CharField(max_length=16)
    seq = models.BigIntegerField()
    state = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seq__gt=0), name="snapshot_of_something")]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.seq}"


class Writer(models.Model):
    """Who stands behind a Yjs client id in a document: the first who wrote with it, for ever."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="writers", db_index=False)
    client_id = models.BigIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "client_id"], name="one_writer_per_client_id"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} in {self.document_id}"
