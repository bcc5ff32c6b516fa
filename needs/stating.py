"""What people write in a need's statement, as it is kept."""

from typing import Any

from access.refusals import Invalid
from needs.models import CHOICES, STATEMENT, TEXTS
from needs.models.statement import MOST_PEOPLE
from wire.text import readable


def stated(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a statement, cleaned. Raises Invalid, naming the field."""
    unknown = given.keys() - set(STATEMENT)
    if unknown:
        raise TypeError(f"A statement has no {', '.join(sorted(unknown))}.")
    clean = dict(given)
    for name in TEXTS.keys() & given.keys():
        clean[name] = readable(given[name], name=name, longest=TEXTS[name], blank=True)
    for name in CHOICES.keys() & given.keys():
        if given[name] not in CHOICES[name].values:
            raise Invalid.field(name, name, f"Choose one of {', '.join(filter(None, CHOICES[name].values))}.")
    count = given.get("involvement_count")
    if count is not None and not 0 <= count <= MOST_PEOPLE:
        raise Invalid.field("involvement_count", "count", f"Give a whole number from 0 to {MOST_PEOPLE}.")
    return clean
