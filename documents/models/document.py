from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from journal.models import new_epoch
from networks.zones import Zone, Zoned, ZonedQuerySet


class DocumentQuerySet(ZonedQuerySet):
    """Questions about documents."""

    def of_network(self, network_id: UUID) -> "DocumentQuerySet":
        """The documents of one network, oldest first."""
        return self.filter(network_id=network_id).order_by("pk")


class Document(Zoned):
    """A document of a network, and where its log of updates stands.

    `seq` is the number of the last update, `log_bytes` what the log weighs. The epoch changes only
    when the content is no continuation any more; a client with another one has to reload.
    """

    read_permission = Permission.DOCUMENT_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)
    seq = models.BigIntegerField(default=0)
    log_bytes = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whose it was before it was shared; the zone names it no longer then.
    started_at_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(condition=Q(seq__gte=0, log_bytes__gte=0), name="document_log_only_grows"),
        ]
        indexes = [models.Index(fields=["network", "id"], name="documents_of_a_network")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_private(self) -> bool:
        """Does only one authority see it?"""
        return self.zone == Zone.AUTHORITY

    def locked(self) -> "Document":
        """The same document, read again under its row lock."""
        row: Document = Document.objects.select_for_update(of=("self",)).get(pk=self.pk)
        return row
