"""What stands beside a need's statement: its effect goals, its stakeholders, and words that may stay."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from needs.models.need import Need
from networks.zones import Zoned, ZonedQuerySet

FIRST_YEAR, LAST_YEAR = 1950, 2150
BEYOND = 10**14  # no value of a goal is as large; NaN is beyond it too


class Kind(models.TextChoices):
    """Who somebody is to a need."""

    END_USER = "end_user", _("End users")
    OPERATIONS = "operations", _("Operations")
    PROCUREMENT = "procurement", _("Procurement")
    IT = "it", _("IT")
    LEGAL = "legal", _("Legal")
    FINANCE = "finance", _("Finance")
    POLITICS = "politics", _("Politics")
    UNION = "union", _("Union")
    CITIZEN = "citizen", _("Citizens")
    SUPPLIER = "supplier", _("Suppliers")
    REGULATOR = "regulator", _("Regulators")


class Attitude(models.TextChoices):
    """How somebody looks at a need."""

    UNKNOWN = "", _("Not known yet")
    FOR = "for", _("For it")
    NEUTRAL = "neutral", _("Neutral")
    DOUBTFUL = "doubtful", _("Doubtful")
    AGAINST = "against", _("Against it")


class PartQuerySet(ZonedQuerySet):
    """Questions about goals and stakeholders."""

    def holding(self) -> "PartQuerySet":
        """Those that nobody has withdrawn."""
        rows: PartQuerySet = self.filter(withdrawn_at=None)
        return rows

    def with_names(self) -> "PartQuerySet":
        """With the people whom their shape names."""
        names = [name for name in ("owner",) if hasattr(self.model, name)]
        rows: PartQuerySet = self.select_related(*names) if names else self.all()
        return rows


class Part(Zoned):
    """Something that belongs to one need, and is shared with it. It is withdrawn, never deleted."""

    read_permission = Permission.NEED_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="%(class)ss")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta(Zoned.Meta):
        abstract = True
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_%(class)s_says_by_whom",
            ),
        ]


def _value() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)


def _measured(name: str) -> models.CheckConstraint:
    """A value stands with its year, and both within reason."""
    value, year = f"{name}_value", f"{name}_year"
    return models.CheckConstraint(
        condition=Q(**{value: None, year: None})
        | Q(
            **{
                f"{value}__isnull": False,
                f"{year}__isnull": False,
                f"{value}__gt": -BEYOND,
                f"{value}__lt": BEYOND,
                f"{year}__gte": FIRST_YEAR,
                f"{year}__lte": LAST_YEAR,
            }
        ),
        name=f"goal_{name}_has_value_and_year",
    )


class EffectGoal(Part):
    """An effect that the network wants to see, and how it is measured: from a baseline to a target."""

    statement = models.CharField(max_length=500)
    indicator = models.CharField(max_length=300, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    baseline_value = _value()
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target_value = _value()
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    measurement_method = models.CharField(max_length=1000, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Part.Meta):
        verbose_name = _("effect goal")
        verbose_name_plural = _("effect goals")
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=~Q(statement=""), name="goal_says_what"),
            _measured("baseline"),
            _measured("target"),
            models.CheckConstraint(
                condition=Q(baseline_year=None)
                | Q(target_year=None)
                | Q(
                    baseline_year__isnull=False,
                    target_year__isnull=False,
                    baseline_year__lte=F("target_year"),
                ),
                name="goal_is_reached_after_its_baseline",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class Stakeholder(Part):
    """A group with a stake in a need, what it wants, and how it is to take part."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    interest = models.CharField(max_length=1000, blank=True, default="")
    influence = models.PositiveSmallIntegerField(default=3)
    attitude = models.CharField(max_length=20, choices=Attitude.choices, blank=True, default="")
    involvement_plan = models.CharField(max_length=1000, blank=True, default="")

    class Meta(Part.Meta):
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="stakeholder_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="stakeholder_kind_is_known"),
            models.CheckConstraint(
                condition=Q(attitude__in=Attitude.values), name="stakeholder_attitude_is_known"
            ),
            models.CheckConstraint(
                condition=Q(influence__gte=1, influence__lte=5), name="stakeholder_influence_is_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Overruling(Zoned):
    """A named reviewer lets a product word stand in one place of a need, and says why. Never changed."""

    read_permission = Permission.NEED_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="overrulings")
    place = models.CharField(max_length=60)
    word = models.CharField(max_length=100)
    reason = models.CharField(max_length=1000)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    overruled_at = models.DateTimeField()

    objects = ZonedQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("overruled product word")
        verbose_name_plural = _("overruled product words")
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(
                fields=["need", "place", "word"], name="one_overruling_per_word_and_place"
            ),
            models.CheckConstraint(
                condition=~Q(word="") & ~Q(reason="") & ~Q(place=""), name="overruling_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.reason[:60]}"
