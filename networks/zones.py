"""Where words land. In Swedish law what one authority shares becomes a record at every member."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from networks.models import Network


class Zone(models.TextChoices):
    """The three zones of content, from the most private to the public."""

    AUTHORITY = "authority", _("Our authority only")
    NETWORK = "network", _("The whole network")
    PUBLIC = "public", _("Public")


class ZonedQuerySet(models.QuerySet[Any]):
    """Where every question about content begins."""

    def in_sight_of(self, actor: Actor) -> Self:
        """Rows of the actor's network in zones the actor stands in, whatever the actor may do there."""
        sight = Q(zone__in=[Zone.NETWORK, Zone.PUBLIC])
        if actor.has_seat and actor.can(Permission.PRIVATE_ZONE_USE):
            sight |= Q(zone=Zone.AUTHORITY, authority_id=actor.authority_id)
        if not actor.can(Permission.MEMBERS_ONLY_READ):
            sight &= Q(members_only=False)
        return self.filter(sight, network_id=actor.network_id)

    def visible_to(self, actor: Actor) -> Self:
        """Rows in sight that the actor may also read."""
        return self.in_sight_of(actor) if actor.can(self.model.read_permission) else self.none()


class Zoned(models.Model):
    """Content of a network, in one zone of it. `network_id` never changes."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=10, choices=Zone.choices, default=Zone.NETWORK)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    members_only = models.BooleanField(default=False)

    read_permission: ClassVar[Permission]
    network_id: UUID
    authority_id: UUID | None

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(zone="authority", authority__isnull=False)
                | Q(zone__in=["network", "public"], authority=None),
                name="%(class)s_names_its_authority_iff_private",
            ),
        ]

    def is_in_sight_of(self, actor: Actor) -> bool:
        """The predicate that ZonedQuerySet.in_sight_of asks the database, of this one row."""
        if actor.network_id != self.network_id:
            return False
        if self.members_only and not actor.can(Permission.MEMBERS_ONLY_READ):
            return False
        if self.zone != Zone.AUTHORITY:
            return True
        return actor.can(Permission.PRIVATE_ZONE_USE) and actor.authority_id == self.authority_id
