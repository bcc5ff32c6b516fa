"""Starting a document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.zones import Zone
from web.forms.rooms import ZONES


class DocumentForm(forms.Form):
    """A new document."""

    title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    zone = forms.ChoiceField(
        label=_("Who sees it"), choices=ZONES, initial=Zone.NETWORK.value, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, has_private_zone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        if not has_private_zone and isinstance(zone, forms.ChoiceField):
            zone.choices = ZONES[:1]
