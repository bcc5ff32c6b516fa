"""What a person says of themselves, and the keys of their programs."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, TokenScope

# Those of the countries whose authorities join networks come first; the rest of Europe after them.
NEAREST = ("Europe/Stockholm", "Europe/Copenhagen", "Europe/Helsinki", "Europe/Oslo", "Atlantic/Reykjavik")


def _zones() -> list[tuple[str, str]]:
    european = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
    ordered = [*NEAREST, *(zone for zone in european if zone not in NEAREST), "UTC"]
    return [(zone, zone.replace("_", " ")) for zone in ordered]


class ProfileForm(forms.Form):
    """Name, language and time zone."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As colleagues know you. It stands beside everything you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)

    def __init__(self, *args: Any, current_zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        if current_zone and isinstance(zones, forms.ChoiceField) and current_zone not in dict(_zones()):
            zones.choices = [(current_zone, current_zone), *_zones()]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("Name of the token"),
        max_length=100,
        help_text=_("What it is for, so that you know which one to take back."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            (TokenScope.READ.value, _("Read what you may read")),
            (TokenScope.WRITE.value, _("Read and write what you may")),
        ],
        initial=TokenScope.READ.value,
        widget=forms.RadioSelect,
    )

    def scopes(self) -> list[str]:
        """The scopes that the choice means."""
        if self.cleaned_data["scope"] == TokenScope.WRITE:
            return [TokenScope.READ.value, TokenScope.WRITE.value]
        return [TokenScope.READ.value]
