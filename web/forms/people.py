"""Inviting people, and seats."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access.policy import Role
from access.refusals import Invalid, Refusal
from accounts.models import User
from networks.models import SeatRole
from networks.services import Answer, Wanted

MOST_LINES = 200
SEPARATORS = ("\t", ";", ",")


class InvitationsForm(forms.Form):
    """A pasted list: one person a line, as address, authority and, where it differs, role."""

    lines = forms.CharField(
        label=_("People to invite"),
        max_length=60_000,
        help_text=_(
            "One person a line: e-mail address, then the authority's name or organisation number, "
            "with a comma, semicolon or tab between. A role may follow."
        ),
        widget=forms.Textarea(
            attrs={"rows": 5, "spellcheck": "false", "data-grows": "", "autocomplete": "off"}
        ),
    )
    role = forms.ChoiceField(label=_("Role, where the line names none"), choices=SeatRole.choices)
    ends_on = forms.DateField(
        label=_("Last day of external experts' seats"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = SeatRole.MEMBER

    def clean_lines(self) -> list[list[str]]:
        """The lines, each split into its parts."""
        text: str = self.cleaned_data["lines"]
        rows = [_parts(line) for line in text.splitlines() if line.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(
                _("Invite at most %(most)d people at a time."), params={"most": MOST_LINES}
            )
        return rows

    def wanted(self) -> list[Wanted]:
        """What to ask of the verb, line by line."""
        until = self.cleaned_data["ends_on"]
        end = (
            datetime.combine(until, time.max, ZoneInfo(timezone.get_current_timezone_name()))
            if until
            else None
        )
        return [self._one(row, end) for row in self.cleaned_data["lines"]]

    def _one(self, row: list[str], end: datetime | None) -> Wanted:
        email, authority, role = (*row, "", "")[:3]
        role = _role_named(role) or self.cleaned_data["role"]
        return Wanted(
            email=email, authority=authority, role=role, ends_at=end if role == Role.EXPERT else None
        )


def _parts(line: str) -> list[str]:
    """Split at the first kind of separator that the line has; an authority's name may hold a comma."""
    for separator in SEPARATORS:
        if separator in line:
            return [part.strip() for part in line.split(separator)]
    return [line.strip()]


def _role_named(text: str) -> str:
    """The role that a word means, in either language; the word itself where it means none."""
    words = {value: value for value in SeatRole.values} | {
        str(label).casefold(): value for value, label in SeatRole.choices
    }
    return words.get(text.casefold(), text)


def line_of(answer: Answer) -> str:
    """The line as it was pasted, to be mended in the form."""
    wanted = answer.wanted
    return ", ".join(part for part in (wanted.email, wanted.authority) if part)


def why_not(refusal: Refusal | None) -> str:
    """Why a line was refused, and what to do, in the reader's language."""
    code = refusal.errors[0].code if isinstance(refusal, Invalid) else refusal.code if refusal else ""
    sentences = {
        "email": gettext("This is not an e-mail address."),
        "blank": gettext("Something is missing: give an address and an authority."),
        "authority": gettext(
            "No authority goes by this name or number, or more than one does. Try its organisation number."
        ),
        "role": gettext("This is no role. Leave it out, or choose one from the list."),
        "ends_at": gettext("The seat of an external expert needs a last day, after today."),
        "already_seated": gettext("This person has a seat in the network already."),
        "already_invited": gettext("This person has an open invitation already."),
    }
    return sentences.get(code) or (refusal.detail if refusal else "")


class DeputyForm(forms.Form):
    """Who takes over a seat in one step."""

    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deputy"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = colleagues


class AcceptForm(forms.Form):
    """A new account, for whoever has none."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As colleagues know you. It stands beside everything you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=1000,
        strip=False,
        help_text=_("At least 10 characters. A few unusual words are better than one hard one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
