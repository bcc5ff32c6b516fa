"""Giving and finishing tasks, and asking for more time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Authority, User
from networks.zones import Zone
from web.forms.market import TASK_OUTCOMES
from web.forms.rooms import ZONES


class TaskForm(forms.Form):
    """A new task, for a person or for an authority."""

    title = forms.CharField(
        label=_("What is to be done"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    person = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    authority = forms.ModelChoiceField(
        label=_("Or which authority"),
        queryset=Authority.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Then whoever has sat longest for it is reminded, and anybody there may finish it."),
    )
    due_on = forms.DateField(
        label=_("By when"),
        help_text=_("A day that is no working day moves to the next one."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    details = forms.CharField(
        label=_("Details"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-grows": ""}),
    )
    zone = forms.ChoiceField(
        label=_("Who sees it"), choices=ZONES, initial=Zone.NETWORK.value, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, people: Any, authorities: Any, has_private_zone: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("person", people), ("authority", authorities)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        zone = self.fields["zone"]
        if not has_private_zone and isinstance(zone, forms.ChoiceField):
            zone.choices = ZONES[:1]

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = dict(self.cleaned_data)
        person, authority = wanted.pop("person"), wanted.pop("authority")
        return {
            **wanted,
            "person_id": person.pk if person else None,
            "authority_id": authority.pk if authority else None,
        }


class MessageTaskForm(TaskForm):
    """The task that a message becomes: it stays where the message is, and says what that said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["zone"], self.fields["details"]


class TaskChangeForm(TaskForm):
    """What is new about a task."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["zone"], self.fields["authority"]
        self.fields["person"].required = True

    def wanted(self) -> dict[str, Any]:
        """What to ask of the verb."""
        wanted = dict(self.cleaned_data)
        return {**wanted, "person_id": wanted.pop("person").pk}


class FinishForm(forms.Form):
    """How a task ended."""

    state = forms.ChoiceField(label=_("What became of it?"), choices=TASK_OUTCOMES, widget=forms.RadioSelect)
    result = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class SnoozeForm(forms.Form):
    """More time, and why."""

    until = forms.DateField(
        label=_("Remind me again on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
