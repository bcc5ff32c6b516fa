from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Stale
from needs.models import Annex
from needs.services.annexes import approve_annex, change_annex, share_annex
from tests.answers import footprint, pointed, refused
from tests.cast import Cast
from tests.factories.demand import an_annex
from tests.factories.needs import a_need

Client = APIClient
Journal = Callable[[str], list[str]]


def test_an_annex_begins_in_the_private_zone_of_its_authority(
    stockholm: Actor, goteborg: Actor, journal_of: Journal
) -> None:
    need = a_need(stockholm, zone="network")

    annex = an_annex(stockholm, need, users_count=120, local_problem=" Trånga gårdar ")

    assert (annex.zone, annex.declared_by_id, annex.local_problem) == (
        "authority",
        stockholm.authority_id,
        "Trånga gårdar",
    )
    assert not Annex.objects.visible_to(goteborg).exists()
    assert journal_of(f"authority:{need.network_id}:{stockholm.authority_id}")[-1] == "annex.opened_privately"
    assert journal_of(f"network:{need.network_id}")[-1] == "need.opened"


def test_an_authority_has_one_annex_to_a_need(stockholm: Actor) -> None:
    need = a_need(stockholm, zone="network")
    an_annex(stockholm, need)

    with pytest.raises(Conflict, match="annex_exists"):
        an_annex(stockholm, need)


def test_a_change_is_of_the_version_that_was_read_and_confirms_the_rest(stockholm: Actor) -> None:
    annex = an_annex(stockholm, a_need(stockholm, zone="network"), users_count=4)

    changed = change_annex(stockholm, annex=annex, version=1, must_haves="Kylkedja")

    assert (changed.must_haves, changed.users_count, changed.version) == ("Kylkedja", 4, 2)
    with pytest.raises(Stale):
        change_annex(stockholm, annex=annex, version=1, must_haves="Annat")


def test_what_was_approved_is_approved_again_after_a_change(stockholm: Actor) -> None:
    annex = an_annex(stockholm, a_need(stockholm, zone="network"), users_count=4)
    approved = approve_annex(stockholm, annex=annex, approved_by="Chefen", approved_on=date(2026, 1, 15))
    assert approved.is_approved

    assert change_annex(stockholm, annex=approved).is_approved
    assert not change_annex(stockholm, annex=approved, users_count=5).is_approved


def test_sharing_shows_the_annex_and_keeps_whose_it_is(
    stockholm: Actor, turku: Actor, journal_of: Journal
) -> None:
    annex = share_annex(stockholm, annex=an_annex(stockholm, a_need(stockholm, zone="network")))

    assert (annex.zone, annex.authority_id, annex.declared_by_id) == (
        "network",
        None,
        stockholm.authority_id,
    )
    assert Annex.objects.visible_to(turku).get() == annex
    assert journal_of(f"network:{annex.network_id}")[-1] == "annex.shared"
    change_annex(stockholm, annex=annex, users_count=7)
    assert journal_of(f"network:{annex.network_id}")[-1] == "annex.changed"
    with pytest.raises(Conflict, match="already_shared"):
        share_annex(stockholm, annex=annex)


def test_an_annex_to_a_private_need_waits_for_its_need(stockholm: Actor) -> None:
    annex = an_annex(stockholm, a_need(stockholm))

    with pytest.raises(Conflict, match="need_private"):
        share_annex(stockholm, annex=annex)


