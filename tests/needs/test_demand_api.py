from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from needs.models import DemandItem
from needs.services.lines import change_line
from needs.services.publishing import publish_demand, take_snapshot
from needs.services.realised import begin_trust, note_volume
from networks.models import Network
from tests.answers import forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.demand import an_annex, an_item, wanting
from tests.factories.needs import a_need
from tests.factories.networks import SeatFactory

Client = APIClient
Journal = Callable[[str], list[str]]


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def table(client: Client, item: DemandItem, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/needs/{item.need_id}/demand/{query}").json()
    return found


def test_snapshots_over_http(
    goteborg_client: Client, stockholm_client: Client, vans: DemandItem, goteborg: Actor
) -> None:
    url = f"/api/v1/needs/{vans.need_id}/snapshots/"

    assert forbidden(stockholm_client.post(url, {"title": "Min"})) == "demand.coordinate"
    assert pointed(goteborg_client.post(url, {"title": " "})) == [("/title", "blank")]
    taken = goteborg_client.post(url, {"title": "Till RFI"})
    assert (taken.status_code, taken.json()["content"]["cells"]) == (201, [])
    listed = stockholm_client.get(url).json()["results"]
    assert [(row["title"], row["sha256"]) for row in listed] == [("Till RFI", taken.json()["sha256"])]


def test_a_line_over_http_is_declared_changed_realised_and_withdrawn(
    vans: DemandItem, stockholm_client: Client, goteborg_client: Client, orebro_client: Client
) -> None:
    body = {
        "item": str(vans.pk),
        "period_from": "2031-01-01",
        "period_to": "2031-12-31",
        "quantity_low": "5",
        "quantity_mid": 10,
        "quantity_high": 20.5,
        "commitment": "C2",
        "earliest_start": "2031-03-01",
    }
    lines = f"/api/v1/needs/{vans.need_id}/demand-lines/"
    declared = stockholm_client.post(lines, body, format="json")
    one = f"/api/v1/demand-lines/{declared.json()['id']}/"

    assert (declared.status_code, declared["ETag"], declared.json()["quantity_high"]) == (201, '"1"', "20.5")
    assert pointed(stockholm_client.patch(one, {"commitment": "C3"})) == [("/decision_ref", "decision_ref")]
    changed = stockholm_client.patch(
        one, {"commitment": "C3", "decision_ref": "KS 7"}, headers={"If-Match": '"1"'}
    )
    assert (changed["ETag"], changed.json()["abilities"]) == ('"2"', ["demand.declare"])
    assert refused(stockholm_client.patch(one, {}, headers={"If-Match": '"1"'})) == (412, "stale")
    bought = {"reference": "Avrop 1", "quantity": "4", "on_date": "2026-01-15"}
    assert stockholm_client.post(f"{one}realised/", bought).status_code == 201
    read = goteborg_client.get(one).json()
    assert (read["realised"], read["ratio"], read["abilities"]) == ("4", "0.4", [])
    assert orebro_client.get(one).status_code == 404
    assert orebro_client.get(lines).json()["results"] == []
    assert stockholm_client.delete(one).json()["withdrawn_at"] is not None
    versions = stockholm_client.get(f"{one}versions/").json()["results"]
    assert [(row["number"], row["commitment"], row["is_withdrawal"]) for row in versions] == [
        (1, "C2", False),
        (2, "C3", False),
        (3, "C3", True),
    ]


def test_versions_and_volumes_of_a_line_that_was_hidden_stay_hidden(
    stockholm: Actor, vans: DemandItem, orebro_client: Client, stockholm_client: Client
) -> None:
    line = wanting(stockholm, vans, 10)
    url = f"/api/v1/demand-lines/{line.pk}/"
    stockholm_client.post(f"{url}realised/", {"reference": "A", "quantity": "4", "on_date": "2026-01-15"})
    change_line(stockholm, line=line, visibility="group")

    assert [row["number"] for row in orebro_client.get(f"{url}versions/").json()["results"]] == [2]
    assert orebro_client.get(f"{url}realised/").json()["results"] == []
    read = orebro_client.get(url).json()
    assert (read["realised"], read["ratio"]) == (None, None)


def test_what_was_bought_is_set_against_what_was_declared(
    stockholm: Actor,
    orebro: Actor,
    vans: DemandItem,
    goteborg_client: Client,
    stockholm_client: Client,
    turku_client: Client,
) -> None:
    lines = [wanting(stockholm, vans, 10), wanting(stockholm, vans, 30, commitment="C2")]
    wanting(orebro, vans, 60, commitment="C2")
    for quantity, line in ((Decimal(4), lines[0]), (Decimal(6), lines[0]), (Decimal(10), lines[1])):
        note_volume(stockholm, line=line, reference="Avrop", quantity=quantity, on_date=stockholm.now.date())
    url = f"/api/v1/needs/{vans.need_id}/outcomes/"

    def of(rows: list[dict[str, Any]]) -> list[tuple[str | None, str, str, str]]:
        return [
            (row["authority"] and row["authority"]["name"], row["declared"], row["bought"], row["ratio"])
            for row in rows
        ]

    everybody = goteborg_client.get(url).json()
    assert of(everybody["members"]) == [
        ("Stockholms stad", "40", "20", "0.5"),
        ("Örebro kommun", "60", "0", "0"),
    ]
    assert of(everybody["all"]) == [(None, "100", "20", "0.2")]
    own = stockholm_client.get(url).json()
    assert (of(own["members"]), own["all"]) == ([("Stockholms stad", "40", "20", "0.5")], [])
    assert turku_client.get(url).json()["members"] == []


def test_who_reads_only_gets_no_outcome_of_their_own_authority(
    cast: Cast, stockholm: Actor, vans: DemandItem, network: Network
) -> None:
    wanting(stockholm, vans, 10, commitment="C2", visibility="coordinator_only")
    begin_trust(stockholm, network=network)
    seat = cast.seats["stockholm"]
    client = Client()
    client.force_login(SeatFactory.create(membership=seat.membership, role="observer").user)

    assert client.get(f"/api/v1/needs/{vans.need_id}/outcomes/").json()["members"] == []
    assert client.get(f"/api/v1/networks/{network.pk}/trust/").json() == {"is_held": False}


def test_trust_over_http(stockholm_client: Client, turku_client: Client, network: Network) -> None:
    url = f"/api/v1/networks/{network.pk}/trust/"

    assert stockholm_client.get(url).json() == {"is_held": False}
    assert stockholm_client.put(url).json() == {"is_held": True}
    assert refused(stockholm_client.put(url)) == (409, "in_trust")
    assert stockholm_client.get(url).json() == {"is_held": True}
    assert stockholm_client.delete(url).json() == {"is_held": False}
    assert forbidden(turku_client.put(url)) == "demand.declare"


def test_a_trusted_line_is_in_nothing_that_others_get(
    stockholm: Actor,
    vans: DemandItem,
    network: Network,
    orebro_client: Client,
    turku_client: Client,
    goteborg: Actor,
) -> None:
    begin_trust(stockholm, network=network)
    an_annex(stockholm, vans.need, local_problem="Elhandeln vill ha 7717")
    line = wanting(stockholm, vans, 7717)
    publish_demand(goteborg, need=vans.need)
    take_snapshot(goteborg, need=vans.need, title="Till RFI")

    for client in (orebro_client, turku_client):
        for path in (
            f"needs/{vans.need_id}/demand/",
            f"needs/{vans.need_id}/demand-lines/",
            f"needs/{vans.need_id}/annexes/",
            f"needs/{vans.need_id}/snapshots/",
            f"networks/{network.pk}/journal/",
            f"networks/{network.pk}/search/?q=Elhandeln",
            f"networks/{network.pk}/search/?q=7717",
        ):
            said = client.get(f"/api/v1/{path}").content.decode()
            assert str(line.pk) not in said, path
            assert '"7717' not in said, path
            assert "Elhandeln vill" not in said, path


@pytest.mark.parametrize("lines", [1, 3])
def test_both_tables_cost_the_same_however_much_was_declared(
    goteborg: Actor,
    stockholm: Actor,
    vans: DemandItem,
    lines: int,
    goteborg_client: Client,
    turku_client: Client,
    django_assert_num_queries: Any,
) -> None:
    for turn in range(lines):
        wanting(stockholm, vans, 10 + turn, commitment=f"C{turn}"[:2] if turn < 3 else "C0")
    publish_demand(goteborg, need=vans.need)

    with django_assert_num_queries(8):
        assert len(table(goteborg_client, vans)["cells"]) == lines
    with django_assert_num_queries(5):
        assert len(table(turku_client, vans)["cells"]) == lines
