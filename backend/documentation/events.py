"""docs/events.md: the vocabulary of the journal."""

import inspect
from dataclasses import fields
from typing import Any, get_type_hints

from backend.documentation.tables import WRITTEN, table
from journal.events import VOCABULARY, stream_template
from journal.resources import resource_field

_JSON = {
    "UUID": "uuid",
    "int": "integer",
    "date": "date",
    "datetime": "RFC 3339 time",
    "str": "word",
    "date | None": "date or null",
    "list[tuple[int, int]]": "list of [first, last]",
}


def events_document() -> str:
    """Every event: its type, stream, fields and meaning, and which resource stands beside it."""
    parts = "\n\n".join(_event(name, cls) for name, cls in sorted(VOCABULARY.items()))
    return f"""# Events

{WRITTEN}
An event is a fact, in the past tense, with ids and numbers and never prose. It belongs to one stream,
in which numbers (`seq`) have no gap. `resource` beside it is the same shape as over REST, without
`abilities` and `mine`; where none is named, it is null. Clients pass over types that they don't know.

{parts}
"""


def _event(name: str, cls: Any) -> str:
    hints = get_type_hints(cls)
    rows = [[f"`{field.name}`", _JSON[_written(hints[field.name])]] for field in fields(cls)]
    beside = resource_field(name)
    resource = f"what `{beside}` names" if beside else "none"
    return (
        f"## `{name}`\n\n{inspect.getdoc(cls)}\n\nStream `{stream_template(cls)}`, resource: {resource}.\n\n"
        + table(["Field", "Kind"], rows)
    )


def _written(hint: Any) -> str:
    return (
        hint.__name__
        if isinstance(hint, type) and not hasattr(hint, "__args__")
        else str(hint).replace("datetime.date", "date")
    )
