"""Asking somebody without a seat, and what they do: type the code, sign."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language
from decisions.codes import DIGITS
from decisions.models import Capacity, Saying
from decisions.services import Invitee


class SignatoryForm(forms.Form):
    """Who is asked to read one question, and to do what with it."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    title = forms.CharField(
        label=_("Role at your authority"),
        max_length=200,
        help_text=_("For example chief financial officer. The network sees the name and role of who signs."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The link and each code go to this address. Only your authority sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    capacity = forms.ChoiceField(
        label=_("What they are asked to do"),
        choices=Capacity.choices,
        initial=Capacity.SIGNS,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=Language.choices)

    def __init__(self, *args: Any, may_lend: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capacity = self.fields["capacity"]
        if not may_lend and isinstance(capacity, forms.ChoiceField):
            capacity.choices = [one for one in Capacity.choices if one[0] != Capacity.ANSWERS]

    def invitee(self) -> Invitee:
        """Whom to ask of the verb."""
        return Invitee(**self.cleaned_data)


class CodeForm(forms.Form):
    """The six digits of the mail."""

    code = forms.CharField(
        label=_("The six digits from the mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """The digits alone. What can be no code is told so, and is no try."""
        digits = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits):
            raise forms.ValidationError(_("A code is six digits."))
        return digits


class SignForm(forms.Form):
    """What somebody says who signs, and why."""

    says = forms.ChoiceField(label=_("What do you say?"), choices=Saying.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        help_text=_("Needed for reservations. It stands in the result for good."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Reservations need a reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("says") == Saying.RESERVATIONS and not cleaned.get("reason") and not self.errors:
            self.add_error("reason", _("Say what you have reservations about."))
        return cleaned
