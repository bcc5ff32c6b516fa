from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority, Language
from decisions.models.mailed import Mailed, MailedQuerySet
from decisions.models.question import Question
from journal.ids import uuid7
from networks.models import Network

REMOVED = "@removed.invalid"  # how what stands for a removed address ends


class Capacity(models.TextChoices):
    """What somebody without a seat is asked to do."""

    READS = "reads", _("Read it")
    SIGNS = "signs", _("Read and sign it")
    ANSWERS = "answers", _("Read it, and answer for the authority")


class SignatoryQuerySet(MailedQuerySet):
    """Questions about people without a seat who read and sign."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own authority, for whoever may ask somebody and whoever keeps its records.

        A deputy, who asks somebody on the mandate of another's seat, sees those that they asked.
        """
        keeps = (Permission.SIGNATORY_INVITE, Permission.DECISION_ANSWER, Permission.PRIVATE_ZONE_USE)
        if not actor.has_seat:
            return self.none()
        ours = self.filter(network_id=actor.network_id, authority_id=actor.authority_id)
        return ours if any(actor.can(one) for one in keeps) else ours.filter(invited_by_id=actor.user_id)

    def open(self, now: datetime) -> Self:
        """Those whose link works: neither taken back nor closed for wrong codes, nor run out."""
        return self.filter(revoked_at=None, blocked_at=None, expires_at__gt=now)


class Signatory(Mailed):
    """Somebody without a seat who is asked to read one question for one authority, by a personal link.

    The secret in the link is a signature of the id: it is stored nowhere, and a mail sent again
    carries the same link.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="people_asked", db_index=False
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.SWEDISH)
    capacity = models.CharField(max_length=10, choices=Capacity.choices, default=Capacity.SIGNS)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    # When the address was removed, long after the question had ended.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("person without a seat")
        verbose_name_plural = _("people without a seat")
        constraints = [
            models.UniqueConstraint(
                "question",
                "authority",
                Lower("email"),
                condition=Q(revoked_at=None, blocked_at=None),
                name="one_open_link_per_address_and_question",
            ),
            models.UniqueConstraint(
                fields=["question", "authority"],
                condition=Q(capacity="answers", revoked_at=None, blocked_at=None),
                name="one_link_answers_for_an_authority",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="signatory_capacity_is_known"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="signatory_is_somebody"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="signatory_link_runs_out_later"
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(email__endswith=REMOVED),
                name="forgotten_address_is_removed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(sent_at=None, revoked_at=None, blocked_at=None),
                name="signatory_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} of {self.authority_id} on {self.question_id}"

    def is_open(self, now: datetime) -> bool:
        """Does the link work?"""
        return self.revoked_at is None and self.blocked_at is None and now < self.expires_at

    def locked(self) -> "Signatory":
        """The same row, read again under its lock."""
        row: Signatory = Signatory.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
