from django.conf import settings
from django.db import models

from journal.ids import uuid7
from networks.models import Network, Seat
from networks.models.network import Phase


class HealthWeek(models.Model):
    """How a network stood in one week: what trends are read from. `week_on` is its Monday.

    Counts are kept as they are; whoever shows them masks them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    week_on = models.DateField()
    phase = models.CharField(max_length=20, choices=Phase.choices)
    members = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    is_at_risk = models.BooleanField()
    last_active_on = models.DateField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "week_on"], name="one_health_row_per_network_and_week"
            ),
            models.CheckConstraint(
                condition=models.Q(week_on__iso_week_day=1), name="health_week_begins_on_monday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} in the week of {self.week_on}"


class Nudge(models.Model):
    """A coordinator asked somebody in the network to look at what waits for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="nudges")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seat", "-sent_at"], name="last_nudge_of_a_seat")]

    def __str__(self) -> str:
        return f"nudge to {self.seat_id}"
