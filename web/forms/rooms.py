"""Opening a room, and writing in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.zones import Zone

ZONES = [
    (Zone.NETWORK.value, _("The whole network: every authority sees it, and it is a record at each of them")),
    (Zone.AUTHORITY.value, _("Our authority only: nobody else sees it")),
]


class RoomForm(forms.Form):
    """A new room."""

    title = forms.CharField(
        label=_("What the room is about"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    zone = forms.ChoiceField(
        label=_("Who sees it"), choices=ZONES, initial=Zone.NETWORK.value, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, has_private_zone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        if not has_private_zone and isinstance(zone, forms.ChoiceField):
            zone.choices = ZONES[:1]


class MessageForm(forms.Form):
    """A message, with the key that makes it one message however often it is sent."""

    # The browser lets an empty field go: with a file, a message may have no words.
    use_required_attribute = False

    body = forms.CharField(
        label=_("Your message"),
        max_length=20_000,
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(
            attrs={"rows": 2, "data-grows": "", "aria-describedby": "composer-zone composer-complaint"}
        ),
    )
    key = forms.CharField(max_length=200, widget=forms.HiddenInput)


class EditForm(forms.Form):
    """What a message says from now on."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=20_000,
        error_messages={"required": _("Write something first. To take the message away, delete it.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-grows": ""}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
