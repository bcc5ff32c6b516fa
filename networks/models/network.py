from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from journal.ids import uuid7


class Phase(models.TextChoices):
    """Where the network stands; a tag, not a lock: phases may overlap."""

    IDEA = "idea", pgettext_lazy("phase", "Idea")
    SCOUTING = "scouting", pgettext_lazy("phase", "Scouting")
    STARTING = "starting", pgettext_lazy("phase", "Starting")
    MAPPING_NEED = "mapping_need", pgettext_lazy("phase", "Mapping the need")
    MARKET_ANALYSIS = "market_analysis", pgettext_lazy("phase", "Market analysis")
    SHAPING_DEMAND = "shaping_demand", pgettext_lazy("phase", "Shaping demand")
    ROUTE_DECISION = "route_decision", pgettext_lazy("phase", "Deciding the route")
    HANDED_OVER = "handed_over", pgettext_lazy("phase", "Handed over")
    EVALUATING = "evaluating", pgettext_lazy("phase", "Evaluating")
    CLOSED = "closed", pgettext_lazy("phase", "Closed")
    RENEWED = "renewed", pgettext_lazy("phase", "Renewed")
    DORMANT = "dormant", pgettext_lazy("phase", "Dormant")
    PAUSED = "paused", pgettext_lazy("phase", "Paused")


class Openness(models.TextChoices):
    """Who may know of the network, and how one comes in."""

    OPEN = "open", _("Open: anyone signed in sees it and may ask to join")
    BY_APPROVAL = "by_approval", _("By approval: anyone signed in sees it, the coordinator lets in")
    INVITE_ONLY = "invite_only", _("Invite only: only its members see it")
    HIDDEN = "hidden", _("Hidden: only its members see it, and it is on no list")


class NetworkQuerySet(models.QuerySet["Network"]):
    """Questions about networks."""

    def visible_to(self, actor: Actor) -> "NetworkQuerySet":
        """Those whose card the actor may see: own seats, open ones, all for the facilitator."""
        if not actor.is_signed_in:
            return self.none()
        if actor.can(Permission.HEALTH_READ) and not actor.has_seat:
            return self
        return self.filter(self._seated(actor) | Q(openness__in=[Openness.OPEN, Openness.BY_APPROVAL]))

    def joined_by(self, actor: Actor) -> "NetworkQuerySet":
        """Those in which the actor has an active seat."""
        return self.filter(self._seated(actor))

    def _seated(self, actor: Actor) -> Q:
        seats = apps.get_model("networks", "Seat").objects.active(actor.now)
        return Q(pk__in=seats.filter(user_id=actor.person_id).values("network_id"))


class Network(models.Model):
    """A standing pre-procurement purchasing network on one subject."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    purpose_sv = models.TextField(max_length=4000)
    purpose_en = models.TextField(max_length=4000)
    phase = models.CharField(max_length=20, choices=Phase.choices, default=Phase.IDEA)
    openness = models.CharField(max_length=20, choices=Openness.choices, default=Openness.INVITE_ONLY)
    # Demo content says of itself where it comes from.
    origin_note_sv = models.CharField(max_length=400, blank=True, default="")
    origin_note_en = models.CharField(max_length=400, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = NetworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_sv="") & ~Q(name_en=""), name="network_is_named_in_both_languages"
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="network_phase_is_known"),
            models.CheckConstraint(
                condition=Q(openness__in=Openness.values), name="network_openness_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_sv if _reads_swedish() else self.name_en

    @property
    def purpose(self) -> str:
        """The purpose in the language of the reader."""
        return self.purpose_sv if _reads_swedish() else self.purpose_en

    @property
    def origin_note(self) -> str:
        """Where demo content comes from, in the language of the reader; empty for real networks."""
        return self.origin_note_sv if _reads_swedish() else self.origin_note_en

    @property
    def shows_its_card(self) -> bool:
        """May anyone signed in see name, purpose and how to join?"""
        return self.openness in (Openness.OPEN, Openness.BY_APPROVAL)

    def locked(self) -> "Network":
        """The same network, read again under its row lock."""
        return Network.objects.select_for_update(no_key=True).get(pk=self.pk)


def _reads_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")
