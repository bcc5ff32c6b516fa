from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from accounts.models import Authority
from documents.models.document import Document
from journal.ids import uuid7
from networks.models import Network
from networks.zones import Zone


class ErrandState(models.TextChoices):
    """How far an errand has come."""

    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


OPEN = (ErrandState.QUEUED, ErrandState.RUNNING)


class ErrandQuerySet(models.QuerySet[Any]):
    """Questions about errands."""

    def open(self) -> Self:
        """Those that are being done, or wait for it."""
        return self.filter(state__in=OPEN)

    def takeable(self, now: datetime) -> Self:
        """Those that a worker may take: never tried, or left behind by a worker that died."""
        return self.open().filter(try_at__lte=now)

    def held_as(self, errand: "Errand") -> Self:
        """This errand, if the worker that holds it so still does."""
        return self.filter(pk=errand.pk, state=ErrandState.RUNNING, attempts=errand.attempts)


class Errand(models.Model):
    """Something that takes a while and is done for one person. `progress` in percent.

    `try_at` is the lease: whoever takes the errand moves it past the longest time until it is moved
    again (`LEASE`). `attempts` tells holders apart: only the last one's outcome counts. `problem` is a
    code. Once finished it is kept for `KEPT_FOR`.
    """

    # Longer than a step may take, and all of an errand of a document: twice the patience of a conversion,
    # and the storage.
    LEASE: ClassVar = timedelta(minutes=4)
    KEPT_FOR: ClassVar = timedelta(days=1)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ErrandState.choices, default=ErrandState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Where the bytes lie: an export's result, an import's source until it is done.
    key = models.CharField(max_length=200, blank=True, default="")

    asked_by_id: UUID

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Is it being done, or waiting for it?"""
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        """Is there what was asked for?"""
        return self.state == ErrandState.DONE


class ErrandInNetworkQuerySet(ErrandQuerySet):
    """Questions about errands in a network."""

    def visible_to(self, actor: Actor) -> Self:
        """A person's own, in the network that they stand in."""
        return self.filter(asked_by_id=actor.person_id, network_id=actor.network_id)


class ErrandInNetwork(Errand):
    """An errand for one person in their seat."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")

    objects = ErrandInNetworkQuerySet.as_manager()

    network_id: UUID

    class Meta:
        abstract = True


def open_or_finished(name: str) -> models.CheckConstraint:
    """The constraint, under this name, that an errand has a day of its end exactly when it ended."""
    return models.CheckConstraint(
        condition=Q(state__in=OPEN, finished_at=None)
        | (Q(state__in=[ErrandState.DONE, ErrandState.FAILED]) & Q(finished_at__isnull=False)),
        name=name,
    )


class Export(ErrandInNetwork):
    """A document given out as a file, for whoever asked, for a day."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="exports")
    form = models.CharField(max_length=10)
    name = models.CharField(max_length=200, blank=True, default="")
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [open_or_finished("export_is_open_or_finished")]
        indexes = [models.Index(fields=["try_at"], condition=Q(state__in=OPEN), name="exports_to_make")]


class Import(ErrandInNetwork):
    """A file that becomes a document, once, in the zone that was chosen."""

    name = models.CharField(max_length=200)
    form = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True, default="")
    zone = models.CharField(max_length=10, choices=Zone.choices, default=Zone.NETWORK)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            open_or_finished("import_is_open_or_finished"),
            models.CheckConstraint(
                condition=Q(state=ErrandState.DONE, document__isnull=False)
                | (~Q(state=ErrandState.DONE) & Q(document=None)),
                name="import_is_done_when_there_is_a_document",
            ),
        ]
        indexes = [models.Index(fields=["try_at"], condition=Q(state__in=OPEN), name="imports_to_take_in")]
