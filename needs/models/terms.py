"""The catalogue of a need, and what a line of demand says of one item in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from needs.models.annex import Currency
from needs.models.items import DemandItem


class Commitment(models.TextChoices):
    """How firmly an authority means what it declares, from curiosity to a signed contract."""

    C0 = "C0", _("C0 curious: we follow this, and promise nothing")
    C1 = "C1", _("C1 interested: we have the need, and no plan yet")
    C2 = "C2", _("C2 planned: it stands in our plan")
    C3 = "C3", _("C3 budgeted: there is money for it")
    C4 = "C4", _("C4 decided: whoever may has decided to buy")
    C5 = "C5", _("C5 contracted: the contract is signed")


DECIDED = (Commitment.C3.value, Commitment.C4.value, Commitment.C5.value)  # rest on a decision
BOUGHT = (Commitment.C4.value, Commitment.C5.value)  # are asked what was bought, whatever became of the need
PROMISING = (Commitment.C2.value, Commitment.C3.value)  # may say when the next decision comes


class BudgetStatus(models.TextChoices):
    """Where the money for it stands."""

    NONE = "none", _("No budget")
    PLANNED = "planned", _("Planned")
    PROPOSED = "in_budget_proposal", _("In the budget proposal")
    DECIDED = "decided", _("Decided")


class Visibility(models.TextChoices):
    """Who sees a line, or a sum that it is part of."""

    COORDINATOR = "coordinator_only", _("Only the coordinator, outside every sum")
    AGGREGATE = "aggregate", _("The coordinator; others only in sums of three authorities or more")
    PUBLIC = "public_aggregate", _("The same, and the sums may also be made public")
    GROUP = "group", _("Everybody in the network, line by line: a record at each authority")


class Terms(models.Model):
    """What an authority declares in one line, in one version."""

    item = models.ForeignKey(DemandItem, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    quantity_low = models.DecimalField(max_digits=14, decimal_places=2)
    quantity_mid = models.DecimalField(max_digits=14, decimal_places=2)
    quantity_high = models.DecimalField(max_digits=14, decimal_places=2)
    budget_low = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    budget_mid = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    budget_high = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True, default="")
    price_year = models.PositiveSmallIntegerField(null=True)
    vat_included = models.BooleanField(default=False)
    budget_status = models.CharField(max_length=20, choices=BudgetStatus.choices, default=BudgetStatus.NONE)
    commitment = models.CharField(max_length=2, choices=Commitment.choices)
    decision_ref = models.CharField(max_length=200, blank=True, default="")
    # By when the authority expects to decide on the next step of the ladder; asked about by the clock.
    decision_expected_on = models.DateField(null=True)
    earliest_start = models.DateField()
    latest_start = models.DateField()
    place = models.CharField(max_length=5, blank=True, default="")
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.AGGREGATE)
    reported_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        abstract = True
