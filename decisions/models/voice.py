from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from decisions import quorum
from decisions.models.question import Question
from decisions.models.signatory import Signatory
from journal.ids import uuid7
from networks.models import Network


class Stances(models.TextChoices):
    """What an authority says, in words for people."""

    SUPPORT = quorum.Stance.SUPPORT.value, _("We support it")
    WITH_CHANGE = quorum.Stance.WITH_CHANGE.value, _("We support it with a change")
    CANNOT = quorum.Stance.CANNOT.value, _("We cannot")
    NEUTRAL = quorum.Stance.NEUTRAL.value, _("We are neutral")


class AskedQuerySet(models.QuerySet["Asked"]):
    """Questions about who is asked."""

    def silent(self) -> "AskedQuerySet":
        """Those that have not answered."""
        said = Voice.objects.filter(
            question_id=OuterRef("question_id"), authority_id=OuterRef("authority_id")
        )
        return self.filter(~Exists(said))


class Asked(models.Model):
    """An authority that a question is put to: settled when it opens. A trigger refuses changes."""

    id = models.BigAutoField(primary_key=True)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="asked", db_index=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "authority"], name="an_authority_is_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} to {self.authority_id}"


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Questions about voices."""

    def present(self) -> "VoiceQuerySet":
        """What each authority says now: its last voice in each question."""
        later = Voice.objects.filter(
            question_id=OuterRef("question_id"),
            authority_id=OuterRef("authority_id"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(later))


class Voice(models.Model):
    """What a person said for their authority. The last counts, all are kept: a trigger refuses changes.

    Where `signatory` is set, somebody without a seat said it, on the mandate of `person`, who asked them to.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="voices", db_index=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    number = models.PositiveIntegerField()
    stance = models.CharField(max_length=20, choices=Stances.choices)
    reason = models.TextField(max_length=4000, blank=True, default="")
    given_at = models.DateTimeField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "authority", "number"], name="one_voice_per_number_of_an_authority"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="voice_numbers_begin_at_one"),
            models.CheckConstraint(condition=Q(stance__in=Stances.values), name="voice_stance_is_known"),
            models.CheckConstraint(
                condition=~Q(stance__in=[one.value for one in quorum.NEEDS_REASON]) | ~Q(reason=""),
                name="objection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.stance} {self.question_id}"


class Prompt(models.Model):
    """An authority that had not answered was reminded, once per step."""

    id = models.BigAutoField(primary_key=True)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_index=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "authority", "step"], name="one_prompt_per_authority_and_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.question_id} to {self.authority_id}"


class Accession(models.Model):
    """An authority that joined what was decided afterwards, with what it aims at and until when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="accessions", db_index=False
    )
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    target = models.TextField(max_length=2000, blank=True, default="")
    target_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("accession")
        verbose_name_plural = _("accessions")
        constraints = [
            models.UniqueConstraint(fields=["question", "authority"], name="an_authority_accedes_once"),
            models.CheckConstraint(
                condition=Q(target_on=None) | ~Q(target=""), name="dated_target_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} joins {self.question_id}"
