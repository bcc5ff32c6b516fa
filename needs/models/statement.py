"""What a need says, kept version by version; nothing of it is ever overwritten."""

import hashlib
from typing import Any

import orjson
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from needs.models.need import Need
from networks.zones import Zoned, ZonedQuerySet


class Trigger(models.TextChoices):
    """Why now: the four reasons for which needs are taken up."""

    UNKNOWN = "", _("Not said yet")
    SERVICE_PROBLEM = "service_problem", _("A problem in the service")
    IMPROVEMENT = "improvement", _("Better quality or efficiency")
    POLICY = "policy", _("A policy goal")
    LEGAL = "legal", _("A legal requirement")


class Urgency(models.TextChoices):
    """How soon it has to be met."""

    UNKNOWN = "", _("Not said yet")
    LOW = "low", _("It can wait some years")
    MEDIUM = "medium", _("Within two years")
    HIGH = "high", _("Within a year")
    CRITICAL = "critical", _("At once")


# What people write, in the order in which it is read, with the most characters it may have.
TEXTS: dict[str, int] = {
    "problem": 4000,
    "affected_groups": 2000,
    "current_state": 4000,
    "desired_state": 4000,
    "why_current_solutions_fail": 4000,
    "out_of_scope": 2000,
    "constraints_legal": 2000,
    "constraints_technical": 2000,
    "constraints_integration": 2000,
    "constraints_security": 2000,
    "consequence_if_unmet": 2000,
    "policy_links": 2000,
    "involvement_method": 2000,
}
CHOICES: dict[str, type[models.TextChoices]] = {"trigger": Trigger, "urgency": Urgency}
STATEMENT = (*TEXTS, *CHOICES, "involvement_count", "involvement_on")
TITLES = ("title_sv", "title_en", "one_liner")
MOST_PEOPLE = 10_000_000


def _text(name: str) -> "models.TextField[str, str]":
    return models.TextField(max_length=TEXTS[name], blank=True, default="")


class NeedVersion(Zoned):
    """The whole of a need as it stood from one moment on: titles, statement, goals and stakeholders.

    The latest is what the need says now. Versions from before the need was shared stay with their
    authority; sharing begins a new one. The database takes no change to any of them.
    """

    read_permission = Permission.NEED_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    one_liner = models.CharField(max_length=500, blank=True, default="")
    problem = _text("problem")
    affected_groups = _text("affected_groups")
    current_state = _text("current_state")
    desired_state = _text("desired_state")
    why_current_solutions_fail = _text("why_current_solutions_fail")
    trigger = models.CharField(max_length=20, choices=Trigger.choices, blank=True, default="")
    urgency = models.CharField(max_length=20, choices=Urgency.choices, blank=True, default="")
    out_of_scope = _text("out_of_scope")
    constraints_legal = _text("constraints_legal")
    constraints_technical = _text("constraints_technical")
    constraints_integration = _text("constraints_integration")
    constraints_security = _text("constraints_security")
    consequence_if_unmet = _text("consequence_if_unmet")
    policy_links = _text("policy_links")
    involvement_method = _text("involvement_method")
    involvement_count = models.PositiveIntegerField(null=True, blank=True)
    involvement_on = models.DateField(null=True, blank=True)
    goals = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    stakeholders = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_for = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField()

    objects = ZonedQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("version of a need")
        verbose_name_plural = _("versions of needs")
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["need", "number"], name="one_version_of_a_need_per_number"),
            models.CheckConstraint(condition=Q(trigger__in=Trigger.values), name="need_trigger_is_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="need_urgency_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title_en} {self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """What it says, without who wrote it and when."""
        return {name: getattr(self, name) for name in (*TITLES, *STATEMENT, "goals", "stakeholders")}

    @property
    def digest(self) -> str:
        """The SHA-256 of what it says, as canonical JSON: what a decision about it may name."""
        ready = orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(ready).hexdigest()
