"""People who sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from accounts.fields import LowerCaseEmailField
from accounts.hashing import hashing
from accounts.validators import validate_time_zone
from journal.ids import uuid7


class Language(models.TextChoices):
    """The languages that the product speaks."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class SiteRole(models.TextChoices):
    """A role on the whole site; almost everybody has none."""

    NONE = "", _("None")
    FACILITATOR = "facilitator", _("Facilitator")


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is the name they sign in with."""

    def active(self) -> models.QuerySet[User]:
        """People who may sign in."""
        return self.filter(is_active=True)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a password nobody can sign in as them until one is set by mail."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create someone who may read the operators' admin; they get no content by it."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser):
    """A person. Never deleted: anonymised in place, so that the journal keeps its meaning."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = LowerCaseEmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SWEDISH)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Stockholm", validators=[validate_time_zone]
    )
    site_role = models.CharField(
        _("site role"), max_length=20, choices=SiteRole, default=SiteRole.NONE, blank=True
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may read the admin"), default=False)
    is_superuser = models.BooleanField(_("may read everything in the admin"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("id",)
        constraints = (
            # With the unique column this makes addresses unique whatever their case.
            models.CheckConstraint(name="email_is_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="language_is_spoken", condition=models.Q(language__in=Language.values)
            ),
            models.CheckConstraint(
                name="site_role_is_known", condition=models.Q(site_role__in=SiteRole.values)
            ),
            models.CheckConstraint(
                name="anonymised_person_is_inactive",
                condition=models.Q(anonymised_at__isnull=True) | models.Q(is_active=False),
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What others read: the name, the address of someone who gave none, or that the person has left."""
        if self.anonymised_at:
            return gettext("Former participant")
        return self.name or self.email

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether this is the password."""
        with hashing():
            return super().check_password(raw_password)

    def set_password(self, raw_password: str | None) -> None:
        """Hash the password; save() stores it."""
        with hashing():
            super().set_password(raw_password)

    def acting(self, now: datetime) -> Actor:
        """The person as an actor outside any network, with the site role if they hold one."""
        return Actor.person(self.pk, now=now, facilitator=self.site_role == SiteRole.FACILITATOR)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Say whether Django's admin may be used; the product's own permissions are in access/policy.py."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        """Say whether Django's admin shows an application."""
        return self.is_active and self.is_superuser

    def anonymise(self, now: datetime) -> None:
        """Empty what says who this is; the row and its id stay."""
        self.email = f"{self.id}@anonymised.invalid"
        self.name = ""
        self.site_role = SiteRole.NONE
        self.is_active = self.is_staff = self.is_superuser = False
        self.anonymised_at = now
        self.last_login = None
        self.set_unusable_password()
