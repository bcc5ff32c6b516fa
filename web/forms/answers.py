"""Answering from a mail: one choice, and what belongs to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANSWER = "answer"


class LinkForm(forms.Form):
    """What the person says: an answer, more time, somebody else, or that they are on it."""

    act = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        help_text=_("With an answer: what you looked at and what you saw. The whole network can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = forms.DateField(
        label=_("Expected by"),
        required=False,
        help_text=_("Only with “Not decided yet”: the day by which you expect it now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Remind me again on"),
        required=False,
        help_text=_("Only with “Later”: at most 90 days ahead."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why later"),
        required=False,
        max_length=500,
        help_text=_("Only with “Later”."),
    )

    def __init__(
        self,
        *args: Any,
        outcomes: list[tuple[str, str]],
        takes_note: bool = True,
        dated: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dated = dated
        if not dated:
            del self.fields["day"]
        if not takes_note:
            del self.fields["note"]
        choices: list[tuple[str, Any]] = [(f"{ANSWER}:{outcome}", words) for outcome, words in outcomes]
        choices += [
            ("snooze", _("Later: I can't look at it now")),
            ("hand_over", _("My deputy answers this time")),
            ("acknowledge", _("I am on it: nobody else is reminded meanwhile")),
        ]
        field = self.fields["act"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        self.initial.setdefault("act", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Later needs a day and a reason, and some answers need a day."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act") == "snooze":
            for name in ("until", "reason"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Say it, to be reminded later."))
        outcome = str(cleaned.get("act", "")).partition(":")[2]
        if outcome in self.dated and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say by which day you expect it now."))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """What the verb takes."""
        act, _colon, outcome = self.cleaned_data["act"].partition(":")
        if act == ANSWER:
            note = self.cleaned_data.get("note", "")
            day = {"day": self.cleaned_data["day"]} if outcome in self.dated else {}
            return {"act": act, "outcome": outcome, "note": note, **day}
        if act == "snooze":
            return {"act": act, "until": self.cleaned_data["until"], "reason": self.cleaned_data["reason"]}
        return {"act": act}
