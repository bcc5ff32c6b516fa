from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from decisions.models.mailed import Mailed, MailedQuerySet
from decisions.models.signatory import Signatory
from journal.ids import uuid7
from networks.models import Network

MOST_WRONG = 5  # tries that one code hears out
MOST_WRONG_IN_ALL = 15  # wrong tries on one link, whatever the code; beyond, it is closed
VISIT = timedelta(minutes=30)  # from the code on


class SigningCode(Mailed):
    """A one-time code that was mailed, and from its use on the visit of whoever knew it.

    The code itself is computed from the id and the server's key, and stored nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="codes")
    asked_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = MailedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wrong_tries__lte=MOST_WRONG), name="code_hears_out_so_many_wrong_tries"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(wrong_tries__lt=MOST_WRONG), name="dead_code_is_never_used"
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(sent_at=None, used_at=None), name="code_to_mail"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} for {self.signatory_id}"

    def takes_tries(self, now: datetime) -> bool:
        """May somebody still try to use it?"""
        return self.used_at is None and self.wrong_tries < MOST_WRONG and now < self.expires_at

    def is_visit(self, now: datetime) -> bool:
        """Is whoever used it still there?"""
        return self.used_at is not None and now < self.used_at + VISIT
