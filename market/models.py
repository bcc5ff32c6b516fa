from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from access.policy import Permission
from journal.ids import uuid7
from networks.models import Network
from networks.zones import Zoned, ZonedQuerySet
from tasks.models import Schedule

KIND = "analysis"  # how other rooms point at an analysis


class Outcome(models.TextChoices):
    """What a look at the market came to."""

    UNCHANGED = "unchanged", _("Nothing has changed")
    UPDATED = "updated", _("The analysis was updated")
    CLOSED = "closed", _("No longer of interest")


class AnalysisQuerySet(ZonedQuerySet):
    """Questions about market analyses."""

    def with_latest(self) -> "AnalysisQuerySet":
        """With their owners, and when and how they were last looked at: what their shape needs."""
        latest = Review.objects.filter(analysis=OuterRef("pk")).order_by("-reviewed_at", "-pk")
        rows: AnalysisQuerySet = self.select_related("schedule__owner").annotate(
            last_reviewed_at=Subquery(latest.values("reviewed_at")[:1]),
            last_outcome=Subquery(latest.values("outcome")[:1]),
        )
        return rows


class MarketAnalysis(Zoned):
    """A question about a market that the network answers, and keeps answering.

    Who answers for it, how often and when next stands in its schedule, and only there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schedule = models.OneToOneField(Schedule, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=500)
    scope = models.TextField(max_length=4000, blank=True, default="")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AnalysisQuerySet.as_manager()

    read_permission = Permission.ANALYSIS_READ

    class Meta(Zoned.Meta):
        verbose_name = _("market analysis")
        verbose_name_plural = _("market analyses")
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(condition=~Q(question=""), name="analysis_asks_something"),
        ]
        indexes = [models.Index(fields=["network", "id"], name="analyses_of_a_network")]

    def __str__(self) -> str:
        return self.question

    @property
    def is_open(self) -> bool:
        """Does the network still want to know?"""
        return self.closed_at is None


class Review(models.Model):
    """Somebody looked at the market again, and said what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey(MarketAnalysis, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.TextField(max_length=2000, blank=True, default="")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()
    reviewed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="review_outcome_is_known"),
            models.UniqueConstraint(
                fields=["analysis"], condition=Q(outcome="closed"), name="analysis_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.analysis_id}"
