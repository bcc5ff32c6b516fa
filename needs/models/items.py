"""The catalogue of a need: what may be declared, counted in which unit, and what it was called before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journal.ids import uuid7
from needs.models.need import Need
from networks.models import Network

NAMING = ("name_sv", "name_en", "cpv", "unit")


class Naming(models.Model):
    """What an item is called, its CPV code and unit, and whether it takes new lines, in one version."""

    name_sv = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    cpv = models.CharField(max_length=10)
    unit = models.CharField(max_length=40)
    is_retired = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_sv if (get_language() or "").startswith("sv") else self.name_en


class DemandItem(Naming):
    """One thing in a need's catalogue, counted in one unit.

    The unit stands once a line counts in it: a trigger refuses another. A retired item keeps its
    lines and takes no new ones.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="items")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_sv="") & ~Q(name_en="") & ~Q(unit=""), name="item_says_what_in_which_unit"
            ),
            models.CheckConstraint(
                condition=Q(cpv__regex=r"^[0-9]{8}-[0-9]$"), name="item_has_a_code_with_its_digit"
            ),
        ]
        indexes = [models.Index(fields=["need", "id"], name="items_of_a_need")]

    def __str__(self) -> str:
        return self.name


class DemandItemVersion(Naming):
    """What an item was called from one moment on. Written with it, and never changed, in the database too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(DemandItem, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of an item")
        verbose_name_plural = _("versions of items")
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_row_per_version_of_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.number}"
