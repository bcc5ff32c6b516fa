import secrets

from django.db import models


def new_epoch() -> str:
    """A short random name for one continuous history of a stream."""
    return secrets.token_urlsafe(6)


class Stream(models.Model):
    """One ordered history, and where it stands.

    `seq` counts its entries, `head` is the hash of the last one (empty before the first). The
    epoch changes when the history is not a continuation any more, as after a restored backup.
    Ids of people, authorities and networks are plain values: the journal knows no rooms.
    """

    key = models.CharField(max_length=120, primary_key=True)
    network_id = models.UUIDField(null=True, db_index=True)
    epoch = models.CharField(max_length=16, default=new_epoch)
    seq = models.BigIntegerField(default=0)
    head = models.BinaryField(default=b"")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="stream_counts_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.key}@{self.seq}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about what happened."""

    def of_stream(self, key: str) -> "EntryQuerySet":
        """The entries of one stream, oldest first."""
        return self.filter(stream_id=key).order_by("seq")

    def after(self, seq: int) -> "EntryQuerySet":
        """Those later than `seq`."""
        return self.filter(seq__gt=seq)


class Entry(models.Model):
    """One fact in a stream. A trigger refuses every update and delete.

    `payload` is the canonical JSON of the event, kept as the text that was hashed; `hash` is
    sha256(hash before || canonical bytes), see recorder.canonical.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    authority_id = models.UUIDField(null=True)
    payload = models.TextField()
    hash = models.BinaryField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_entry_per_number_in_a_stream"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.type}"
