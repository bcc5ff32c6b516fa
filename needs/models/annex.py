"""What one authority says of a need beside what all say of it together."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from needs.ageing import is_unanswered
from needs.models.need import Need
from networks.zones import Zone, Zoned, ZonedQuerySet
from tasks.models import Schedule

ANNEX_KIND = "annex"  # how other rooms point at an annex
# How they point at what an authority is asked of its lines for a need: both by the annex's id.
EXPECTED, REALISED = "expected_decision", "realised_volume"
CONTRACT = "contract_end"  # and at what is asked before its contract ends, by the annex's id too

TEXTS = {
    "local_problem": 4000,
    "current_solution": 2000,
    "current_supplier": 200,
    "integrations": 2000,
    "deviations": 4000,
    "must_haves": 4000,
    "domain_owner": 200,
}
COUNTS = ("users_count", "sites_count")
GRADES = ("readiness", "confidence")
MOST = 1_000_000_000  # users, sites
MOST_MONEY = 1_000_000_000_000


class Currency(models.TextChoices):
    """What members count money in."""

    SEK = "SEK", "SEK"
    DKK = "DKK", "DKK"
    NOK = "NOK", "NOK"
    EUR = "EUR", "EUR"
    ISK = "ISK", "ISK"


class AnnexQuerySet(ZonedQuerySet):
    """Questions about annexes."""

    def with_names(self) -> "AnnexQuerySet":
        """With the authority that their shape names, and when it is asked next."""
        rows: AnnexQuerySet = self.select_related("declared_by", "schedule")
        return rows


class Annex(Zoned):
    """One authority's own part of a need: in its private zone until it is shared with the network.

    `declared_by` is whose it is, and never changes; `authority` is empty once it is shared. Who is
    asked whether it still holds, its volumes with it, and when next, stands in its schedule.
    """

    read_permission = Permission.NEED_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="annexes")
    declared_by = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    local_problem = models.TextField(max_length=4000, blank=True, default="")
    users_count = models.PositiveIntegerField(null=True)
    sites_count = models.PositiveIntegerField(null=True)
    current_solution = models.TextField(max_length=2000, blank=True, default="")
    current_supplier = models.CharField(max_length=200, blank=True, default="")
    current_contract_end = models.DateField(null=True)
    annual_cost = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True, default="")
    integrations = models.TextField(max_length=2000, blank=True, default="")
    deviations = models.TextField(max_length=4000, blank=True, default="")
    must_haves = models.TextField(max_length=4000, blank=True, default="")
    readiness = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    domain_owner = models.CharField(max_length=200, blank=True, default="")
    approved_by = models.CharField(max_length=200, blank=True, default="")
    approved_on = models.DateField(null=True)
    # Null for what was written before annexes were asked about, until it is written again.
    schedule = models.OneToOneField(Schedule, on_delete=models.PROTECT, related_name="+", null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    confirmed_on = models.DateField()
    # Up to which round its authority has said what was bought of its lines; null where it was never asked.
    volumes_told_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AnnexQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["need", "declared_by"], name="one_annex_per_authority_and_need"),
            models.CheckConstraint(
                condition=Q(authority=None) | Q(authority=F("declared_by")),
                name="private_annex_is_its_authoritys",
            ),
            models.CheckConstraint(
                condition=(Q(users_count=None) | Q(users_count__lte=MOST))
                & (Q(sites_count=None) | Q(sites_count__lte=MOST)),
                name="annex_counts_are_bounded",
            ),
            models.CheckConstraint(
                condition=(Q(readiness=None) | Q(readiness__range=(1, 5)))
                & (Q(confidence=None) | Q(confidence__range=(1, 5))),
                name="annex_grades_are_from_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(annual_cost=None, currency="")
                | Q(
                    annual_cost__isnull=False,
                    annual_cost__range=(0, MOST_MONEY),
                    currency__in=Currency.values,
                ),
                name="annex_cost_is_of_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="")
                | (Q(approved_on__isnull=False) & ~Q(approved_by="")),
                name="approved_annex_says_by_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["network", "current_contract_end"], name="contracts_of_a_network")]

    def __str__(self) -> str:
        return f"{self.declared_by}: {self.need}"

    @property
    def is_private(self) -> bool:
        """Does only its own authority see it?"""
        return self.zone == Zone.AUTHORITY

    @property
    def is_approved(self) -> bool:
        """Has somebody at the authority approved what it says?"""
        return self.approved_on is not None

    @property
    def next_confirm_on(self) -> date | None:
        """The day by which its authority is asked next whether it still holds; None where nobody is."""
        return self.schedule.next_on if self.schedule else None

    def is_stale(self, today: date) -> bool:
        """Was its authority asked whether it holds, and did not say so by the day?"""
        return is_unanswered(self.confirmed_on, self.next_confirm_on, today)

    def is_of(self, actor: Actor) -> bool:
        """Does the actor sit for the authority that declares it?"""
        return actor.has_seat and actor.authority_id == self.declared_by_id

    def locked(self) -> "Annex":
        """The same annex, read again under its row lock."""
        row: Annex = Annex.objects.with_names().select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
