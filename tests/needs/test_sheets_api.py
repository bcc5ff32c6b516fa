"""Sheets over HTTP."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from needs.models import DemandItem, DemandLine, SheetImport
from tests.answers import pointed, refused
from tests.cast import Cast
from tests.factories.demand import a_line, an_item
from tests.factories.files import Upload
from tests.factories.needs import a_need
from tests.factories.sheets import a_row, csv_sheet, xlsx_sheet


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def send(client: APIClient, vans: DemandItem, content: Any, act: str = "", kind: str = "lines") -> Any:
    body = {"text": content} if isinstance(content, str) else {"file": Upload("Rader.xlsx", content)}
    return client.post(
        f"/api/v1/needs/{vans.need_id}/sheets/{act}", {"kind": kind, **body}, format="multipart"
    )


def test_a_sheet_is_looked_at_imported_and_undone(stockholm_client: APIClient, vans: DemandItem) -> None:
    content = xlsx_sheet([a_row(vans)])

    seen = send(stockholm_client, vans, content, "preview/").json()
    assert (seen["new"], seen["failed"], DemandLine.objects.count()) == (1, 0, 0)
    assert seen["rows"][0] | {"title": ""} == {
        "row": 2,
        "outcome": "new",
        "title": "",
        "about": None,
        "changes": [],
        "errors": [],
    }
    made = send(stockholm_client, vans, content)
    assert (made.status_code, made.json()["added"], made.json()["name"]) == (201, 1, "Rader.xlsx")
    url = f"/api/v1/sheets/{made.json()['id']}/"
    assert stockholm_client.get(url).json()["abilities"] == ["demand.declare"]
    undone = stockholm_client.post(f"{url}undo/").json()
    assert (undone["undone_by"]["name"], undone["abilities"]) == ("Stockholm", [])
    assert refused(stockholm_client.post(f"{url}undo/")) == (409, "sheet_undone")


def test_a_preview_tells_changes_and_faults_by_column(
    stockholm: Actor, stockholm_client: APIClient, vans: DemandItem
) -> None:
    a_line(stockholm, vans)
    rows = [a_row(vans, quantity_high="30"), a_row(vans, period_to="2033-12-31", commitment="C3")]

    seen = send(stockholm_client, vans, csv_sheet(rows, delimiter="\t").decode(), "preview/").json()
    assert (seen["changed"], seen["failed"], seen["errors_total"]) == (1, 1, 1)
    assert seen["rows"][0]["changes"] == [{"column": "quantity_high", "before": "20", "after": "30"}]
    assert seen["rows"][1]["errors"][0]["code"] == "decision_ref"
    wrong = send(stockholm_client, vans, csv_sheet(rows).decode())
    assert pointed(wrong) == [("/rows/3/decision_ref", "decision_ref")]
    assert SheetImport.objects.count() == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["demand-lines", "annexes"])
def test_what_is_ones_own_is_fetched_by_need_and_network(
    stockholm: Actor, cast: Cast, vans: DemandItem, kind: str, form: str
) -> None:
    a_line(stockholm, vans)
    for place in (f"needs/{vans.need_id}", f"networks/{vans.network_id}"):
        answer = cast.client("stockholm").get(f"/api/v1/{place}/{kind}/sheet/?format={form}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f".{form}")
        assert str(vans.need_id).encode() in answer.content or form == "xlsx"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert (
        str(vans.need_id) not in cast.client("orebro").get(f"/api/v1/{place}/{kind}/sheet/").content.decode()
    )
    assert cast.client("turku").get(f"/api/v1/{place}/{kind}/sheet/").status_code == 403


def test_a_form_that_is_none_and_a_sheet_that_is_none_are_refused(
    stockholm_client: APIClient, vans: DemandItem
) -> None:
    assert pointed(stockholm_client.get(f"/api/v1/needs/{vans.need_id}/demand-lines/sheet/?format=pdf")) == [
        ("/format", "format")
    ]
    assert pointed(send(stockholm_client, vans, " ")) == [("/file", "blank")]
    assert pointed(send(stockholm_client, vans, "item\tplace\tunit")) == [("/text", "no_rows")]
    assert pointed(send(stockholm_client, vans, "A", kind="party")) == [("/kind", "invalid_choice")]
    assert refused(send(stockholm_client, vans, b"x" * 6_000_000))[0] == 413


def test_imports_are_seen_by_their_own_authority_only(cast: Cast, vans: DemandItem) -> None:
    made = send(cast.client("stockholm"), vans, csv_sheet([a_row(vans)])).json()

    listed = f"/api/v1/needs/{vans.need_id}/sheets/"
    assert [row["id"] for row in cast.client("stockholm").get(listed).json()["results"]] == [made["id"]]
    for name in ("goteborg", "orebro", "turku"):
        assert cast.client(name).get(listed).json()["results"] == []
        assert cast.client(name).get(f"/api/v1/sheets/{made['id']}/").status_code == 404
        assert cast.client(name).post(f"/api/v1/sheets/{made['id']}/undo/").status_code == 404