def test_others_do_not_touch_an_annex(stockholm: Actor, goteborg: Actor, turku: Actor) -> None:
    annex = an_annex(stockholm, a_need(stockholm, zone="network"))

    with pytest.raises(NotVisible):
        change_annex(goteborg, annex=annex, users_count=1)
    with pytest.raises(Forbidden, match=r"annex\.write"):
        change_annex(turku, annex=annex, users_count=1)
    share_annex(stockholm, annex=annex)
    with pytest.raises(Forbidden):
        change_annex(goteborg, annex=annex, users_count=1)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"users_count": -1}, "/users_count", "range"),
        ({"sites_count": 1_000_000_001}, "/sites_count", "range"),
        ({"readiness": 6}, "/readiness", "range"),
        ({"confidence": 0}, "/confidence", "range"),
        ({"annual_cost": Decimal("NaN"), "currency": "SEK"}, "/annual_cost", "range"),
        ({"annual_cost": Decimal(5)}, "/currency", "currency"),
        ({"annual_cost": Decimal(5), "currency": "USD"}, "/currency", "currency"),
        ({"current_contract_end": date(1066, 10, 14)}, "/current_contract_end", "date_reach"),
        ({"local_problem": "x" * 4001}, "/local_problem", "too_long"),
        ({"domain_owner": "\u202ea"}, "/domain_owner", "control_characters"),
    ],
)
def test_what_can_not_be_is_pointed_at(
    stockholm: Actor, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    need = a_need(stockholm, zone="network")
    before = footprint()

    with pytest.raises(Invalid) as refusal:
        an_annex(stockholm, need, **wrong)

    assert (refusal.value.errors[0].pointer, refusal.value.errors[0].code) == (pointer, code)
    assert footprint() == before


def test_nobody_approves_tomorrow(stockholm: Actor) -> None:
    annex = an_annex(stockholm, a_need(stockholm, zone="network"))

    with pytest.raises(Invalid, match="not come yet"):
        approve_annex(stockholm, annex=annex, approved_by="Chefen", approved_on=date(2098, 1, 1))


def test_over_http_an_annex_is_opened_changed_approved_and_shared(
    stockholm: Actor, stockholm_client: Client, goteborg_client: Client
) -> None:
    need = a_need(stockholm, zone="network")
    url = f"/api/v1/needs/{need.pk}/annexes/"

    opened = stockholm_client.post(url, {"annual_cost": "1200000.50", "currency": "SEK"})
    one = f"/api/v1/annexes/{opened.json()['id']}/"
    hidden = goteborg_client.get(one)
    changed = stockholm_client.patch(one, {"users_count": 9}, headers={"If-Match": '"1"'})
    late = stockholm_client.patch(one, {"users_count": 10}, headers={"If-Match": '"1"'})
    approved = stockholm_client.post(f"{one}approve/", {"approved_by": "Chefen", "approved_on": "2026-01-15"})
    shared = stockholm_client.post(f"{one}share/")

    assert (opened.status_code, opened["ETag"], opened.json()["annual_cost"]) == (201, '"1"', "1200000.5")
    assert hidden.status_code == 404
    assert (changed["ETag"], changed.json()["abilities"]) == ('"2"', ["annex.write"])
    assert refused(late) == (412, "stale")
    assert (approved.json()["approved_by"], approved.json()["version"]) == ("Chefen", 3)
    assert (shared.json()["zone"], shared.json()["declared_by"]["name"]) == ("network", "Stockholms stad")
    seen = goteborg_client.get(one).json()
    assert (seen["users_count"], seen["abilities"]) == (9, [])
    assert [row["id"] for row in goteborg_client.get(url).json()["results"]] == [seen["id"]]


def test_a_second_annex_over_http_is_a_conflict(stockholm: Actor, stockholm_client: Client) -> None:
    need = a_need(stockholm, zone="network")
    an_annex(stockholm, need)

    assert refused(stockholm_client.post(f"/api/v1/needs/{need.pk}/annexes/", {})) == (409, "annex_exists")


def test_numbers_that_are_none_are_refused_over_http(stockholm: Actor, stockholm_client: Client) -> None:
    url = f"/api/v1/needs/{a_need(stockholm, zone='network').pk}/annexes/"

    assert pointed(stockholm_client.post(url, {"annual_cost": "NaN"})) == [("/annual_cost", "invalid")]
    assert pointed(stockholm_client.post(url, {"users_count": "2147483648"})) == [
        ("/users_count", "max_value")
    ]


def test_the_coordinator_sees_who_has_an_annex_and_not_what_it_says(
    stockholm: Actor, aalborg: Actor, goteborg_client: Client, cast: Cast
) -> None:
    need = a_need(stockholm, zone="network")
    an_annex(stockholm, need, local_problem="Hemligt")
    share_annex(aalborg, annex=an_annex(aalborg, need))

    answer = goteborg_client.get(f"/api/v1/needs/{need.pk}/annexes/standing/")

    standing = {row["authority"]["name"]: row["annex"] for row in answer.json()["results"]}
    assert standing["Stockholms stad"] == "private"
    assert standing["Aalborg Kommune"] == "shared"
    assert standing["Örebro kommun"] == "none"
    assert "Hemligt" not in answer.content.decode()
    assert cast.client("stockholm").get(f"/api/v1/needs/{need.pk}/annexes/standing/").status_code == 403
