from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from decisions import quorum
from journal.ids import uuid7
from networks.subjects import Subject
from networks.zones import Zoned, ZonedQuerySet

KIND = "decision"  # how other rooms point at a question


class Kind(models.TextChoices):
    """What a question is for. All three are answered, closed and frozen alike."""

    POSITION = "position", _("Position")
    SIGN_OFF = "sign_off", _("Sign-off of a document")
    ADOPTION = "adoption", _("Adoption of a need")


class State(models.TextChoices):
    """Where a question stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcomes(models.TextChoices):
    """What came of a question, as people say it."""

    CARRIED = quorum.Outcome.CARRIED.value, _("Carried")
    CARRIED_WITH_CHANGES = quorum.Outcome.CARRIED_WITH_CHANGES.value, _("Carried, with changes asked for")
    NOT_CARRIED = quorum.Outcome.NOT_CARRIED.value, _("Not carried")
    NO_QUORUM = quorum.Outcome.NO_QUORUM.value, _("Too few answered")


def _sha256(name: str) -> Func:
    """The SHA-256 of a text column in hexadecimal, computed by the database."""
    octets = Func(F(name), Value("UTF8"), function="convert_to")
    return Func(Func(octets, function="sha256"), Value("hex"), function="encode")


class QuestionQuerySet(ZonedQuerySet):
    """Questions about questions."""

    def open(self) -> "QuestionQuerySet":
        """Those that are not decided yet; one whose time is up is among them until it is closed."""
        rows: QuestionQuerySet = self.filter(state=State.OPEN)
        return rows

    def due(self, now: datetime) -> "QuestionQuerySet":
        """Open ones whose time is up."""
        return self.open().filter(closes_at__lte=now)

    def about(self, subject: Subject) -> "QuestionQuerySet":
        """Those about one subject."""
        rows: QuestionQuerySet = self.filter(subject_kind=subject.kind, subject_id=subject.id)
        return rows


class Question(Zoned):
    """Something that a network asks its authorities, until `closes_at`, and what came of it.

    Everybody in the network sees it. What is asked never changes, and nothing does once it is closed
    or withdrawn: a trigger refuses. `subject_hash` says what exactly is decided; `result` is
    canonical JSON, the bytes of which `result_hash` is the SHA-256.
    """

    read_permission = Permission.DECISION_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.POSITION)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=8000, blank=True, default="")
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.UUIDField(null=True, blank=True)
    subject_hash = models.CharField(max_length=64, blank=True, default="")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    quorum = models.PositiveSmallIntegerField()
    is_open_for_accession = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=20, choices=Outcomes.choices, blank=True, default="")
    result = models.TextField(blank=True, default="")
    result_hash = models.CharField(max_length=64, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    withdrawal = models.CharField(max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = QuestionQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(zone="network", members_only=False), name="question_is_put_to_the_whole_network"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="question_asks_something"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id=None)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="question_is_about_a_whole_subject",
            ),
            models.CheckConstraint(
                condition=Q(kind="position") | (~Q(subject_kind="") & ~Q(subject_hash="")),
                name="signed_and_adopted_is_what_has_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="question_closes_after_it_opened"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_is_somebody"),
            models.CheckConstraint(
                condition=Q(state="open", outcome="", result="", closed_at=None, withdrawn_at=None)
                | (Q(state="closed", closed_at__isnull=False, withdrawn_at=None) & ~Q(outcome=""))
                | Q(state="withdrawn", outcome="", result="", closed_at=None, withdrawn_at__isnull=False),
                name="question_is_open_closed_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(withdrawn_by__isnull=False) & ~Q(withdrawal="")),
                name="withdrawn_question_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcomes.values]), name="question_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", result_hash="") | Q(result_hash=_sha256("result")),
                name="result_has_the_hash_of_its_bytes",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "id"], name="questions_of_a_network"),
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="question_to_close"),
            models.Index(fields=["subject_id"], name="questions_about_a_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Subject | None:
        """What it is about."""
        return Subject(self.subject_kind, self.subject_id) if self.subject_id else None

    @property
    def is_carried(self) -> bool:
        """Is it decided, and do more authorities back it than cannot?"""
        return self.outcome in quorum.CARRIED

    def takes_answers(self, now: datetime) -> bool:
        """Is it open, and its time not up?"""
        return self.state == State.OPEN and now < self.closes_at

    def is_put_by(self, actor: Actor) -> bool:
        """Did this person ask?"""
        return self.opened_by_id == actor.user_id

    def locked(self) -> "Question":
        """The same question, read again under its row lock."""
        row: Question = Question.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
