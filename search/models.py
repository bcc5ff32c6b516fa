from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from access.policy import Permission
from accounts.models import Authority
from networks.models import Network
from networks.zones import Zoned, ZonedQuerySet


class Searchable(Zoned):
    """One thing that can be found: where it lies, its words, and the text that snippets are cut from.

    Written by the verbs of the rooms above in their own transactions, or by their jobs. `mark` says
    which state of the subject this is, such as a document's `seq`.
    """

    read_permission = Permission.CONTENT_SEARCH

    # Found by the index below alone: another on the network would be taken in its place.
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.TextField()
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    mark = models.BigIntegerField(default=0)
    indexed_at = models.DateTimeField()
    vector = SearchVectorField()

    objects = ZonedQuerySet.as_manager()

    class Meta(Zoned.Meta):
        constraints = [
            *Zoned.Meta.constraints,
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_searchable_per_subject"),
        ]
        indexes = [
            # A network's rows of a word in one look; no pending list, which every search would read through.
            GinIndex(fields=["network", "vector"], name="words_of_a_network", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class Sweep(models.Model):
    """How far the sweep over one kind has come: everything that was made before is indexed."""

    kind = models.CharField(max_length=40, primary_key=True)
    through_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} through {self.through_at}"
