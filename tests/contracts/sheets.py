"""What the contracts ask of sheets: their doors, what they are sent, and what can never be."""

from typing import Any

from django.db import models
from django.utils import timezone

from access.policy import Permission
from needs.models import DemandItem, SheetDraft, SheetImport
from needs.services.drafts import keep_draft
from needs.services.sheets import import_sheet
from tests.contracts import following
from tests.contracts.doors import needs
from tests.factories.files import Upload
from tests.factories.sheets import ROW, csv_sheet

NEED, SHEET = "api/v1/needs/<uuid:need_id>/", "api/v1/sheets/<uuid:sheetimport_id>/"
DECLARES = needs(Permission.DEMAND_DECLARE)
WRITES = {
    f"POST {NEED}sheets/": DECLARES,
    f"POST {NEED}sheets/preview/": DECLARES,
    f"POST {SHEET}undo/": DECLARES,
}
BODILESS = {f"POST {SHEET}undo/"}


def _content(found: DemandItem | None, year: int) -> bytes:
    item = str(found.pk) if found else ""
    return csv_sheet([{**ROW, "item_id": item, "period_to": f"{year}-12-31"}])


def sheet(estate: Any, found: DemandItem, year: int = 2031) -> SheetImport:
    """One line, imported by the coordinator for their own authority."""
    coordinator = estate.stands("coordinator")
    return import_sheet(coordinator, need=found.need, kind="lines", content=_content(found, year))


def bodies(found: DemandItem | None) -> dict[str, Any]:
    """Sheets that nobody could find fault with, of the need that has this item."""
    return {
        f"POST {NEED}sheets/{act}": {"kind": "lines", "file": Upload("Rader.csv", _content(found, 2031))}
        for act in ("", "preview/")
    }


def furnish(estate: Any, found: DemandItem) -> None:
    """An imported sheet, and one that was looked at."""
    sheet(estate, found)
    keep_draft(estate.stands("member"), need=found.need, kind="lines", content=_content(found, 2032))


def one_more_sheet(estate: Any, objects: dict[str, Any]) -> None:
    """The coordinator imports one more."""
    found = DemandItem.objects.filter(need=objects["need_id"]).earliest("pk")
    sheet(estate, found, 2031 + SheetImport.objects.count())


LISTS = {f"{NEED}sheets/": (5, one_more_sheet)}
TWICE: dict[str, type[models.Model]] = {"one_draft_per_person_and_need": SheetDraft}
NEVER: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "imported_sheet_stays_private": (SheetImport, {"zone": "network", "authority": None}),
    "sheetimport_names_its_authority_iff_private": (SheetImport, {"authority": None}),
    "undone_sheet_says_by_whom_and_when": (SheetImport, {"undone_at": timezone.now()}),
    "draft_kind_is_known": (SheetDraft, {"kind": "poems"}),
    **following.NEVER,
}
PARTS = {
    "needs/services/drafts.py:draft_of": "a question",
    "needs/services/sheets.py:plan_sheet": "a question, that requires",
    **following.PARTS,
}
# Their effect no stream tells of.
UNRECORDED = {
    "needs/services/drafts.py:keep_draft": "what one person has looked at; it says nothing yet",
    "needs/services/drafts.py:import_draft": "imports by `import_sheet`, which records",
    "needs/services/drafts.py:forget_drafts": "forgetting leaves no trace",
}
ELSEWHERE = (
    following.ELSEWHERE
    | dict.fromkeys(UNRECORDED, "a person's own drafts are in no list")
    | {
        f"needs/services/sheets.py:{name}": "a need's demand is fetched with its page, not followed"
        for name in ("import_sheet", "undo_sheet")
    }
)
