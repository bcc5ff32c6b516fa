"""Sheets that somebody has looked at and may import: their bytes as they were chosen, for a day."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from accounts.models import Authority
from journal.ids import uuid7
from needs.models.need import Need
from needs.models.sheet import SheetKind
from networks.models import Network

KEPT_FOR = timedelta(hours=24)


class DraftQuerySet(models.QuerySet["SheetDraft"]):
    """Questions about drafts."""

    def visible_to(self, actor: Actor) -> "DraftQuerySet":
        """A person's own, in the network and for the authority that they stand for."""
        mine = Q(network_id=actor.network_id, brought_by_id=actor.user_id, brought_for_id=actor.authority_id)
        return self.filter(mine)


class SheetDraft(models.Model):
    """What one person has looked at for a need: the latest takes the place of the one before.

    It says nothing and counts nowhere until it is imported, which ends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_for = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    name = models.CharField(max_length=200, blank=True, default="")
    content = models.BinaryField()
    brought_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "draft of a sheet"
        verbose_name_plural = "drafts of sheets"
        constraints = [
            models.UniqueConstraint(fields=["need", "brought_by"], name="one_draft_per_person_and_need"),
            models.CheckConstraint(condition=Q(kind__in=SheetKind.values), name="draft_kind_is_known"),
        ]
        indexes = [models.Index(fields=["brought_at"], name="drafts_by_age")]

    def __str__(self) -> str:
        return f"{self.brought_by}: {self.name or self.kind}"
