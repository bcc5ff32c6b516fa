"""Sums that anybody may read: of lines that say so alone, of three authorities or more."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from rest_framework.test import APIClient

from access.actor import Actor
from access.policy import GRANTS, Permission, Role
from access.refusals import Conflict, Forbidden
from journal.models import Entry
from needs.models import DemandItem, Need, Publication, PublicTable
from needs.services.lines import change_line
from needs.services.publishing import publish_demand, publish_for_all
from needs.services.realised import begin_trust
from networks.models import Network
from tests.answers import refused
from tests.cast import Cast
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need, adopted

MEMBERS = ("stockholm", "orebro", "aalborg")


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """An item of an adopted need."""
    return an_item(goteborg, adopted(goteborg))


def declared(cast: Cast, item: DemandItem, **wanted: int) -> None:
    """What each of these wants, of which sums may be made public."""
    for name, mid in wanted.items():
        wanting(cast.actor(name), item, mid, visibility="public_aggregate")


def cells(table: PublicTable) -> list[tuple[Any, ...]]:
    content = APIClient().get(f"/api/v1/public-tables/{table.pk}/").json()["content"]
    return [(cell["state"], cell["authorities"], cell["mid"]) for cell in content["cells"]]


def of_network(item: DemandItem) -> list[tuple[Any, ...]]:
    last = Publication.objects.filter(need=item.need).latest("number")
    return [(cell["state"], cell["authorities"], cell["mid"]) for cell in last.cells]


def test_anybody_reads_a_public_table_by_its_address(cast: Cast, goteborg: Actor, vans: DemandItem) -> None:
    declared(cast, vans, stockholm=10, orebro=20, aalborg=30)

    table = publish_for_all(goteborg, need=vans.need)

    read = APIClient().get(f"/api/v1/public-tables/{table.pk}/").json()
    assert cells(table) == [("shown", 3, "60")]
    assert sha256(read["canonical"].encode()).hexdigest() == read["sha256"] == table.sha256
    assert read["content"]["totals"][0]["mid"] == "60"
    names = ["Stockholm", "Göteborg", "Örebro", str(goteborg.user_id), str(cast.authority("orebro").pk)]
    assert not [name for name in names if name in read["canonical"]]


def test_only_lines_that_say_so_count_and_the_networks_table_holds_three_more(
    cast: Cast, goteborg: Actor, vans: DemandItem
) -> None:
    declared(cast, vans, stockholm=10, orebro=20, aalborg=30)
    wanting(goteborg, vans, 100)
    wanting(goteborg, vans, 1000, visibility="coordinator_only")

    table = publish_for_all(goteborg, need=vans.need)

    assert cells(table) == of_network(vans) == [("shown", 3, "60")]


def test_open_lines_are_the_networks_and_not_the_publics(
    cast: Cast, goteborg: Actor, vans: DemandItem
) -> None:
    declared(cast, vans, stockholm=10, orebro=20, aalborg=30)
    wanting(goteborg, vans, 100, visibility="group")

    table = publish_for_all(goteborg, need=vans.need)

    assert cells(table) == [("shown", 3, "60")]
    assert of_network(vans) == [("shown", 4, "160")]


def test_two_authorities_are_masked_for_everybody_and_may_be_in_the_networks_sum(
    cast: Cast, goteborg: Actor, vans: DemandItem
) -> None:
    declared(cast, vans, stockholm=10, orebro=20)
    wanting(goteborg, vans, 100)

    table = publish_for_all(goteborg, need=vans.need)

    assert cells(table) == [("masked", None, None)]
    assert of_network(vans) == [("shown", 3, "130")]


def test_what_is_held_in_trust_is_in_no_public_sum(cast: Cast, goteborg: Actor, vans: DemandItem) -> None:
    declared(cast, vans, stockholm=10, orebro=20, aalborg=30)
    begin_trust(cast.actor("aalborg"), network=cast.network)

    assert cells(publish_for_all(goteborg, need=vans.need)) == [("masked", None, None)]


def test_what_was_in_a_figure_of_the_network_is_not_shown_to_all_until_it_changes(
    cast: Cast, goteborg: Actor, vans: DemandItem
) -> None:
    lines = [wanting(cast.actor(name), vans, 10) for name in MEMBERS]
    publish_demand(goteborg, need=vans.need)
    for name, line in zip(MEMBERS, lines, strict=True):
        change_line(cast.actor(name), line=line, visibility="public_aggregate")
    assert cells(publish_for_all(goteborg, need=vans.need)) == [("masked", None, None)]

    for name, line in zip(MEMBERS, lines, strict=True):
        change_line(cast.actor(name), line=line, quantity_high=line.quantity_high + 1)

    assert cells(publish_for_all(goteborg, need=vans.need)) == [("shown", 3, "30")]


def test_a_table_of_nothing_public_is_empty(cast: Cast, goteborg: Actor, vans: DemandItem) -> None:
    for name in MEMBERS:
        wanting(cast.actor(name), vans, 10)

    assert cells(publish_for_all(goteborg, need=vans.need)) == []


@pytest.mark.parametrize("is_members_only", [False, True])
def test_only_what_the_public_may_read_is_made_public(
    goteborg: Actor, vans: DemandItem, *, is_members_only: bool
) -> None:
    need = vans.need if is_members_only else a_need(goteborg, zone="network")
    Need.objects.filter(pk=need.pk).update(members_only=is_members_only)

    with pytest.raises(Conflict, match="need_not_adopted"):
        publish_for_all(goteborg, need=need)

    assert not Publication.objects.exists()


@pytest.mark.parametrize("name", ["stockholm", "turku", "facilitator"])
def test_only_who_coordinates_makes_public(cast: Cast, vans: DemandItem, name: str) -> None:
    with pytest.raises(Forbidden):
        publish_for_all(cast.actor(name), need=vans.need)

    assert [role for role, held in GRANTS.items() if Permission.DEMAND_COORDINATE in held] == [
        Role.COORDINATOR
    ]


def test_it_is_told_to_the_network_by_id(goteborg: Actor, vans: DemandItem) -> None:
    publish_for_all(goteborg, need=vans.need)

    entries = list(Entry.objects.of_stream(f"network:{vans.network_id}").order_by("-seq")[:2])
    assert [entry.type for entry in entries] == ["public_table.published", "demand.published"]


@pytest.mark.parametrize("change", [{"content": "{}"}, None])
def test_a_public_table_never_changes(
    goteborg: Actor, vans: DemandItem, change: dict[str, str] | None
) -> None:
    publish_for_all(goteborg, need=vans.need)

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        PublicTable.objects.update(**change) if change else PublicTable.objects.all().delete()


def test_over_http_it_is_made_listed_and_read(cast: Cast, vans: DemandItem) -> None:
    url = f"/api/v1/needs/{vans.need_id}/public-tables/"

    made = cast.client("goteborg").post(url).json()

    assert refused(cast.client("stockholm").post(url))[0] == 403
    listed = cast.client("turku").get(url).json()["results"]
    assert [(row["id"], row["number"]) for row in listed] == [(made["id"], 1)]
    assert cast.client("kiruna").get(url).status_code == 404
    for client in (APIClient(), cast.client("facilitator"), cast.client("kiruna")):
        assert client.get(f"/api/v1/public-tables/{made['id']}/").json()["sha256"] == made["sha256"]
    assert refused(APIClient().get(f"/api/v1/public-tables/{vans.pk}/"))[0] == 404


@pytest.mark.parametrize("tables", [1, 3])
def test_the_list_costs_the_same_however_many(
    cast: Cast, goteborg: Actor, vans: DemandItem, tables: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(tables):
        publish_for_all(goteborg, need=vans.need)
    client = cast.client("goteborg")

    with django_assert_num_queries(5):
        page = client.get(f"/api/v1/needs/{vans.need_id}/public-tables/").json()

    assert len(page["results"]) == tables


def test_the_page_is_for_anybody_in_both_languages(cast: Cast, goteborg: Actor, vans: DemandItem) -> None:
    declared(cast, vans, stockholm=10, orebro=20, aalborg=30)
    Network.objects.filter(pk=cast.network.pk).update(openness="invite_only")
    coordinator = Browser(headers={"accept-language": "en"})
    coordinator.force_login(cast.people["goteborg"])

    made = coordinator.post(f"/needs/{vans.need_id}/demand/act/public/")

    english = Browser(headers={"accept-language": "en"}).get(made["Location"]).content.decode()
    swedish = Browser(headers={"accept-language": "sv"}).get(made["Location"]).content.decode()
    assert all(words in english for words in ("Zero-emission deliveries", "Electric van", "60", "SHA-256"))
    assert all(words in swedish for words in ("Utsläppsfria leveranser", "Eldriven skåpbil"))
    assert "Stockholm" not in english
    file = Browser().get(f"{made['Location']}table.json")
    assert sha256(file.content).hexdigest() == PublicTable.objects.get().sha256
    assert f'href="{made["Location"]}table.json"' in english
    listed = coordinator.get(f"/needs/{vans.need_id}/demand/").content.decode()
    assert f'href="{made["Location"]}"' in listed
    assert Browser().get(f"/public/demand/{vans.pk}/").status_code == 404


def test_the_button_is_only_where_it_can_be_used(cast: Cast, goteborg: Actor, vans: DemandItem) -> None:
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(cast.people["goteborg"])
    draft = a_need(goteborg, zone="network")

    assert "Publish for everybody" in browser.get(f"/needs/{vans.need_id}/demand/").content.decode()
    assert "Publish for everybody" not in browser.get(f"/needs/{draft.pk}/demand/").content.decode()
