"""Opening a need, and changing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, User
from networks.zones import Zone

ZONES = [
    (Zone.AUTHORITY.value, _("Our authority only, until we share it: a draft that nobody else sees")),
    (Zone.NETWORK.value, _("The whole network: every authority sees it, and it is a record at each of them")),
]


class NeedTexts(forms.Form):
    """What a need is called, and who answers for it."""

    title_sv = forms.CharField(
        label=_("Title in Swedish"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "sv"}),
    )
    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "en"}),
    )
    one_liner = forms.CharField(
        label=_("In one sentence"),
        max_length=500,
        required=False,
        help_text=_("What shall be different for those who are to be helped. No solution, no product."),
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": ""}),
    )
    owner = forms.ModelChoiceField(
        label=_("Need owner"), queryset=User.objects.none(), empty_label=_("Choose a person")
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


class NeedForm(NeedTexts):
    """A new need."""

    language = forms.ChoiceField(
        label=_("Language of its document"),
        choices=Language.choices,
        initial=Language.SWEDISH.value,
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(
        label=_("Who sees it"), choices=ZONES, initial=Zone.AUTHORITY.value, widget=forms.RadioSelect
    )


class NeedChangeForm(NeedTexts):
    """What a need is called from now on, made to the version that was read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
