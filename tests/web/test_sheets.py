"""The page on which sheets are fetched, looked at, brought in and undone."""

import re
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from access.actor import Actor
from needs.models import DemandItem, DemandLine, SheetDraft, SheetImport
from needs.services.drafts import forget_drafts, keep_draft
from needs.services.lines import change_line
from tests.cast import Cast
from tests.factories.demand import a_line, an_item
from tests.factories.files import Upload
from tests.factories.needs import a_need
from tests.factories.sheets import a_row, csv_sheet, xlsx_sheet
from tests.reminders import clock
from tests.web.conftest import Browser, text_of


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def url(vans: DemandItem) -> str:
    return f"/needs/{vans.need_id}/demand/sheet/"


def hidden(page: str) -> dict[str, str]:
    """What the form that imports sends once more."""
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found is not None
    return {"draft": found[1], "act": "import"}


def pasted(*rows: dict[str, Any]) -> str:
    """Rows as text."""
    return csv_sheet(rows).decode()


def bring(member: Client, vans: DemandItem, **other: str) -> None:
    """Look at a line, and import it."""
    seen = text_of(member.post(url(vans), {"kind": "lines", "text": pasted(a_row(vans, **other))}))
    member.post(url(vans), hidden(seen))


def test_the_demand_and_the_authority_lead_to_sheets(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)

    assert url(vans) in text_of(browser("stockholm").get(f"/needs/{vans.need_id}/demand/"))
    assert "demand-lines/sheet/?format=xlsx" in text_of(browser("stockholm").get("/authority/"))
    assert "demand-lines/sheet/?format=csv" in text_of(browser("stockholm").get(url(vans)))


def test_a_file_is_looked_at_imported_and_undone(browser: Browser, vans: DemandItem) -> None:
    member = browser("stockholm")
    rows = [a_row(vans, commitment="C3", decision_ref='KS "7" <b>&', quantity_low=5.5)]

    seen = text_of(member.post(url(vans), {"kind": "lines", "file": Upload("Rader.xlsx", xlsx_sheet(rows))}))
    assert "What would happen" in seen
    assert not DemandLine.objects.exists()
    done = member.post(url(vans), hidden(seen), follow=True)
    assert "The sheet is imported" in text_of(done)
    assert DemandLine.objects.get().decision_ref == 'KS "7" <b>&'
    sheet = SheetImport.objects.get()
    assert sheet.name == "Rader.xlsx"
    undone = text_of(member.post(f"{url(vans)}{sheet.pk}/undo/", follow=True))
    assert "The import is undone." in undone
    again = text_of(member.post(f"{url(vans)}{sheet.pk}/undo/", follow=True))
    assert "This import was undone already." in again


def test_pasted_cells_tell_what_changes_and_what_is_wrong(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)
    rows = [a_row(vans, place="SE232"), a_row(vans, period_to="2033-12-31", commitment="C3")]

    page = browser("stockholm").post(
        url(vans), {"kind": "lines", "text": csv_sheet(rows, delimiter="\t").decode(), "act": "look"}
    )
    seen = text_of(page)
    assert "From C3 on, name the decision" in seen
    assert "SE232" in seen
    assert "1 thing is wrong" in seen
    assert 'name="draft"' not in seen
    assert not SheetImport.objects.exists()


def test_what_is_imported_is_what_was_chosen_byte_for_byte(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    member = browser("stockholm")
    chosen = xlsx_sheet([a_row(vans, quantity_low=0.1 + 0.2, quantity_mid=2 / 3 * 3)])
    seen = text_of(member.post(url(vans), {"kind": "lines", "file": Upload("Rader.xlsx", chosen)}))

    member.post(url(vans), hidden(seen))

    assert SheetImport.objects.get().sha256 == sha256(chosen).hexdigest()
    assert DemandLine.objects.get().quantity_low == Decimal("0.3")
    assert not SheetDraft.objects.exists()


def test_only_the_sheet_looked_at_last_is_imported_and_by_nobody_else(
    browser: Browser, stockholm: Actor, orebro: Actor, vans: DemandItem
) -> None:
    member = browser("stockholm")
    first = text_of(member.post(url(vans), {"kind": "lines", "text": pasted(a_row(vans))}))
    draft = keep_draft(stockholm, need=vans.need, kind="lines", content=pasted(a_row(vans)).encode())

    other = browser("orebro").post(url(vans), hidden(first), follow=True)
    replaced = member.post(url(vans), hidden(first), follow=True)
    latest = {"draft": str(draft.pk), "act": "import"}
    SheetDraft.objects.update(brought_at=stockholm.now - timedelta(hours=25))
    late = member.post(url(vans), latest, follow=True)

    for page in (other, replaced, late):
        assert "This sheet is not kept any more. Choose it again." in text_of(page)
    assert member.post(url(vans), {"act": "import", "draft": "x"}).status_code == 404
    assert SheetDraft.objects.get() == draft
    assert forget_drafts(clock(stockholm.now)) == 1
    assert not SheetImport.objects.exists()


def test_an_import_that_somebody_forestalled_is_looked_at_again(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    member = browser("stockholm")
    line = a_line(stockholm, vans)
    row = a_row(vans, place="SE232", id=str(line.pk), version="1")
    seen = text_of(member.post(url(vans), {"kind": "lines", "text": pasted(row)}))
    change_line(stockholm, line=line, commitment="C2")

    page = member.post(url(vans), hidden(seen))

    assert page.status_code == 409
    assert "1 thing is wrong" in text_of(page)


def test_an_import_that_was_changed_since_is_told_so(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    member = browser("stockholm")
    bring(member, vans)
    change_line(stockholm, line=DemandLine.objects.get(), commitment="C2")

    page = member.post(f"{url(vans)}{SheetImport.objects.get().pk}/undo/", follow=True)
    assert "was changed since" in text_of(page)


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"kind": "lines"}, 422, "Choose a file, or paste some cells."),
        ({"kind": "lines", "text": "Hej"}, 400, "Begin with the names of the columns"),
        ({"kind": "lines", "file": Upload("a.xlsx", b"PK\x03\x04")}, 400, "damaged"),
        ({"kind": "lines", "text": "item\tplace\tunit\n" + "A\tB\tC\n" * 1001}, 413, "1,000 rows"),
    ],
)
def test_what_is_no_sheet_is_told_in_words(
    browser: Browser, vans: DemandItem, sent: dict[str, Any], status: int, words: str
) -> None:
    page = browser("stockholm").post(url(vans), sent)

    assert page.status_code == status
    assert words in text_of(page)


def test_who_may_not_declare_has_no_such_page(cast: Cast, browser: Browser, vans: DemandItem) -> None:
    bring(browser("stockholm"), vans)
    sheet = SheetImport.objects.get()

    assert browser("turku").get(url(vans)).status_code == 403
    assert browser("kiruna").get(url(vans)).status_code == 404
    assert browser("orebro").post(f"{url(vans)}{sheet.pk}/undo/").status_code == 404
    assert "Rader" not in text_of(browser("orebro").get(url(vans)))
    assert cast.network.pk == sheet.network_id


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_was_imported(
    browser: Browser, vans: DemandItem, rows: int, django_assert_num_queries: Any
) -> None:
    member = browser("stockholm")
    for year in range(2031, 2031 + rows):
        bring(member, vans, period_to=f"{year}-12-31")

    with django_assert_num_queries(8):
        page = member.get(url(vans))

    assert len(page.context["sheets"]) == rows
