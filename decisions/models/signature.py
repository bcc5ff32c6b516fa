from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from decisions.models.question import Question
from decisions.models.signatory import Signatory
from journal.ids import uuid7
from networks.models import Network


class Saying(models.TextChoices):
    """What somebody says who signs."""

    APPROVED = "approved", _("Read and approved")
    RESERVATIONS = "reservations", _("Has reservations")


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Questions about signatures."""

    def present(self) -> "SignatureQuerySet":
        """What each person says now, by whichever of the links that were sent to one address."""
        of_the_same = Signature.objects.filter(
            question_id=OuterRef("question_id"),
            signatory__authority_id=OuterRef("signatory__authority_id"),
            signatory__email=OuterRef("signatory__email"),
        )
        since = Q(signed_at__gt=OuterRef("signed_at")) | Q(
            signed_at=OuterRef("signed_at"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(of_the_same.filter(since)))


class Signature(models.Model):
    """What somebody without a seat says. The last counts, all are kept: a trigger refuses changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    number = models.PositiveIntegerField()
    says = models.CharField(max_length=20, choices=Saying.choices)
    reason = models.TextField(max_length=4000, blank=True, default="")
    signed_at = models.DateTimeField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["signatory", "number"], name="one_signature_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="signature_numbers_begin_at_one"),
            models.CheckConstraint(condition=Q(says__in=Saying.values), name="signature_is_known"),
            models.CheckConstraint(
                condition=~Q(says="reservations") | ~Q(reason=""), name="reservations_have_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.says}"
