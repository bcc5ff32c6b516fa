from django.db import models


class KeptAnswer(models.Model):
    """The answer to a write that carried an Idempotency-Key, kept to be given again.

    Written in the transaction of the verb itself: there is an answer exactly where there is an
    effect. Swept after a week.
    """

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_hash = models.BinaryField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="one_kept_answer_per_person_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} by {self.user_id}"


class Heartbeat(models.Model):
    """When something that runs by itself last ran to its end."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
