"""A sheet that somebody brings in: a file, or cells as they are pasted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from needs.models import SheetKind
from needs.sheets.reading import LARGEST


class SheetForm(forms.Form):
    """A sheet of demand lines, or of the annex."""

    kind = forms.ChoiceField(
        label=_("What the rows are"),
        choices=SheetKind.choices,
        initial=SheetKind.LINES,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("A file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        help_text=_("XLSX or CSV, at most 5 MB and 1,000 rows, with the names of the columns first."),
    )
    text = forms.CharField(
        label=_("Or cells, pasted from Excel"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copy the row with the names of the columns too."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text", "")).strip():
            self.add_error("file", _("Choose a file, or paste some cells."))
        return cleaned

    def sent(self) -> dict[str, Any]:
        """The sheet for the verbs."""
        file = self.cleaned_data.get("file")
        if file is None:
            content = self.cleaned_data["text"].encode()
            return {"kind": self.cleaned_data["kind"], "content": content, "name": "", "field": "text"}
        content = file.read(LARGEST + 1)
        return {"kind": self.cleaned_data["kind"], "content": content, "name": file.name, "field": "file"}


class DraftForm(forms.Form):
    """A sheet that was looked at, to be imported as it was chosen."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
