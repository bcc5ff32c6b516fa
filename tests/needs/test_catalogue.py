from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from journal.models import Entry
from needs.catalogue import catalogue_at
from needs.models import DemandItem, DemandItemVersion
from needs.services.items import correct_item, restore_item, retire_item
from needs.services.lines import change_line, withdraw_line
from needs.services.publishing import publish_demand, take_snapshot
from needs.sheets.rows import rows_out
from search.finding import find
from tests.answers import pointed, refused
from tests.factories.demand import a_line, an_item
from tests.factories.needs import a_need
from tests.reminders import at


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """An item that nobody has declared anything of."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def url(item: DemandItem, rest: str = "") -> str:
    return f"/api/v1/demand-items/{item.pk}/{rest}"


def facts(item: DemandItem) -> list[str]:
    key = f"network:{item.network_id}"
    return [
        one for one in Entry.objects.of_stream(key).values_list("type", flat=True) if one.startswith("item.")
    ]


def test_names_and_code_are_corrected_and_what_was_said_is_kept(
    goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)

    item = correct_item(goteborg, item=vans, name_sv="Elskåpbil", cpv="34136000")

    assert (item.name_sv, item.name_en, item.cpv, item.version) == (
        "Elskåpbil",
        "Electric van",
        "34136000-9",
        2,
    )
    kept = item.versions.order_by("number").values_list("number", "name_sv", "cpv", "said_by")
    assert list(kept) == [
        (1, "Eldriven skåpbil", "34144900-7", goteborg.user_id),
        (2, "Elskåpbil", "34136000-9", goteborg.user_id),
    ]
    assert facts(vans) == ["item.added", "item.corrected"]
    assert [hit.kind for hit in find([stockholm], typed="elskåpbil", limit=5).found] == ["need"]


def test_saying_the_same_again_is_no_correction(goteborg: Actor, vans: DemandItem) -> None:
    item = correct_item(goteborg, item=vans, cpv="34144900", unit="vehicles")

    assert (item.version, facts(vans)) == (1, ["item.added"])


def test_the_unit_is_corrected_until_a_line_counts_in_it_and_even_a_withdrawn_one_does(
    goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    assert correct_item(goteborg, item=vans, unit="fordon").unit == "fordon"
    withdraw_line(stockholm, line=a_line(stockholm, vans))

    with pytest.raises(Conflict, match="unit_in_use"):
        correct_item(goteborg, item=vans, unit="hours")

    assert DemandItem.objects.get().unit == "fordon"


def test_the_database_takes_no_other_unit_of_lines_either(stockholm: Actor, vans: DemandItem) -> None:
    a_line(stockholm, vans)

    with pytest.raises(IntegrityError, match="count in this unit"), transaction.atomic():
        DemandItem.objects.update(unit="hours")


@pytest.mark.parametrize("change", [{"name_sv": "Skrivet om"}, None])
def test_what_an_item_was_called_stays_in_the_database(
    vans: DemandItem, change: dict[str, str] | None
) -> None:
    rows = DemandItemVersion.objects.filter(item=vans)

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        rows.update(**change) if change else rows.delete()


def test_a_retired_item_keeps_its_lines_and_takes_no_new_ones_until_it_is_brought_back(
    goteborg: Actor, stockholm: Actor, orebro: Actor, vans: DemandItem
) -> None:
    line = a_line(stockholm, vans)

    retire_item(goteborg, item=vans)

    with pytest.raises(Invalid) as refusal:
        a_line(orebro, vans)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [("/item", "retired")]
    assert change_line(stockholm, line=line, commitment="C2").version == 2
    with pytest.raises(Conflict, match="item_retired"):
        retire_item(goteborg, item=vans)

    restore_item(goteborg, item=vans)
    a_line(orebro, vans)
    with pytest.raises(Conflict, match="item_not_retired"):
        restore_item(goteborg, item=vans)
    assert facts(vans) == ["item.added", "item.retired", "item.restored"]


def test_a_retired_item_counts_in_the_table_as_before(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    for actor in (stockholm, orebro, aalborg):
        a_line(actor, vans)
    retire_item(goteborg, item=vans)

    cells = publish_demand(goteborg, need=vans.need).cells

    assert [(cell["authorities"], cell["mid"]) for cell in cells] == [(3, "30")]


def test_published_and_frozen_tables_keep_their_words(
    goteborg: Actor, stockholm: Actor, vans: DemandItem, goteborg_client: Any
) -> None:
    a_line(stockholm, vans)
    frozen = take_snapshot(goteborg, need=vans.need, title="Till RFI")

    correct_item(goteborg, item=vans, name_en="Battery van")

    assert "Electric van" in frozen.content
    table = goteborg_client.get(f"/api/v1/needs/{vans.need_id}/demand/?view=published").json()
    exact = goteborg_client.get(f"/api/v1/needs/{vans.need_id}/demand/").json()
    assert table["cells"][0]["item"]["name_en"] == "Electric van"
    assert exact["cells"][0]["item"]["name_en"] == "Battery van"


def test_a_catalogue_is_read_as_it_was(goteborg: Actor, vans: DemandItem) -> None:
    bikes = an_item(goteborg, vans.need, name_sv="Lådcykel", name_en="Cargo bike")
    retire_item(goteborg, item=bikes)
    later = at(goteborg, goteborg.now + timedelta(days=1))

    correct_item(later, item=vans, name_en="Van")
    restore_item(later, item=bikes)

    def named(moment: datetime) -> list[str]:
        return [row.name_en for row in catalogue_at(vans.need, moment)]

    assert named(goteborg.now + timedelta(hours=1)) == ["Electric van"]
    assert named(later.now + timedelta(hours=1)) == ["Van", "Cargo bike"]


def test_a_sheet_says_what_is_retired_and_takes_no_new_row_of_it(
    goteborg: Actor, stockholm: Actor, vans: DemandItem
) -> None:
    a_line(stockholm, vans)
    retire_item(goteborg, item=vans)

    assert [row["item_retired"] for row in rows_out(stockholm, "lines")] == [True]


def test_only_the_owner_and_coordinators_correct(
    goteborg: Actor, stockholm: Actor, orebro: Actor, vans: DemandItem
) -> None:
    own = an_item(stockholm, a_need(stockholm, zone="network"))

    assert correct_item(stockholm, item=own, name_en="Van").version == 2
    assert correct_item(goteborg, item=own, name_en="Vans").version == 3
    for verb in (correct_item, retire_item, restore_item):
        with pytest.raises(Forbidden):
            verb(orebro, item=own)


def test_a_private_needs_catalogue_is_its_authoritys_in_stream_and_sight(
    goteborg: Actor, stockholm: Actor, goteborg_client: Any, stockholm_client: Any
) -> None:
    item = an_item(stockholm, a_need(stockholm))
    retire_item(stockholm, item=correct_item(stockholm, item=item, name_en="Van"))
    restore_item(stockholm, item=item)

    key = f"authority:{item.network_id}:{stockholm.represents}"
    told = [one for one in Entry.objects.of_stream(key).values_list("type", flat=True) if "item" in one]
    assert told == [f"item.{one}_privately" for one in ("added", "corrected", "retired", "restored")]
    assert facts(item) == []
    assert goteborg_client.get(url(item)).status_code == 404
    assert stockholm_client.get(url(item)).json()["version"] == 4
    with pytest.raises(NotVisible):
        correct_item(goteborg, item=item, name_en="Ours")


def test_an_item_over_http(
    goteborg_client: Any, turku_client: Any, stockholm: Actor, vans: DemandItem
) -> None:
    read = goteborg_client.get(url(vans))
    assert read["ETag"] == '"1"'
    assert (read.json()["is_unit_fixed"], read.json()["abilities"]) == (False, ["need.edit"])
    a_line(stockholm, vans)

    changed = goteborg_client.patch(url(vans), {"name_en": "Van"}, headers={"If-Match": '"1"'})
    stale = goteborg_client.patch(url(vans), {"name_en": "Lorry"}, headers={"If-Match": '"1"'})
    unit = goteborg_client.patch(url(vans), {"unit": "hours"})
    bad = goteborg_client.patch(url(vans), {"cpv": "34144900-1"})
    retired = goteborg_client.post(url(vans, "retire/"), headers={"If-Match": '"2"'}).json()

    assert (changed["ETag"], changed.json()["name_en"], changed.json()["is_unit_fixed"]) == (
        '"2"',
        "Van",
        True,
    )
    assert refused(stale)[0] == 412
    assert refused(unit)[:2] == (409, "unit_in_use")
    assert pointed(bad) == [("/cpv", "cpv")]
    assert (retired["is_retired"], retired["version"]) == (True, 3)
    assert goteborg_client.post(url(vans, "restore/")).json()["is_retired"] is False
    seen = turku_client.get(url(vans)).json()
    assert (seen["name_en"], seen["abilities"]) == ("Van", [])
    assert turku_client.patch(url(vans), {"name_en": "Ours"}).status_code == 403


def test_the_same_key_corrects_once(goteborg_client: Any, vans: DemandItem) -> None:
    def send() -> Any:
        return goteborg_client.patch(url(vans), {"name_en": "Van"}, headers={"Idempotency-Key": "k-1"})

    assert send().json() == send().json()
    assert DemandItemVersion.objects.filter(item=vans).count() == 2


@pytest.mark.parametrize("corrections", [1, 3])
def test_versions_cost_the_same_however_many(
    goteborg: Actor, goteborg_client: Any, vans: DemandItem, corrections: int, django_assert_num_queries: Any
) -> None:
    for number in range(corrections):
        correct_item(goteborg, item=vans, name_en=f"Van {number}")

    with django_assert_num_queries(5):
        page = goteborg_client.get(url(vans, "versions/")).json()

    assert [row["number"] for row in page["results"]] == list(range(1, corrections + 2))
    assert page["results"][0]["name_en"] == "Electric van"


def test_two_who_correct_at_once_do_not_overwrite_each_other(goteborg: Actor, vans: DemandItem) -> None:
    correct_item(goteborg, item=vans, version=1, name_en="Van")

    with pytest.raises(Stale):
        correct_item(goteborg, item=vans, version=1, name_en="Lorry")
