"""Opening and changing a market analysis, answering for it, and what was found out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from market.models import Conclusion, MarketAnalysis, Outcome, Reliability
from market.services import SourceRow
from networks.subjects import kind_of
from tasks.models import CadenceChoice, TaskState

OUTCOMES = [
    (Outcome.UNCHANGED.value, _("Nothing has changed: what we knew still holds")),
    (Outcome.UPDATED.value, _("Something has changed, and the analysis is brought up to date")),
    (Outcome.CLOSED.value, _("We need not ask any more: close the analysis")),
]


TASK_OUTCOMES = [
    (TaskState.DONE.value, _("It is done")),
    (TaskState.DROPPED.value, _("It need not be done any more")),
]


# What is asked about what is no analysis, where it is not whether it still holds.
LABELS = {
    "task": _("What became of it?"),
    "contract_end": _("Are you on your way to what comes after?"),
    "expected_decision": _("Have you decided?"),
    "realised_volume": _("What have you bought?"),
}


class AnswerForm(forms.Form):
    """What a new look at the market came to, what became of a task, or whether something still holds.

    `version` is that of the analysis as it was read: the same form sent twice is one review.
    """

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
    day = forms.DateField(
        label=_("Expected by"),
        required=False,
        help_text=_("Only with “Not decided yet”: the day by which you expect it now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str = "analysis", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = kind_of(kind)
        outcome = self.fields["outcome"]
        if kind != "analysis" and isinstance(outcome, forms.ChoiceField):
            is_task = kind == "task"
            outcome.choices = TASK_OUTCOMES if is_task else list(subject.outcomes)
            outcome.label = LABELS.get(kind, _("Does it still hold?"))
        self.dated = subject.dated
        if not subject.takes_note:
            del self.fields["note"]
        if not subject.dated:
            del self.fields["day"]

    def clean(self) -> dict[str, Any]:
        """Some answers need a day."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") in self.dated and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say by which day you expect it now."))
        return cleaned

    def answer(self) -> dict[str, Any]:
        """What to answer a reminder with."""
        outcome = self.cleaned_data["outcome"]
        day = {"day": self.cleaned_data["day"]} if outcome in self.dated else {}
        return {"outcome": outcome, "note": self.cleaned_data.get("note", ""), **day}


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
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("The deputy of the owner's seat"),
        help_text=_("Is asked from the day after the due day on."),
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
        for name in ("owner", "deputy"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = people

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = dict(self.cleaned_data)
        owner, deputy = wanted.pop("owner"), wanted.pop("deputy")
        return {**wanted, "owner_id": owner.pk, "deputy_id": deputy.pk if deputy else None}


class AnalysisChangeForm(AnalysisForm):
    """What an analysis asks and says, and who answers for it."""

    summary = forms.CharField(
        label=_("What we know so far"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-grows": ""}),
    )
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ("question", "scope", "summary", "conclusion")

    def __init__(self, *args: Any, analysis: MarketAnalysis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule, cadence = analysis.schedule, self.fields["cadence"]
        # A rule that was given through the API stays what it is, unless one of the usual is chosen.
        if schedule.cadence not in CadenceChoice.values and isinstance(cadence, forms.ChoiceField):
            cadence.choices = [(schedule.cadence, schedule.cadence_words), *CadenceChoice.choices]
        self.fields["next_review_on"].label = _("Next review")


class FindingForm(forms.Form):
    """Something that was found out."""

    claim = forms.CharField(
        label=_("What was found out"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}),
    )


class SourceForm(forms.Form):
    """Where it comes from."""

    citation = forms.CharField(
        label=_("Source"), max_length=500, help_text=_("A report, a page, a talk: so that others find it.")
    )
    url = forms.URLField(label=_("Address"), max_length=2000, required=False, assume_scheme="https")
    accessed_on = forms.DateField(
        label=_("Read on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reliability = forms.ChoiceField(label=_("Reliability"), choices=Reliability.choices, initial="C")


SourceForms = forms.formset_factory(SourceForm, extra=1, min_num=1, max_num=20, validate_min=True)


def source_rows(sources: Any) -> list[SourceRow]:
    """The sources that were filled in, as the verb takes them."""
    return [SourceRow(**form.cleaned_data) for form in sources if form.has_changed()]
