"""What a row says, in the words and order of the form it is written with, for those who only read it."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def said(
    row: Model, form: type[forms.Form], *, units: Mapping[str, str], beside: Collection[str] = ()
) -> list[tuple[Any, str]]:
    """Label and words of each field, without those `beside`; what is empty is left out.

    `units` names what amounts are counted in, by field.
    """
    return [
        (field.label, f"{words} {units[name]}" if name in units else words)
        for name, field in form.base_fields.items()
        if name not in beside and (words := _words(row, name))
    ]


def _words(row: Model, name: str) -> str:
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    displayed = getattr(row, f"get_{name}_display", None)
    if displayed is not None:
        return str(displayed())
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal | int):
        return str(floatformat(value, "-2" if name.endswith("year") else "-2g"))
    return str(value)
