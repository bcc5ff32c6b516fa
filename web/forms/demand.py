"""An authority's annex and lines of demand, and what the coordinator adds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from needs.models import BudgetStatus, Commitment, Currency, DemandItem, Visibility
from needs.models.annex import COUNTS, TEXTS

CURRENCIES = [("", "–"), *Currency.choices]  # noqa: RUF001 - a dash, for none
GRADES = [("", "–"), *((str(grade), str(grade)) for grade in range(1, 6))]  # noqa: RUF001 - as above


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def _number(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        localize=True,
        **options,
    )


def _text(name: str, label: Any, rows: int = 2, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "data-grows": ""}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=TEXTS[name], required=False, widget=widget, **options)


class AnnexForm(forms.Form):
    """What one authority says of a need beside what all say of it together."""

    local_problem = _text("local_problem", _("The problem here"), 3)
    users_count = forms.IntegerField(label=_("Users"), min_value=0, required=False)
    sites_count = forms.IntegerField(label=_("Sites"), min_value=0, required=False)
    current_solution = _text("current_solution", _("How it is solved today"))
    current_supplier = _text("current_supplier", _("Supplier today"), 0)
    current_contract_end = _day(
        _("Today's contract ends"),
        required=False,
        help_text=_("You are asked 18, 12 and 9 months before whether what comes after it is planned for."),
    )
    annual_cost = _number(_("Cost a year today"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False)
    integrations = _text("integrations", _("What it has to work together with"))
    deviations = _text("deviations", _("Where we differ from the shared need"))
    must_haves = _text("must_haves", _("What we can't do without"))
    readiness = forms.TypedChoiceField(
        label=_("How ready we are, 1 to 5"), choices=GRADES, coerce=int, empty_value=None, required=False
    )
    confidence = forms.TypedChoiceField(
        label=_("How sure we are of this, 1 to 5"),
        choices=GRADES,
        coerce=int,
        empty_value=None,
        required=False,
    )
    domain_owner = _text("domain_owner", _("Who answers for the operation"), 0)
    next_confirm_on = _day(
        _("Ask us again by"),
        required=False,
        help_text=_("Left empty: late in May and late in November, whether annex and volumes still hold."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**wanted, **{name: wanted[name] for name in COUNTS}}


class ApprovalForm(forms.Form):
    """Who at the authority approved the annex."""

    approved_by = forms.CharField(label=_("Approved by"), max_length=200, help_text=_("Name and post."))
    approved_on = _day(_("Approved on"))


class LineForm(forms.Form):
    """What an authority wants of one item of the catalogue."""

    item = forms.ModelChoiceField(
        label=_("Item"), queryset=DemandItem.objects.none(), empty_label=_("Choose an item")
    )
    period_from = _day(_("The period begins"))
    period_to = _day(_("The period ends"))
    quantity_low = _number(_("At least"), help_text=_("In the item's unit, over the whole period."))
    quantity_mid = _number(_("Most likely"))
    quantity_high = _number(_("At most"))
    commitment = forms.ChoiceField(label=_("How firm is it?"), choices=Commitment.choices)
    decision_ref = forms.CharField(
        label=_("Decision"),
        max_length=200,
        required=False,
        help_text=_("From C3 on: the number of the decision, or where it stands."),
    )
    decision_expected_on = _day(
        _("Decision expected on"),
        required=False,
        help_text=_("At C2 and C3: by when you expect the next decision. We ask you about it then."),
    )
    earliest_start = _day(_("Earliest start"))
    latest_start = _day(_("Latest start"))
    place = forms.CharField(
        label=_("Where (NUTS code)"), max_length=5, required=False, help_text=_("Such as SE232, or nothing.")
    )
    budget_low = _number(_("Budget: at least"), required=False)
    budget_mid = _number(_("Budget: most likely"), required=False)
    budget_high = _number(_("Budget: at most"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False)
    price_year = forms.IntegerField(
        label=_("Prices of the year"), min_value=1990, max_value=2100, required=False
    )
    vat_included = forms.BooleanField(label=_("VAT is included"), required=False)
    budget_status = forms.ChoiceField(label=_("Where the money stands"), choices=BudgetStatus.choices)
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=Visibility.choices,
        initial=Visibility.AGGREGATE,
        widget=forms.RadioSelect,
    )
    valid_until = _day(_("Holds until"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item"]
        if isinstance(item, forms.ModelChoiceField):
            item.queryset = items

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verbs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("item", "version")}


class VolumeForm(forms.Form):
    """What was bought by one contract or call-off."""

    reference = forms.CharField(
        label=_("Contract or call-off"), max_length=200, help_text=_("Its number, or where it stands.")
    )
    quantity = _number(
        _("Quantity bought"), help_text=_("In the item's unit; below zero to balance a mistake.")
    )
    on_date = _day(_("Day of the contract or call-off"))
    value = _number(_("Value"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, required=False)


class ItemForm(forms.Form):
    """One more item of the catalogue."""

    name_sv = forms.CharField(
        label=_("Name in Swedish"), max_length=200, widget=forms.TextInput(attrs={"lang": "sv"})
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"})
    )
    cpv = forms.CharField(label=_("CPV code"), max_length=10, help_text=_("Eight digits, such as 34144900."))
    unit = forms.CharField(label=_("Unit"), max_length=40, help_text=_("Such as vehicles, or hours a year."))


class ItemChangeForm(ItemForm):
    """What is corrected of an item."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_unit_fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.disabled = is_unit_fixed
        if is_unit_fixed:
            unit.help_text = _("Lines count in it, so it stays: retire the item and add another.")


class SnapshotForm(forms.Form):
    """The name of a frozen table."""

    title = forms.CharField(label=_("Name"), max_length=200, help_text=_("What it is for, such as the RFI."))
