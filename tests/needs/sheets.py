"""What the tests of sheets share."""

from typing import Any

import pytest

from access.actor import Actor
from access.refusals import Invalid
from needs.models import DemandItem, SheetImport
from needs.services.sheets import import_sheet
from needs.sheets.columns import COLUMNS, LINES
from needs.sheets.rows import rows_out
from needs.sheets.writing import FORMS
from tests.answers import footprint
from tests.factories.sheets import csv_sheet


def bring(actor: Actor, vans: DemandItem, *rows: dict[str, Any], kind: str = LINES) -> SheetImport:
    """Import these rows."""
    return import_sheet(actor, need=vans.need, kind=kind, content=csv_sheet(rows), name="Rader.csv")


def faults(actor: Actor, vans: DemandItem, *rows: dict[str, Any], kind: str = LINES) -> list[tuple[str, str]]:
    """Where importing these rows is refused, with which code; nothing of them is left."""
    before = footprint()
    with pytest.raises(Invalid) as refused:
        bring(actor, vans, *rows, kind=kind)
    assert footprint() == before
    return [(error.pointer, error.code) for error in refused.value.errors]


def out(actor: Actor, vans: DemandItem, kind: str = LINES, form: str = "csv") -> bytes:
    """What the actor's authority said of the item's need, as a file."""
    return FORMS[form].make(COLUMNS[kind], rows_out(actor, kind, need_id=vans.need_id))
