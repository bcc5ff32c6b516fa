"""Needs in full over HTTP: statement, goals, stakeholders, versions and product words."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from needs.models import EffectGoal
from needs.services import add_goal, change_need, share_need
from tests.answers import pointed, refused
from tests.cast import Cast
from tests.factories.needs import a_need, adopted

Client = APIClient


def test_a_statement_is_written_and_read_with_the_need(goteborg: Actor, goteborg_client: Client) -> None:
    url = f"/api/v1/needs/{a_need(goteborg).pk}/"
    said = {"problem": "Många leveranser", "trigger": "legal", "involvement_count": 12}

    changed = goteborg_client.patch(url, said, headers={"If-Match": '"1"'})

    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    read = goteborg_client.get(url).json()
    assert {name: read[name] for name in said} == said
    assert (read["urgency"], read["involvement_on"], read["adopted_on"]) == ("", None, None)


def test_a_need_is_opened_with_its_statement(goteborg_client: Client, cast: Cast) -> None:
    url = f"/api/v1/networks/{cast.network.pk}/needs/"
    titles = {"title_sv": "Leveranser", "title_en": "Deliveries"}

    need = goteborg_client.post(url, {**titles, "desired_state": "Utan utsläpp"}).json()

    read = goteborg_client.get(f"/api/v1/needs/{need['id']}/").json()
    assert read["desired_state"] == "Utan utsläpp"


def test_a_goal_is_added_changed_and_withdrawn(goteborg: Actor, goteborg_client: Client, cast: Cast) -> None:
    need = a_need(goteborg)
    goal = {
        "statement": "Färre stopp",
        "unit": "stopp",
        "baseline_value": "120.50",
        "baseline_year": 2025,
        "target_value": "40",
        "target_year": 2030,
        "owner": str(cast.people["goteborg"].pk),
    }

    added = goteborg_client.post(f"/api/v1/needs/{need.pk}/goals/", goal)
    url = f"/api/v1/goals/{added.json()['id']}/"
    changed = goteborg_client.patch(url, {"target_value": "30.25"}, headers={"If-Match": '"1"'})
    late = goteborg_client.patch(url, {"target_value": "20"}, headers={"If-Match": '"1"'})
    withdrawn = goteborg_client.delete(url)

    assert (added.status_code, added.json()["baseline_value"]) == (201, "120.5")
    assert added.json()["owner"]["name"] == "Goteborg"
    assert (changed.json()["target_value"], changed["ETag"]) == ("30.25", '"2"')
    assert refused(late) == (412, "stale")
    assert withdrawn.json()["withdrawn_at"]
    assert EffectGoal.objects.count() == 1


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e40", "1.23456", "många"])
def test_a_value_that_is_no_number_is_pointed_at(
    goteborg: Actor, goteborg_client: Client, value: str
) -> None:
    url = f"/api/v1/needs/{a_need(goteborg).pk}/goals/"

    answer = goteborg_client.post(url, {"statement": "A", "target_value": value, "target_year": 2030})

    assert [pointer for pointer, _code in pointed(answer)] == ["/target_value"]


def test_a_stakeholder_is_added_changed_and_withdrawn(goteborg: Actor, goteborg_client: Client) -> None:
    need = a_need(goteborg)

    added = goteborg_client.post(
        f"/api/v1/needs/{need.pk}/stakeholders/", {"name": "Vaktmästare", "kind": "operations"}
    )
    url = f"/api/v1/stakeholders/{added.json()['id']}/"
    changed = goteborg_client.patch(url, {"influence": 5, "attitude": "doubtful"})
    withdrawn = goteborg_client.delete(url)

    assert (added.status_code, added.json()["influence"]) == (201, 3)
    assert (changed.json()["influence"], changed.json()["attitude"]) == (5, "doubtful")
    assert withdrawn.json()["withdrawn_at"]
    assert refused(goteborg_client.patch(url, {"influence": 1})) == (409, "part_withdrawn")


@pytest.mark.parametrize("part", ["goals", "stakeholders", "versions", "neutrality", "diff"])
def test_what_belongs_to_a_draft_is_its_own_authoritys(
    goteborg: Actor, stockholm_client: Client, goteborg_client: Client, part: str
) -> None:
    need = a_need(goteborg)
    url = f"/api/v1/needs/{need.pk}/{part}/"
    assert goteborg_client.get(url).status_code == 200
    assert stockholm_client.get(url).status_code == 404

    share_need(goteborg, need=need)

    assert stockholm_client.get(url).status_code == 200


def test_versions_are_listed_with_their_digest_and_compared(goteborg: Actor, goteborg_client: Client) -> None:
    need = change_need(goteborg, need=a_need(goteborg), problem="Många små leveranser")
    add_goal(goteborg, need=need, statement="Färre stopp")

    versions = goteborg_client.get(f"/api/v1/needs/{need.pk}/versions/").json()["results"]
    latest = goteborg_client.get(f"/api/v1/needs/{need.pk}/diff/").json()
    whole = goteborg_client.get(f"/api/v1/needs/{need.pk}/diff/?since=1&to=2").json()

    assert [row["number"] for row in versions] == [1, 2, 3]
    assert all(len(row["digest"]) == 64 for row in versions)
    assert versions[2]["goals"][0]["statement"] == "Färre stopp"
    assert (latest["since"], latest["to"], latest["changes"][0]["after"]) == (2, 3, "Färre stopp")
    assert whole["changes"] == [{"place": "problem", "before": "", "after": "Många små leveranser"}]


@pytest.mark.parametrize("query", ["since=9", "to=9", "to=x", "since=0"])
def test_a_version_that_is_not_there_is_pointed_at(
    goteborg: Actor, goteborg_client: Client, query: str
) -> None:
    answer = goteborg_client.get(f"/api/v1/needs/{a_need(goteborg).pk}/diff/?{query}")

    assert [pointer for pointer, _code in pointed(answer)] == [f"/{query.partition('=')[0]}"]


def test_product_words_are_told_with_their_place_and_who_let_them_stand(
    goteborg: Actor, goteborg_client: Client
) -> None:
    need = a_need(goteborg, problem="Det saknas kameror.", desired_state="En app för alla.")
    url = f"/api/v1/needs/{need.pk}/neutrality/"

    ruled = goteborg_client.post(url, {"place": "problem", "word": "kameror", "reason": "Lagen"})
    told = goteborg_client.get(url).json()

    assert ruled.status_code == 201
    assert not told["is_neutral"]
    first, second = told["hits"]
    assert (first["place"], first["start"], first["end"]) == ("problem", 11, 18)
    assert (first["overruled"]["reason"], first["overruled"]["reviewer"]["name"]) == ("Lagen", "Goteborg")
    assert (second["word"], second["field"], second["overruled"]) == ("app", "software", None)


def test_a_hearing_about_products_is_409_and_names_them(goteborg: Actor, goteborg_client: Client) -> None:
    need = a_need(goteborg, zone="network", problem="Kameror saknas.")
    change_need(goteborg, need=need, status="internal_review")

    answer = goteborg_client.patch(f"/api/v1/needs/{need.pk}/", {"status": "hearing"})

    assert refused(answer) == (409, "names_products")
    assert "Kameror" in answer.json()["detail"]


def test_an_adopted_need_says_when_and_which_version(goteborg: Actor, goteborg_client: Client) -> None:
    need = adopted(goteborg)

    shape = goteborg_client.get(f"/api/v1/needs/{need.pk}/").json()
    refusal = goteborg_client.patch(f"/api/v1/needs/{need.pk}/", {"problem": "Efteråt"})

    assert shape["adopted_version"] == 2
    assert "need.review" not in shape["abilities"]
    assert refused(refusal) == (409, "need_adopted")


@pytest.mark.parametrize("goals", [1, 3])
def test_goals_cost_the_same_however_many(
    goteborg: Actor, goteborg_client: Client, goals: int, django_assert_num_queries: Any
) -> None:
    need = a_need(goteborg)
    for _turn in range(goals):
        add_goal(goteborg, need=need, statement="Färre stopp", owner_id=goteborg.person_id)

    with django_assert_num_queries(5):
        page = goteborg_client.get(f"/api/v1/needs/{need.pk}/goals/").json()

    assert len(page["results"]) == goals
