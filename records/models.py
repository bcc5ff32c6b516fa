from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority, Language
from documents.models.errand import OPEN, Errand, ErrandQuerySet, open_or_finished


class RecordExportQuerySet(ErrandQuerySet):
    """Questions about exports of records."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's authority, for who keeps its records."""
        if not actor.can(Permission.RECORDS_EXPORT):
            return self.none()
        return self.filter(authority_id=actor.authority_id)

    def kept(self, now: datetime) -> Self:
        """Those whose archive can still be had, or will be."""
        return self.filter(Q(finished_at=None) | Q(finished_at__gt=now - RecordExport.KEPT_FOR))


class RecordExport(Errand):
    """All records of one authority as one archive, for who keeps them, for some days.

    It spans networks, so it lies in none. `language` is that of whoever asked; `size` in bytes and
    `sha256` (hex) are of the archive, which lies in storage under `key`.
    """

    # Renewed with every step of the work; longer than any single step takes.
    LEASE: ClassVar = timedelta(minutes=10)
    KEPT_FOR: ClassVar = timedelta(days=7)

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.SWEDISH)
    name = models.CharField(max_length=200, blank=True, default="")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")

    objects = RecordExportQuerySet.as_manager()

    class Meta:
        constraints = [
            open_or_finished("record_export_is_open_or_finished"),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(state__in=OPEN),
                name="one_open_record_export_per_authority",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="record_export_language_is_spoken"
            ),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state__in=OPEN), name="record_exports_to_make"),
        ]

    @property
    def kept_until(self) -> datetime | None:
        """Until when the archive can be had; None while it is not there."""
        return self.finished_at + self.KEPT_FOR if self.is_done and self.finished_at else None
