"""What counts as a time zone, a country and an organisation number."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError as NumberError

# The register that holds the public bodies of a country; elsewhere its business identifier or VAT number.
_REGISTERS = {
    "SE": "orgnr",
    "NO": "orgnr",
    "FI": "ytunnus",
    "DK": "cvr",
    "EE": "registrikood",
    "LT": "vat",
    "FR": "siren",
    "DE": "vat",  # public bodies stand in no company register there
    "AT": "vat",
}
_FALLBACKS = ("businessid", "vat")
_EXAMPLES = {
    "SE": "212000-1355",
    "NO": "958 935 420",
    "FI": "0204819-8",
    "DK": "29 18 94 20",
    "EE": "75014920",
}


def validate_time_zone(value: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if value not in _time_zones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone, for example Europe/Stockholm."), "time_zone", {"zone": value}
        )


def validate_country(value: str) -> None:
    """Refuse what is not a country (ISO 3166 alpha-2) whose organisation numbers can be checked."""
    if not re.fullmatch(r"[A-Z]{2}", value) or _register(value) is None:
        raise ValidationError(
            _(
                "“%(country)s” is not a country whose organisation numbers can be checked. "
                "Use two letters, as in SE."
            ),
            "country",
            {"country": value},
        )


def normal_number(country: str, number: str) -> str:
    """Return an organisation number without separators, checked by the rules of its country.

    Raises ValidationError naming the expected form.
    """
    validate_country(country)
    try:
        return str(_register(country).validate(number))
    except NumberError as error:
        raise ValidationError(
            _expected(country), "org_number", {"number": number, "country": country} | _example(country)
        ) from error


def _expected(country: str) -> str:
    if country in _EXAMPLES:
        return _(
            "“%(number)s” is not an organisation number of %(country)s. It is written as in %(example)s."
        )
    return _("“%(number)s” is not an organisation number of %(country)s: its length or check digit is wrong.")


def _example(country: str) -> dict[str, str]:
    return {"example": _EXAMPLES[country]} if country in _EXAMPLES else {}


@cache
def _register(country: str) -> Any:
    """Return python-stdnum's module for the country's organisation numbers, or None."""
    names: Iterable[str] = (_REGISTERS[country],) if country in _REGISTERS else _FALLBACKS
    return next((module for name in names if (module := get_cc_module(country.lower(), name))), None)


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
