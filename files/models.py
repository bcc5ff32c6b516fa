from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from networks.zones import Zoned, ZonedQuerySet


class State(models.TextChoices):
    """Whether a file can be had: kept aside it is there, but for nobody; erased it is gone."""

    KEPT = "kept", "kept"
    QUARANTINED = "quarantined", "quarantined"
    ERASED = "erased", "erased"


class StoredFileQuerySet(ZonedQuerySet):
    """Questions about files."""

    def kept(self) -> "StoredFileQuerySet":
        """Those that can be had."""
        return self.filter(state=State.KEPT)

    def to_remove(self) -> "StoredFileQuerySet":
        """Erased ones whose bytes are still in storage."""
        return self.filter(state=State.ERASED, removed_at=None)

    def to_scan_again(self, *, scanned_before: datetime, made_after: datetime) -> "StoredFileQuerySet":
        """Young files whose last scan is old: signatures come later than viruses."""
        return self.kept().filter(created_at__gte=made_after).exclude(scanned_at__gte=scanned_before)

    def visible_files(self, actor: Actor, ids: "list[UUID]") -> "StoredFileQuerySet":
        """Those of these files that the actor may have."""
        found: StoredFileQuerySet = self.visible_to(actor)
        return found.kept().filter(pk__in=ids)


class StoredFile(Zoned):
    """One upload. The row is written only after its bytes lie safely in storage, under `key`.

    `media_type` is what the content turned out to be, whatever the uploader said; `size` in bytes and
    `sha256` (hex) are of what is stored, which for images is what we drew anew. `width` and `height`
    are in pixels, of images only.
    """

    read_permission = Permission.FILE_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.KEPT)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_for = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["key"], name="one_file_per_key"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="file_state_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                # Not null by name: a comparison with nothing is unknown, which a check lets pass.
                condition=Q(width=None, height=None)
                | Q(width__isnull=False, height__isnull=False, width__gt=0, height__gt=0),
                name="image_has_both_sizes",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.ERASED, name="") & Q(erased_at__isnull=False))
                | (~Q(state=State.ERASED) & ~Q(name="") & Q(erased_at=None)),
                name="file_has_a_name_until_it_is_erased",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "id"], name="files_of_a_network"),
            models.Index(
                fields=["erased_at"], condition=Q(state="erased", removed_at=None), name="files_to_remove"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_kept(self) -> bool:
        """Can it be had?"""
        return self.state == State.KEPT

    @property
    def is_image(self) -> bool:
        """Is it a picture that we drew, and that a page may show?"""
        return self.width is not None

    def is_by(self, actor: Actor) -> bool:
        """Did this person upload it?"""
        return self.uploaded_by_id == actor.user_id

    def locked(self) -> "StoredFile":
        """The same file, read again under its row lock."""
        row: StoredFile = StoredFile.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
