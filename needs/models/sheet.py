"""Sheets that were imported: who brought what in, what came of it, and whether it was undone."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.policy import Permission
from journal.ids import uuid7
from needs.models.need import Need
from networks.zones import Zoned, ZonedQuerySet

UNDO_WITHIN = timedelta(hours=24)


class SheetKind(models.TextChoices):
    """What the rows of a sheet are."""

    LINES = "lines", _("Demand lines")
    ANNEXES = "annexes", _("Annex")


class SheetQuerySet(ZonedQuerySet):
    """Questions about imported sheets."""

    def with_names(self) -> "SheetQuerySet":
        """With the people that their shape names."""
        rows: SheetQuerySet = self.select_related("imported_by", "undone_by")
        return rows


class SheetImport(Zoned):
    """One sheet that an authority imported, in its private zone for good.

    `done` has one entry for each row that did something: the row's number, the id of what it was about,
    the versions before (null for something new) and after, and of an annex what it said before.
    """

    read_permission: ClassVar[Permission] = Permission.DEMAND_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    name = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    done = models.JSONField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    undone_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("imported sheet")
        verbose_name_plural = _("imported sheets")
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(zone="authority", kind__in=SheetKind.values), name="imported_sheet_stays_private"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_sheet_says_by_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["need", "authority", "id"], name="sheets_of_an_authority")]

    def __str__(self) -> str:
        return f"{self.authority}: {self.name or self.kind}"

    def can_be_undone(self, now: datetime) -> bool:
        """Was it imported within a day, and not undone?"""
        return self.undone_at is None and now <= self.imported_at + UNDO_WITHIN

    def locked(self) -> "SheetImport":
        """The same sheet, read again under its row lock."""
        rows = SheetImport.objects.select_related("need", "imported_by")
        row: SheetImport = rows.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
