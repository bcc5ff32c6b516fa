"""Public bodies."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from accounts.validators import normal_number, validate_country
from journal.ids import uuid7


class AuthorityKind(models.TextChoices):
    """Kinds of public bodies that can join a network; suppliers and trade bodies can't."""

    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    STATE_AGENCY = "state_agency", _("State agency")
    MUNICIPAL_COMPANY = "municipal_company", _("Municipal company")
    ASSOCIATION = "association_of_authorities", _("Association of authorities")
    PURCHASING_BODY = "central_purchasing_body", _("Central purchasing body")
    UNIVERSITY = "university", _("University")
    OTHER = "other", _("Other public body")


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Questions about authorities."""

    def visible_to(self, actor: Actor) -> AuthorityQuerySet:
        """Every authority, for everybody signed in: they are public facts."""
        return self.all() if actor.is_signed_in else self.none()

    def matching(self, text: str) -> AuthorityQuerySet:
        """Authorities whose name holds the text or whose number starts with it; all for an empty text."""
        if not text:
            return self.all()
        digits = text.replace("-", "").replace(" ", "")
        wanted = models.Q(name__icontains=text)
        if digits.isdigit():
            wanted |= models.Q(number__startswith=digits)
        return self.filter(wanted)


class Authority(models.Model):
    """A public body, known by its organisation number; units that share one number differ by `unit`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.CharField(_("country"), max_length=2, default="SE", validators=[validate_country])
    number = models.CharField(_("organisation number"), max_length=20)
    unit = models.CharField(_("unit"), max_length=200, blank=True, default="")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=AuthorityKind)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ("name", "id")
        indexes = (models.Index(fields=("name", "id"), name="authorities_by_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=("country", "number", "unit"), name="one_authority_per_number_and_unit"
            ),
            models.CheckConstraint(
                name="country_is_two_letters", condition=models.Q(country__regex=r"^[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="number_has_no_separators", condition=models.Q(number__regex=r"^[0-9A-Z]+$")
            ),
            models.CheckConstraint(name="authority_has_a_name", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="authority_is_a_public_body", condition=models.Q(kind__in=AuthorityKind.values)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Store the number without separators; raise where it is not one of the country's."""
        try:
            self.number = normal_number(self.country, self.number)
        except ValidationError as error:
            raise ValidationError({"number": error}) from error
