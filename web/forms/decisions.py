"""Asking the authorities of a network, answering for one's own, and joining what was carried."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority
from decisions.mandate import electorate
from decisions.models import Stances
from decisions.quorum import NEEDS_REASON
from decisions.services import Asking
from networks.subjects import Subject

_LAST_MINUTE = time(23, 59)


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class QuestionForm(forms.Form):
    """A question, who is asked, and by when."""

    title = forms.CharField(label=_("Question"), max_length=200)
    text = forms.CharField(
        label=_("What it means to say yes"),
        required=False,
        max_length=8000,
        help_text=_("What is asked, why, and what follows from it. Markdown as in messages."),
        widget=forms.Textarea(attrs={"rows": 5, "data-grows": ""}),
    )
    closes_at = _day_field(
        _("Last day to answer"),
        help_text=_("Answers can be changed until this day ends; then they are settled for good."),
    )
    authorities = forms.ModelMultipleChoiceField(
        label=_("Who is asked"),
        queryset=Authority.objects.none(),
        help_text=_("Settled when the question is put. Who joins the network later is not asked."),
        widget=forms.CheckboxSelectMultiple,
    )
    quorum = forms.IntegerField(
        label=_("How many have to answer"),
        required=False,
        min_value=1,
        help_text=_("A number of authorities. Left empty: more than half of those asked."),
    )
    is_open_for_accession = forms.BooleanField(
        label=_("Other authorities may join afterwards"),
        required=False,
        help_text=_("As with a joint statement of demand: the list of signatories grows."),
    )

    def __init__(self, *args: Any, network_id: UUID, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = Authority.objects.filter(pk__in=electorate(network_id, now)).order_by("name", "pk")
        asked = self.fields["authorities"]
        if isinstance(asked, forms.ModelMultipleChoiceField):
            asked.queryset = able
        self.initial.setdefault("authorities", list(able))

    def asking(self, subject: Subject | None = None) -> Asking:
        """What to ask of the verb, about the subject."""
        wanted = dict(self.cleaned_data)
        chosen = [authority.pk for authority in wanted.pop("authorities")]
        closes_at = end_of(wanted.pop("closes_at"))
        return Asking(subject=subject, closes_at=closes_at, authorities=chosen, **wanted)


class StanceForm(forms.Form):
    """What one's authority says, and why."""

    stance = forms.ChoiceField(
        label=_("What does your authority say?"), choices=Stances.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        help_text=_("Needed for a change and for “we cannot”. It stands in the result for good."),
        widget=forms.Textarea(attrs={"rows": 4, "data-grows": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """A change and a refusal need a reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("stance") in NEEDS_REASON and not cleaned.get("reason") and not self.errors:
            self.add_error("reason", _("Say why: nobody can meet a wish or an objection that is not said."))
        return cleaned


class WithdrawalForm(forms.Form):
    """Why a question is taken back."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}),
    )


class AccessionForm(forms.Form):
    """What an authority aims at that joins, and until when."""

    target = forms.CharField(
        label=_("What your authority aims at"),
        required=False,
        max_length=2000,
        help_text=_("For example: at least 20 percent of our deliveries without emissions."),
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}),
    )
    target_on = _day_field(_("By when"), required=False)


def end_of(day: date) -> datetime:
    """The last minute of a day where the person is."""
    return datetime.combine(day, _LAST_MINUTE, tzinfo=timezone.get_current_timezone())


class RoundForm(forms.Form):
    """Until when all members are asked about something that has a hash, and how many have to answer."""

    closes_at = _day_field(
        _("Last day to answer"),
        help_text=_("Answers can be changed until this day ends; then they are settled for good."),
    )
    quorum = forms.IntegerField(
        label=_("How many have to answer"),
        required=False,
        min_value=1,
        help_text=_("A number of authorities. Left empty: more than half of those asked."),
    )
    text = forms.CharField(
        label=_("What it means to say yes"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4, "data-grows": ""}),
    )

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        return {**self.cleaned_data, "closes_at": end_of(self.cleaned_data["closes_at"])}


class SignOffForm(RoundForm):
    """The same, and which version is signed off."""

    revision_id = forms.ChoiceField(label=_("Which version"))
    field_order = ("revision_id", "closes_at", "quorum", "text")

    def __init__(self, *args: Any, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["revision_id"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = versions
