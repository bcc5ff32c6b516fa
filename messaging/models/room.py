from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.policy import Permission
from journal.ids import uuid7
from networks.subjects import Subject
from networks.zones import Zoned, ZonedQuerySet


class RoomQuerySet(ZonedQuerySet):
    """Questions about rooms."""

    def of_network(self, network_id: UUID) -> "RoomQuerySet":
        """The rooms of one network, oldest first."""
        return self.filter(network_id=network_id).order_by("pk")

    def about(self, *subjects: Subject) -> "RoomQuerySet":
        """The rooms about any of these subjects, oldest first."""
        wanted = Q(pk=None)
        for subject in subjects:
            wanted |= Q(about_kind=subject.kind, about_id=subject.id)
        return self.filter(wanted).order_by("pk")


class Room(Zoned):
    """A discussion, in the network's zone or in one authority's private zone; maybe about a subject.

    `last_number` is the number of its last message: numbers have no gap.
    """

    read_permission = Permission.ROOM_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_id = models.UUIDField(null=True, blank=True)
    last_number = models.BigIntegerField(default=0)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = RoomQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="room_has_a_title"),
            models.CheckConstraint(condition=Q(last_number__gte=0), name="room_counts_from_zero"),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="room_is_about_a_whole_subject",
            ),
        ]
        indexes = [models.Index(fields=["network", "id"], name="rooms_of_a_network")]

    def __str__(self) -> str:
        return self.title
