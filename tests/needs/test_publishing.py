from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, connection, transaction
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden
from journal.models import Entry
from needs.models import DemandItem, Publication, Snapshot
from needs.services.lines import change_line, withdraw_line
from needs.services.publishing import publish_demand, take_snapshot
from networks.services import end_membership
from tests.cast import Cast
from tests.factories.demand import a_line, an_item, wanting
from tests.factories.needs import a_need

Client = APIClient
Journal = Callable[[str], list[str]]


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def table(client: Client, item: DemandItem, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/needs/{item.need_id}/demand/{query}").json()
    return found


def states(read: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(cell["state"], cell["authorities"], cell["mid"]) for cell in read["cells"]]


def test_two_are_masked_and_the_third_shows_all(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem, turku_client: Client
) -> None:
    wanting(stockholm, vans, 10)
    wanting(orebro, vans, 20)
    assert table(turku_client, vans)["cells"] == []

    publish_demand(goteborg, need=vans.need)
    assert states(table(turku_client, vans)) == [("masked", None, None)]

    wanting(aalborg, vans, 30)
    publish_demand(goteborg, need=vans.need)
    read = table(turku_client, vans)
    assert states(read) == [("shown", 3, "60")]
    assert (read["view"], read["number"], read["members_without_annex"]) == ("published", 2, None)
    assert [(one["commitment"], one["mid"]) for one in read["totals"]] == [("C1", "60")]


def test_the_coordinator_sees_what_is_and_may_look_as_the_others(
    goteborg: Actor, stockholm: Actor, vans: DemandItem, goteborg_client: Client
) -> None:
    wanting(stockholm, vans, 10)
    a_line(stockholm, vans, visibility="coordinator_only", commitment="C0")
    publish_demand(goteborg, need=vans.need)

    exact = table(goteborg_client, vans)
    assert states(exact) == [("shown", 1, "10"), ("shown", 1, "10")]
    assert [one["name"] for one in exact["members_without_annex"]] == [
        "Aalborg Kommune",
        "Göteborgs stad",
        "Turun kaupunki",
        "Örebro kommun",
    ]
    assert states(table(goteborg_client, vans, "?view=published")) == [("masked", None, None)]


def test_what_only_the_coordinator_sees_enters_no_sum(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    for actor in (stockholm, orebro, aalborg):
        wanting(actor, vans, 10)
    wanting(goteborg, vans, 1000, visibility="coordinator_only")

    publication = publish_demand(goteborg, need=vans.need)

    assert [cell["mid"] for cell in publication.cells] == ["30"]


def test_a_figure_waits_until_all_have_declared_something_else(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    lines = {actor: wanting(actor, vans, 10) for actor in (stockholm, orebro, aalborg)}
    first = publish_demand(goteborg, need=vans.need)
    change_line(stockholm, line=lines[stockholm], quantity_high=Decimal(99))
    second = publish_demand(goteborg, need=vans.need)
    for actor in (orebro, aalborg):
        change_line(actor, line=lines[actor], quantity_high=Decimal(11))
    later = replace(goteborg, now=goteborg.now + timedelta(days=60))
    third = publish_demand(later, need=vans.need)

    highs = [publication.cells[0]["high"] for publication in (first, second, third)]
    assert highs == ["30", "30", "121"]
    assert second.cells[0]["awaits_renewal"]
    assert first.cells[0]["as_of"] == second.cells[0]["as_of"] < third.cells[0]["as_of"]


def test_a_line_that_is_only_confirmed_renews_no_figure(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    lines = {actor: wanting(actor, vans, 10) for actor in (stockholm, orebro, aalborg)}
    publish_demand(goteborg, need=vans.need)
    change_line(stockholm, line=lines[stockholm], quantity_high=Decimal(99))
    for actor in (orebro, aalborg):
        change_line(actor, line=lines[actor], valid_until=lines[actor].valid_until + timedelta(days=9))

    table = publish_demand(goteborg, need=vans.need).cells

    # 119 would tell by how much Stockholm's is another, since the others said that theirs is the same.
    assert [(cell["high"], cell["awaits_renewal"]) for cell in table] == [("30", True)]


def test_what_the_table_does_not_count_renews_no_figure(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    lines = {actor: wanting(actor, vans, 10) for actor in (stockholm, orebro, aalborg)}
    first = publish_demand(goteborg, need=vans.need)
    for actor, line in lines.items():
        change_line(actor, line=line, budget_status="planned", place="SE232", visibility="public_aggregate")
    wanting(goteborg, vans, 1000)

    second = publish_demand(goteborg, need=vans.need)

    # 1,030 less 30 would be Göteborg's, for the others' numbers are the same.
    assert [cell["mid"] for cell in (*first.cells, *second.cells)] == ["30", "30"]
    assert second.cells[0]["awaits_renewal"]


def test_who_leaves_the_network_or_withdraws_is_no_longer_counted(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem, cast: Cast
) -> None:
    lines = [wanting(actor, vans, 10) for actor in (stockholm, orebro, aalborg)]
    publish_demand(goteborg, need=vans.need)
    end_membership(goteborg, membership=cast.seats["aalborg"].membership)
    gone = publish_demand(goteborg, need=vans.need)
    withdraw_line(stockholm, line=lines[0])
    withdraw_line(orebro, line=lines[1])

    assert [cell["state"] for cell in gone.cells] == ["masked"]
    assert publish_demand(goteborg, need=vans.need).cells == []


def test_publishing_is_the_coordinators_and_tells_nothing_of_volumes(
    goteborg: Actor, stockholm: Actor, vans: DemandItem, journal_of: Journal
) -> None:
    wanting(stockholm, vans, 7717)
    with pytest.raises(Forbidden, match=r"demand\.coordinate"):
        publish_demand(stockholm, need=vans.need)
    publish_demand(goteborg, need=vans.need)

    assert journal_of(f"network:{vans.network_id}")[-1] == "demand.published"
    entry = Entry.objects.of_stream(f"network:{vans.network_id}").last()
    assert entry is not None
    assert orjson.loads(entry.payload).keys() == {"network_id", "need_id", "number"}


def test_a_private_need_has_nobody_to_publish_to(goteborg: Actor) -> None:
    with pytest.raises(Conflict, match="need_private"):
        publish_demand(goteborg, need=a_need(goteborg))


def test_a_snapshot_is_frozen_hashed_and_never_another(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem, turku_client: Client
) -> None:
    lines = {actor: wanting(actor, vans, 10) for actor in (stockholm, orebro, aalborg)}
    snapshot = take_snapshot(goteborg, need=vans.need, title="Till RFI")
    before = turku_client.get(f"/api/v1/snapshots/{snapshot.pk}/").json()
    for actor, line in lines.items():
        change_line(actor, line=line, quantity_high=Decimal(500))
    take_snapshot(goteborg, need=vans.need, title="Två månader senare")

    after = turku_client.get(f"/api/v1/snapshots/{snapshot.pk}/").json()
    assert after == before
    assert after["content"]["cells"][0]["high"] == "30"
    assert sha256(after["canonical"].encode()).hexdigest() == after["sha256"]
    for change in ({"title": "Annat"}, {"content": "{}"}):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            Snapshot.objects.update(**change)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Snapshot.objects.all().delete()
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Publication.objects.update(cells=[])


def test_however_often_a_table_is_published_its_lines_are_read_by_a_plan_for_them(
    goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    wanting(stockholm, vans, 10)
    for _ in range(12):
        publish_demand(goteborg, need=vans.need)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans > 0 FROM pg_prepared_statements"
            " WHERE statement ILIKE '%%string_agg%%said_since%%'"
        )
        assert cursor.fetchall() == [(0, True)]


@pytest.mark.django_db
def test_ledgers_lie_in_the_database_as_they_are() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute"
            " WHERE attrelid = 'needs_publication'::regclass AND attname = 'ledger'"
        )
        assert cursor.fetchone() == ("e",)
