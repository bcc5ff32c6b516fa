"""Who works for which authority, from when to when."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Role
from accounts.models.authorities import Authority
from journal.ids import uuid7


class EmploymentRole(models.TextChoices):
    """A role for a whole authority; almost everybody has none."""

    NONE = "", _("None")
    ADMINISTRATOR = "administrator", _("Administrator")
    REGISTRATOR = "registrator", _("Registrator")


class EmploymentQuerySet(models.QuerySet["Employment"]):
    """Questions about employment."""

    def active(self, now: datetime) -> EmploymentQuerySet:
        """Employments that have begun and have not ended."""
        return self.filter(models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=now), started_at__lte=now)


class Employment(models.Model):
    """A person works for an authority; every seat in a network rests on one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="employments")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="employments")
    role = models.CharField(
        _("role"), max_length=20, choices=EmploymentRole, default=EmploymentRole.NONE, blank=True
    )
    title = models.CharField(_("title"), max_length=200, blank=True, default="")
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "authority"),
                condition=models.Q(ended_at__isnull=True),
                name="one_active_employment_per_person_and_authority",
            ),
            models.CheckConstraint(
                name="employment_ends_after_it_starts",
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
            ),
            models.CheckConstraint(
                name="employment_role_is_known", condition=models.Q(role__in=EmploymentRole.values)
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} at {self.authority_id}"

    def acting(self, actor: Actor) -> Actor:
        """The same actor at this authority, with the role that the employment gives."""
        return actor.at_authority(self.authority_id, role=Role(self.role) if self.role else None)

    def is_active(self, now: datetime) -> bool:
        """Say whether the person works there at that time."""
        return self.started_at <= now and (self.ended_at is None or self.ended_at > now)
