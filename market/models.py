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


class Conclusion(models.TextChoices):
    """What the market offers, in one of four words."""

    NONE = "", _("Not known yet")
    EXISTS_READY = "exists_ready", _("It exists, ready to buy")
    NEEDS_ADAPTATION = "exists_needs_adaptation", _("It exists, and needs adapting")
    EMERGING = "emerging", _("It is on its way")
    ABSENT = "absent", _("It does not exist")


class Reliability(models.TextChoices):
    """How far a source can be trusted, from A to E."""

    A = "A", _("A: official or measured")
    B = "B", _("B: independent and well founded")
    C = "C", _("C: a party's own account, checked")
    D = "D", _("D: a party's own account")
    E = "E", _("E: hearsay")


class AnalysisQuerySet(ZonedQuerySet):
    """Questions about market analyses."""

    def with_latest(self) -> "AnalysisQuerySet":
        """With their owners, and when and how they were last looked at: what their shape needs."""
        latest = Review.objects.filter(analysis=OuterRef("pk")).order_by("-reviewed_at", "-pk")
        rows: AnalysisQuerySet = self.select_related("schedule__owner", "schedule__deputy").annotate(
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
    summary = models.TextField(max_length=8000, blank=True, default="")
    conclusion = models.CharField(max_length=30, choices=Conclusion.choices, blank=True, default="")
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
            models.CheckConstraint(
                condition=Q(conclusion__in=Conclusion.values), name="analysis_conclusion_is_known"
            ),
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


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def holding(self) -> "FindingQuerySet":
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_sources(self) -> "FindingQuerySet":
        """With who found it and where: what their shape needs."""
        sources = models.Prefetch("sources", queryset=Source.objects.order_by("pk"))
        return self.select_related("found_by").prefetch_related(sources)


class Finding(models.Model):
    """Something that was found out about a market. It rests on one source at least, in the database too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey(MarketAnalysis, on_delete=models.PROTECT, related_name="findings")
    claim = models.TextField(max_length=2000)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()
    found_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(condition=~Q(claim=""), name="finding_claims_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_finding_says_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["analysis", "id"], name="findings_of_an_analysis")]

    def __str__(self) -> str:
        return self.claim[:80]


class Source(models.Model):
    """Where a finding comes from, and how far that can be trusted. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="sources")
    citation = models.CharField(max_length=500)
    url = models.URLField(max_length=2000, blank=True, default="")
    accessed_on = models.DateField()
    licence = models.CharField(max_length=200, blank=True, default="")
    reliability = models.CharField(max_length=1, choices=Reliability.choices)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(condition=~Q(citation=""), name="source_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(reliability__in=Reliability.values), name="source_reliability_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.citation
