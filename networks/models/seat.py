from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from access.policy import Role
from accounts.models import Authority, Employment
from journal.ids import uuid7
from networks.models.membership import Membership
from networks.models.network import Network


class SeatRole(models.TextChoices):
    """The roles that a seat can carry, in the order of their weight."""

    COORDINATOR = Role.COORDINATOR.value, _("Coordinator")
    STEERING = Role.STEERING.value, _("Steering member")
    MEMBER = Role.MEMBER.value, _("Member")
    OBSERVER = Role.OBSERVER.value, _("Observer")
    EXPERT = Role.EXPERT.value, _("External expert")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about seats."""

    def active(self, now: datetime) -> "SeatQuerySet":
        """Seats that give access now: not ended, not run out, held by somebody still employed there."""
        employed = Employment.objects.active(now).filter(
            user_id=OuterRef("user_id"), authority_id=OuterRef("authority_id")
        )
        return self.not_ended().filter(Q(ends_at=None) | Q(ends_at__gt=now), Exists(employed))

    def not_ended(self) -> "SeatQuerySet":
        """Seats that nobody has ended; one that ran out by its date is still among them."""
        return self.filter(ended_at=None)


class Seat(models.Model):
    """A person's place in a network for one authority, with one role.

    The deputy is a colleague at the same authority who takes over in one step.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="seats")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="seats")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=SeatRole.choices, default=SeatRole.MEMBER)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputy_of", null=True, blank=True
    )
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user"],
                condition=Q(ended_at=None),
                name="one_active_seat_per_person_and_network",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="seat_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(role=SeatRole.EXPERT) | Q(ends_at__isnull=False),
                name="expert_seat_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("user")), name="nobody_is_their_own_deputy"
            ),
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="seat_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.authority} in {self.network}"

    @property
    def is_coordinating(self) -> bool:
        """Does this seat hold the network together?"""
        return self.role == SeatRole.COORDINATOR

    def locked(self) -> "Seat":
        """The same seat, read again under its row lock."""
        return (
            Seat.objects.select_for_update(of=("self",), no_key=True)
            .select_related("network", "membership", "authority", "user", "deputy")
            .get(pk=self.pk)
        )
