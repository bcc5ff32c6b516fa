from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority
from journal.ids import uuid7
from networks.models.network import Network


class Level(models.TextChoices):
    """How far an authority's membership goes."""

    OBSERVER = "observer", _("Observer")
    INTERESTED = "interested", _("Interested")
    MEMBER = "member", pgettext_lazy("level of an authority", "Member")
    CORE = "core", _("Core member")
    STEERING = "steering", _("Steering member")
    LEAD = "lead", _("Lead authority")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def active(self) -> "MembershipQuerySet":
        """Those that have not ended."""
        return self.filter(left_at=None)


class Membership(models.Model):
    """An authority in a network: authorities are the members, people hold seats for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.MEMBER)
    signatory = models.CharField(max_length=120, blank=True, default="")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "authority"],
                condition=Q(left_at=None),
                name="one_active_membership_per_authority_and_network",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
                name="membership_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="membership_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} in {self.network}"

    @property
    def is_active(self) -> bool:
        """Has the authority not left?"""
        return self.left_at is None

    def end(self, now: datetime) -> None:
        """Close the row; the verb says so in the journal."""
        self.left_at = now
        self.save(update_fields=["left_at"])
