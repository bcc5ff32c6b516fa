from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority, Language
from documents.models import Document
from journal.ids import uuid7
from needs import steps
from networks.zones import Zone, Zoned, ZonedQuerySet
from tasks.models import Schedule

KIND = "need"  # how other rooms point at a need


class Status(models.TextChoices):
    """Where a need stands on its way to what the network stands behind."""

    DRAFT = steps.DRAFT, _("Draft")
    REVIEW = steps.REVIEW, _("Internal review")
    HEARING = steps.HEARING, _("Hearing")
    ADOPTED = steps.ADOPTED, _("Adopted")
    SUPERSEDED = steps.SUPERSEDED, _("Superseded")


class NeedQuerySet(ZonedQuerySet):
    """Questions about needs."""

    def with_names(self) -> "NeedQuerySet":
        """With the people and authorities that their shape names, and when they are looked at again."""
        rows: NeedQuerySet = self.select_related("owner", "owner_authority", "authority", "schedule")
        return rows


class Need(Zoned):
    """Something that the authorities of a network lack, and who answers for describing it.

    Its text is written in its needs document, which always lies in the same zone.
    """

    read_permission = Permission.NEED_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    one_liner = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=5, choices=Language.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    # Null only until the verb that opens the need has started it: a document is about a need that is there.
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    # Who is asked when whether it still holds; null where nobody is.
    schedule = models.OneToOneField(Schedule, on_delete=models.PROTECT, related_name="+", null=True)
    # What was adopted is the version that the need said then; nothing of it changes any more.
    adopted_on = models.DateField(null=True, blank=True)
    adopted_version = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = NeedQuerySet.as_manager()

    class Meta(Zoned.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title_sv="") & ~Q(title_en=""), name="need_is_named_in_both_languages"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="need_status_is_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="need_language_is_known"),
            models.CheckConstraint(
                condition=~Q(zone="authority") | ~Q(status__in=steps.SHARED_ONLY),
                name="need_is_shared_before_it_is_heard",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=steps.FROZEN)
                | Q(adopted_on__isnull=False, adopted_version__isnull=False),
                name="need_says_when_and_what_was_adopted",
            ),
        ]
        indexes = [models.Index(fields=["network", "id"], name="needs_of_a_network")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_sv if (get_language() or "").startswith("sv") else self.title_en

    @property
    def is_private(self) -> bool:
        """Does only one authority see it?"""
        return self.zone == Zone.AUTHORITY

    @property
    def next_review_on(self) -> date | None:
        """The working day on which its owner is asked whether it still holds; None where nobody is."""
        return self.schedule.next_on if self.schedule else None

    @property
    def is_frozen(self) -> bool:
        """Was it adopted, so that nothing of what it says changes any more?"""
        return self.status in steps.FROZEN

    def is_owned_by(self, actor: Actor) -> bool:
        """Does this person answer for it?"""
        return self.owner_id == actor.user_id

    def next_steps(self) -> list[str]:
        """The statuses that may follow the present one."""
        return steps.next_steps(self.status, is_private=self.is_private)

    def locked(self) -> "Need":
        """The same need, read again under its row lock."""
        row: Need = Need.objects.with_names().select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
