"""Starting a document."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Language
from documents.templates import Template
from networks.zones import Zone
from web.forms.rooms import ZONES

TEMPLATES = [
    (Template.BLANK.value, _("An empty page")),
    (Template.NEED.value, _("The questions of a needs document")),
    (Template.MARKET_ANALYSIS.value, _("The questions of a market analysis")),
    (Template.MINUTES.value, _("The minutes of a meeting")),
]


class DocumentForm(forms.Form):
    """A new document."""

    title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    template = forms.ChoiceField(label=_("Begin with"), choices=TEMPLATES, initial=Template.BLANK.value)
    language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=Language.choices,
        initial=Language.SWEDISH.value,
    )
    zone = forms.ChoiceField(
        label=_("Who sees it"), choices=ZONES, initial=Zone.NETWORK.value, widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict | None, *, has_private_zone: bool = True, **kwargs: Any) -> None:
        # Who leaves them out, as programs and old bookmarks do, starts an empty page in Swedish.
        sent = None if data is None else {"template": Template.BLANK, "language": "sv", **data.dict()}
        super().__init__(sent, **kwargs)
        zone = self.fields["zone"]
        if not has_private_zone and isinstance(zone, forms.ChoiceField):
            zone.choices = ZONES[:1]
