"""What came of demand, and whose demand is held in trust."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from journal.ids import uuid7
from needs.models.annex import MOST_MONEY, Currency
from needs.models.demand import MOST_QUANTITY, DemandLine
from networks.models import Network


class RealisedVolume(models.Model):
    """What was bought in the end of what a line declared. A mistake is balanced by its negative."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(DemandLine, on_delete=models.PROTECT, related_name="volumes")
    reference = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    value = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True, default="")
    on_date = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("realised volume")
        verbose_name_plural = _("realised volumes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="")
                & Q(quantity__range=(-MOST_QUANTITY, MOST_QUANTITY))
                & (
                    Q(value=None, currency="")
                    | Q(
                        value__isnull=False,
                        value__range=(-MOST_MONEY, MOST_MONEY),
                        currency__in=Currency.values,
                    )
                ),
                name="realised_volume_says_what",
            ),
        ]
        indexes = [models.Index(fields=["line", "id"], name="volumes_of_a_line")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.quantity}"


class Trust(models.Model):
    """An authority that sells on a market itself: its lines are held in trust by the coordinator."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    held_for = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = _("trust")
        verbose_name_plural = _("trusts")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "held_for"], name="one_trust_per_authority_and_network"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_for}"
