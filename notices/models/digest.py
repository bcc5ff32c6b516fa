from django.conf import settings
from django.db import models

from journal.ids import uuid7
from notices.models.letters import WAITS_OR_IS_SETTLED, Letter, LetterQuerySet


class Digest(Letter):
    """What was gathered for one person, in one mail: at most one on a day of theirs."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    on_date = models.DateField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "on_date"], name="one_digest_per_person_and_day"),
            models.CheckConstraint(condition=WAITS_OR_IS_SETTLED, name="digest_waits_or_is_settled"),
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=models.Q(state="waiting"), name="digest_to_deliver"),
        ]

    def __str__(self) -> str:
        return f"digest of {self.on_date} to {self.person_id}"
