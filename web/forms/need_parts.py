"""What a need says, its effect goals and stakeholders, and words that may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from needs.models import TEXTS, Attitude, Kind, Trigger, Urgency
from needs.models.parts import FIRST_YEAR, LAST_YEAR
from needs.models.statement import MOST_PEOPLE
from web.statements import AFTER_GOALS, BEFORE_GOALS, LABELS

HELP = {
    "problem": _("What does not work today, and how does it show?"),
    "affected_groups": _("Users, services and others, with rough numbers."),
    "current_state": _("What all have in common; what differs belongs in each authority's annex."),
    "desired_state": _("What is to be achieved, not how: an answer within 4 hours instead of 48."),
    "policy_links": _("One on each line, with its address where there is one."),
    "involvement_method": _("Interviews, workshops, tests: how, and with whom."),
}


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **more)


def _long(name: str) -> forms.CharField:
    return forms.CharField(
        label=LABELS[name],
        max_length=TEXTS[name],
        required=False,
        help_text=HELP.get(name, ""),
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}),
    )


def _short(label: Any, longest: int, *, rows: int = 1, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "data-grows": ""})
    line = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, widget=area if rows > 1 else line, **more)


def _may(label: Any, longest: int, *, rows: int = 1, **more: Any) -> forms.CharField:
    return _short(label, longest, rows=rows, required=False, **more)


class StatementForm(forms.Form):
    """What a need says from now on, made to the version that was read."""

    trigger = forms.ChoiceField(label=LABELS["trigger"], choices=Trigger.choices, required=False)
    urgency = forms.ChoiceField(label=LABELS["urgency"], choices=Urgency.choices, required=False)
    involvement_count = forms.IntegerField(
        label=LABELS["involvement_count"], min_value=0, max_value=MOST_PEOPLE, required=False
    )
    involvement_on = _day(LABELS["involvement_on"])
    next_review_on = _day(_("Look at it again on"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {name: _long(name) for name in TEXTS}
        self.order_fields([*BEFORE_GOALS, *AFTER_GOALS])


class GoalForm(forms.Form):
    """An effect goal, from its baseline to its target."""

    statement = _short(
        _("Effect goal"),
        500,
        rows=2,
        help_text=_("What shall be different for those who are to be helped."),
    )
    indicator = _may(_("Indicator"), 300, help_text=_("What is counted or measured."))
    unit = _may(_("Unit"), 60)
    baseline_value = forms.DecimalField(
        label=_("Baseline"), max_digits=18, decimal_places=4, required=False, localize=True
    )
    baseline_year = forms.IntegerField(
        label=_("Year of the baseline"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    target_value = forms.DecimalField(
        label=_("Target"), max_digits=18, decimal_places=4, required=False, localize=True
    )
    target_year = forms.IntegerField(
        label=_("Year of the target"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    measurement_method = _may(_("How it is measured"), 1000, rows=2)
    owner = forms.ModelChoiceField(
        label=_("Who follows it up"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        owner = wanted.pop("owner")
        return {**wanted, "owner_id": owner.pk if owner else None}


class StakeholderForm(forms.Form):
    """A group with a stake in the need."""

    name = _short(_("Name"), 200, help_text=_("A group or a role rather than a person by name."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    interest = _may(_("What they want"), 1000, rows=2)
    influence = forms.TypedChoiceField(
        label=_("Influence"),
        coerce=int,
        initial=3,
        choices=[(1, _("1: little")), (2, "2"), (3, "3"), (4, "4"), (5, _("5: great"))],
    )
    attitude = forms.ChoiceField(label=_("Attitude"), choices=Attitude.choices, required=False)
    involvement_plan = _may(_("How they take part"), 1000, rows=2)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
