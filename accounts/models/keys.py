"""Keys that open the doors without a cookie: API tokens, and tickets for one socket, stored as digests."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from journal.ids import uuid7


class TokenScope(models.TextChoices):
    """What a token may be used for, never more than its person may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Write")


def digest_of(secret: str) -> str:
    """Return the hash under which a random secret is stored. Random secrets need no salt and no slow hash."""
    return sha256(secret.encode()).hexdigest()


def both_scopes() -> list[str]:
    """Return the scopes of a token for which none were asked."""
    return [TokenScope.READ.value, TokenScope.WRITE.value]


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def visible_to(self, actor: Actor) -> ApiTokenQuerySet:
        """A person's own tokens, and no others."""
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()

    def usable(self, now: datetime) -> ApiTokenQuerySet:
        """Tokens that open something at that time."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)


class ApiToken(models.Model):
    """A person's key for one program; the secret is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=10, choices=TokenScope), verbose_name=_("scopes"), default=both_scopes
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="token_scopes_are_known",
                condition=models.Q(scopes__contained_by=both_scopes(), scopes__len__gte=1),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class SocketTicket(models.Model):
    """Opens one socket once, within a minute; stands in for the session or token it was asked with."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    session_key = models.CharField(max_length=40, blank=True, default="", editable=False)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    redeemed_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("socket ticket")
        verbose_name_plural = _("socket tickets")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"ticket of {self.user_id}"
