"""What others were shown of demand: the masked table as it was published, and frozen copies of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.ids import uuid7
from needs.models.need import Need
from networks.models import Network


class Publication(models.Model):
    """The table that others see, until the next one. Never changed, in the database too.

    `ledger` is what the next publication has to know to keep the mask (JSON); it is shown to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    ledger = models.TextField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="one_publication_per_number_of_a_need"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.number}"


class Snapshot(models.Model):
    """A published table under a name, to be cited. Never changed, in the database too.

    `sha256` is of `content`, byte for byte, as UTF-8.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="snapshots")
    title = models.CharField(max_length=200)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="demand_snapshot_has_name_and_hash",
            ),
        ]
        indexes = [models.Index(fields=["need", "id"], name="snapshots_of_a_need")]

    def __str__(self) -> str:
        return self.title


class PublicTable(models.Model):
    """What anybody may read of a need's demand, as it was made public. Never changed, in the database too.

    Only lines that say so are in it. `sha256` is of `content`, byte for byte, as UTF-8.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="public_tables", db_index=False)
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("public table")
        verbose_name_plural = _("public tables")
        constraints = [
            models.UniqueConstraint(fields=["need", "number"], name="one_public_table_per_number_of_a_need"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="public_table_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.number}"
