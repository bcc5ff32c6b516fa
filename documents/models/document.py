from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access.policy import Permission
from accounts.models import Authority, Language
from journal.ids import uuid7
from journal.models import new_epoch
from networks.subjects import Subject
from networks.zones import Zone, Zoned, ZonedQuerySet

LOG = "updates"
# Clients that can't listen to the log itself are told that it has grown, at most this often.
TOLD_EVERY = timedelta(seconds=1)


class DocumentQuerySet(ZonedQuerySet):
    """Questions about documents."""

    def of_network(self, network_id: UUID) -> "DocumentQuerySet":
        """The documents of one network, oldest first."""
        return self.filter(network_id=network_id).order_by("pk")

    def untold(self, *, now: datetime) -> "DocumentQuerySet":
        """Those whose listeners have yet to be told of the last updates, and were not told just now."""
        return self.filter(seq__gt=F("told_seq")).filter(Q(told_at=None) | Q(told_at__lte=now - TOLD_EVERY))

    def to_compact(self) -> "DocumentQuerySet":
        """Those whose log has grown since their snapshot, the longest first."""
        return self.filter(seq__gt=F("compacted_seq")).order_by(F("compacted_seq") - F("seq"), "pk")


class Document(Zoned):
    """A document of a network, and where its log of updates stands.

    `seq` is the number of the last update, `log_bytes` what snapshot and log weigh together, and
    `compacted_seq` where the snapshot ends. `told_seq` is what listeners to the stream were last told of,
    `revised_seq` what the last revision holds.
    The epoch changes only when the content is no continuation any more; a client with another one has to
    reload.
    """

    read_permission = Permission.DOCUMENT_READ

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_id = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.SWEDISH)
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)
    seq = models.BigIntegerField(default=0)
    log_bytes = models.BigIntegerField(default=0)
    compacted_seq = models.BigIntegerField(default=0)
    told_seq = models.BigIntegerField(default=0)
    revised_seq = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whose it was before it was shared; the zone names it no longer then.
    started_at_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="document_is_about_a_whole_subject",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["sv", "en"]), name="document_language_is_spoken"
            ),
            models.CheckConstraint(condition=Q(seq__gte=0, log_bytes__gte=0), name="document_log_only_grows"),
            models.CheckConstraint(
                condition=Q(compacted_seq__lte=F("seq"), told_seq__lte=F("seq")),
                name="document_is_not_ahead_of_its_log",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "id"], name="documents_of_a_network"),
            models.Index(
                fields=["about_id"], condition=Q(about_id__isnull=False), name="documents_about_a_subject"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Subject | None:
        """What the document is about."""
        return Subject(self.about_kind, self.about_id) if self.about_id else None

    @property
    def is_private(self) -> bool:
        """Does only one authority see it?"""
        return self.zone == Zone.AUTHORITY

    @property
    def log_key(self) -> str:
        """What nudges call the log. The document's stream in the journal is another thing."""
        return f"{LOG}:{self.pk}"

    def locked(self) -> "Document":
        """The same document, read again under its row lock."""
        row: Document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)
        return row
