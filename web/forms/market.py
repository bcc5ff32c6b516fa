"""Opening a market analysis, and answering for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from market.models import Outcome
from tasks.models import CadenceChoice

OUTCOMES = [
    (Outcome.UNCHANGED.value, _("Nothing has changed: what we knew still holds")),
    (Outcome.UPDATED.value, _("Something has changed, and the analysis is brought up to date")),
    (Outcome.CLOSED.value, _("We need not ask any more: close the analysis")),
]


class AnswerForm(forms.Form):
    """What a new look at the market came to."""

    outcome = forms.ChoiceField(
        label=_("What did the review show?"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        help_text=_("What you looked at and what you saw. The whole network can read it."),
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}),
    )


class AnalysisForm(forms.Form):
    """A new question about a market."""

    question = forms.CharField(
        label=_("Question"),
        max_length=500,
        help_text=_("What the network wants to keep knowing about the market."),
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}),
    )
    scope = forms.CharField(
        label=_("What belongs to it"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}),
    )
    owner = forms.ModelChoiceField(
        label=_("Who answers for it"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    cadence = forms.ChoiceField(
        label=_("How often"), choices=CadenceChoice.choices, initial=CadenceChoice.QUARTERLY.value
    )
    next_review_on = forms.DateField(
        label=_("First review"),
        help_text=_("A day that is no working day moves to the next one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = people

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = dict(self.cleaned_data)
        wanted["owner_id"] = wanted.pop("owner").pk
        return wanted
