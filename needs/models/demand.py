"""Demand: the lines in which authorities declare what they want, each version kept."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from needs.ageing import FRESH, is_unanswered
from needs.models.annex import MOST_MONEY, Annex, Currency
from needs.models.need import Need
from needs.models.terms import DECIDED, PROMISING, BudgetStatus, Terms, Visibility
from networks.models import Network

MOST_QUANTITY = 1_000_000_000
PLACE = r"^[A-Z]{2}[0-9A-Z]{0,3}$"  # NUTS: a country, and up to three signs below it


class DemandLineQuerySet(models.QuerySet["DemandLine"]):
    """Questions about demand lines."""

    def visible_to(self, actor: Actor) -> "DemandLineQuerySet":
        """One's own authority's, those shown to the network, and for its coordinator all."""
        if not actor.can(Permission.DEMAND_READ):
            return self.none()
        rows = self.filter(Q(network_id=actor.network_id))
        if actor.can(Permission.DEMAND_COORDINATE):
            return rows
        sight = Q(visibility=Visibility.GROUP, in_trust=False)
        if actor.has_seat and actor.can(Permission.PRIVATE_ZONE_USE):
            sight |= Q(declared_by_id=actor.authority_id)
        return rows.filter(sight)

    def told_whole_to(self, actor: Actor) -> "DemandLineQuerySet":
        """Lines of which the actor reads everything: those of their own authority; all, who coordinates."""
        if not actor.can(Permission.DEMAND_READ):
            return self.none()
        rows = self.filter(Q(network_id=actor.network_id))
        if actor.can(Permission.DEMAND_COORDINATE):
            return rows
        if not (actor.has_seat and actor.can(Permission.PRIVATE_ZONE_USE)):
            return rows.none()
        return rows.filter(Q(declared_by_id=actor.authority_id))

    def holding(self) -> "DemandLineQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_names(self) -> "DemandLineQuerySet":
        """With item, authority, what was bought of them and when they are asked about: for their shape."""
        rows = self.select_related("item", "declared_by", "annex__schedule")
        return rows.annotate(bought=Sum("volumes__quantity"))


def stale_on(today: date) -> Q:
    """The predicate `is_stale` of lines that hold, for the database."""
    held_on = ExpressionWrapper(F("reported_on") + FRESH, output_field=DateField())
    asked = Q(annex__schedule__next_on__lt=today, annex__schedule__next_on__gt=held_on)
    return Q(valid_until__lt=today) | asked


class DemandLine(Terms):
    """What one authority wants of one item, how much and how firmly. Each version is kept.

    `in_trust` says that the authority sells on a market: whatever `visibility` says, nobody but
    itself and the coordinator sees the line. `said_since` is the version since which it says the
    same: to confirm it makes no other number of it, and nothing new to publish.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="lines")
    annex = models.ForeignKey(Annex, on_delete=models.PROTECT, related_name="lines")
    declared_by = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    in_trust = models.BooleanField(default=False)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    said_since = models.PositiveIntegerField(default=1)

    objects = DemandLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand line")
        verbose_name_plural = _("demand lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    quantity_low__gt=0,
                    quantity_mid__gte=F("quantity_low"),
                    quantity_high__gte=F("quantity_mid"),
                    quantity_high__lte=MOST_QUANTITY,
                ),
                name="demand_quantities_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_low=None, budget_mid=None, budget_high=None, currency="", price_year=None)
                | Q(
                    budget_low__isnull=False,
                    budget_mid__isnull=False,
                    budget_high__isnull=False,
                    price_year__isnull=False,
                    currency__in=Currency.values,
                    budget_low__gte=0,
                    budget_mid__gte=F("budget_low"),
                    budget_high__gte=F("budget_mid"),
                    budget_high__lte=MOST_MONEY,
                    price_year__range=(1990, 2100),
                ),
                name="demand_budget_is_whole_and_in_order",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="demand_period_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(latest_start__gte=F("earliest_start")), name="demand_starts_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(commitment__in=["C0", "C1", "C2"])
                | (Q(commitment__in=DECIDED) & ~Q(decision_ref="")),
                name="demand_from_c3_cites_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(decision_expected_on=None)
                | Q(
                    decision_expected_on__isnull=False,
                    decision_expected_on__range=(date(1990, 1, 1), date(2100, 12, 31)),
                    commitment__in=PROMISING,
                ),
                name="demand_expects_a_decision_at_c2_or_c3",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values) & Q(budget_status__in=BudgetStatus.values),
                name="demand_visibility_and_budget_are_known",
            ),
            models.CheckConstraint(
                condition=Q(in_trust=False) | ~Q(visibility="group"), name="demand_in_trust_is_not_shown"
            ),
            models.CheckConstraint(
                condition=Q(place="") | Q(place__regex=PLACE), name="demand_place_is_a_nuts_code"
            ),
        ]
        indexes = [
            models.Index(fields=["need", "id"], name="lines_of_a_need"),
            models.Index(fields=["network", "declared_by"], name="lines_of_an_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.declared_by}: {self.item}"

    @property
    def is_holding(self) -> bool:
        """Was it not withdrawn?"""
        return self.withdrawn_at is None

    @property
    def counted(self) -> tuple[object, ...]:
        """What the table of demand counts of it, and where: only another one is an unknown of its own."""
        start = self.earliest_start
        figures = self.quantity_low, self.quantity_mid, self.quantity_high
        return (*figures, self.period_from.year, self.commitment, start.year, start.month <= 6)

    @property
    def realised(self) -> Decimal:
        """What was bought of it in all, of a line read by `with_names()`."""
        return getattr(self, "bought", None) or Decimal(0)

    def is_stale(self, today: date) -> bool:
        """Is it past its day, or was its authority asked whether it holds, and did not say so by the day?"""
        if not self.is_holding:
            return False
        asked_on = self.annex.next_confirm_on
        return self.valid_until < today or is_unanswered(self.reported_on, asked_on, today)

    def is_of(self, actor: Actor) -> bool:
        """Does the actor sit for the authority that declared it?"""
        return actor.has_seat and actor.authority_id == self.declared_by_id

    def is_in_sight_of(self, actor: Actor) -> bool:
        """The predicate that `visible_to` asks the database, of this one row and its need."""
        if actor.network_id != self.network_id or not self.need.is_in_sight_of(actor):
            return False
        if actor.can(Permission.DEMAND_COORDINATE):
            return True
        is_shown = self.visibility == Visibility.GROUP and not self.in_trust
        return is_shown or self.is_told_whole(actor)

    def is_told_whole(self, actor: Actor) -> bool:
        """May the actor also see what it said before, and what was bought of it?"""
        if actor.network_id == self.network_id and actor.can(Permission.DEMAND_COORDINATE):
            return True
        return self.is_of(actor) and actor.can(Permission.PRIVATE_ZONE_USE)

    def as_version(self, actor: Actor) -> "DemandLineVersion":
        """What it says now, to be kept: not saved."""
        return DemandLineVersion(
            network_id=self.network_id,
            line=self,
            number=self.version,
            is_withdrawal=not self.is_holding,
            said_by_id=actor.person_id,
            said_at=actor.now,
            **{field.attname: getattr(self, field.attname) for field in Terms._meta.concrete_fields},
        )

    def locked(self) -> "DemandLine":
        """The same line, read again under its row lock."""
        rows = DemandLine.objects.select_related("item", "declared_by", "need")
        return rows.select_for_update(of=("self",), no_key=True).get(pk=self.pk)


class DemandLineVersion(Terms):
    """What a line said in one version. Written with it, and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(DemandLine, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    is_withdrawal = models.BooleanField(default=False)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a demand line")
        verbose_name_plural = _("versions of demand lines")
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="one_row_per_version_of_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.number}"
