"""The page of a need in full: its statement, goals, stakeholders, flagged words and versions."""

from typing import Any

import pytest
from django.utils.html import strip_tags

from access.actor import Actor
from needs.models import EffectGoal, Need, Overruling, Stakeholder
from needs.services import add_goal, add_stakeholder, change_need, share_need, withdraw_goal
from tests.factories.needs import a_need, adopted
from tests.web.conftest import Browser, text_of

GOAL = {"statement": "Färre stopp vid lastkajen", "indicator": "Stopp per vecka", "unit": "stopp"}
MEASURED = {"baseline_value": "120.5", "baseline_year": "2025", "target_value": "40", "target_year": "2030"}


def words_of(page: Any) -> str:
    """The page's text alone, as it is read aloud."""
    return " ".join(strip_tags(text_of(page)).split())


def test_a_need_is_described_in_one_form_and_read_in_its_order(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")
    assert "Nobody has described it yet" in text_of(client.get(f"/needs/{need.pk}/"))

    said = {
        "problem": "Många leveranser",
        "trigger": "policy",
        "consequence_if_unmet": "Trängsel",
        "version": "1",
    }
    page = client.post(
        f"/needs/{need.pk}/statement/", {**said, "involvement_on": "2026-05-04", "version": "1"}, follow=True
    )

    text = text_of(page)
    assert text.index("Många leveranser") < text.index("A policy goal") < text.index("Trängsel")
    assert "Every version of the need is kept" in text
    assert need.versions.count() == 2


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    change_need(goteborg, need=need, problem="Någon annans")

    late = browser("goteborg").post(f"/needs/{need.pk}/statement/", {"problem": "Mitt", "version": "1"})

    assert late.status_code == 412
    assert "Mitt" in late.content.decode()
    assert need.versions.latest("number").problem == "Någon annans"


def test_a_goal_is_added_changed_and_withdrawn_without_scripts(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")

    added = client.post(f"/needs/{need.pk}/goals/", {**GOAL, **MEASURED}, follow=True)
    goal = EffectGoal.objects.get()
    form = client.get(f"/needs/{need.pk}/goals/{goal.pk}/").context["form"]
    changed = client.post(
        f"/needs/{need.pk}/goals/{goal.pk}/",
        {**GOAL, **MEASURED, "target_value": "30", "version": "1"},
        follow=True,
    )
    withdrawn = client.post(f"/needs/{need.pk}/goals/{goal.pk}/withdraw/", follow=True)

    assert "Baseline 120.5 stopp (2025) → Target 40 stopp (2030)" in words_of(added)
    assert str(form["baseline_value"].value()) == "120.5"
    assert "Target 30 stopp" in words_of(changed)
    assert "Older versions of the need keep it" in text_of(withdrawn)
    assert "Stopp per vecka" not in text_of(withdrawn)


def test_what_is_wrong_with_a_goal_is_told_beside_what_was_typed(browser: Browser, goteborg: Actor) -> None:
    page = browser("goteborg").post(f"/needs/{a_need(goteborg).pk}/goals/", {**GOAL, "baseline_value": "120"})

    assert page.status_code == 400
    assert "Give the value together with its year." in text_of(page)
    assert "Stopp per vecka" in page.content.decode()
    assert not EffectGoal.objects.exists()


def test_a_stakeholder_is_added_changed_and_withdrawn(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")
    named = {"name": "Vaktmästare", "kind": "operations", "influence": "4", "attitude": "for"}

    added = client.post(f"/needs/{need.pk}/stakeholders/", named, follow=True)
    row = Stakeholder.objects.get()
    url = f"/needs/{need.pk}/stakeholders/{row.pk}/"
    assert client.get(url).context["form"]["influence"].value() == 4
    changed = client.post(url, {**named, "influence": "2", "version": "1"}, follow=True)
    withdrawn = client.post(f"{url}withdraw/", follow=True)

    assert "Vaktmästare Operations Influence 4 of 5 · For it" in words_of(added)
    assert "Influence 2 of 5" in words_of(changed)
    assert "Nobody has been named yet" in text_of(withdrawn)


def test_product_words_are_marked_and_a_reviewer_lets_one_stand(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network", problem="Det saknas kameror.")
    client = browser("goteborg")
    page = client.get(f"/needs/{need.pk}/")
    assert '<mark class="product-word">kameror' in page.content.decode()
    assert "Say what somebody needs to know or notice" in text_of(page)

    ruled = client.post(
        f"/needs/{need.pk}/overrule/",
        {"place": "problem", "word": "kameror", "reason": "Lagen nämner dem."},
        follow=True,
    )

    assert "May stand, said Goteborg (Göteborgs stad)" in text_of(ruled)
    assert "Lagen nämner dem." in text_of(ruled)
    assert '<mark class="product-word">' not in ruled.content.decode()
    assert Overruling.objects.count() == 1


def test_the_suggestion_is_in_the_readers_language(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, problem="Det saknas kameror.")
    client = browser("goteborg")
    client.post("/language/", {"language": "sv", "next": "/"})

    assert "Säg vad någon behöver få veta" in text_of(client.get(f"/needs/{need.pk}/"))


def test_a_hearing_with_product_words_is_refused_with_what_to_do(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network", problem="Det saknas kameror.")
    change_need(goteborg, need=need, status="internal_review")

    page = browser("goteborg").post(f"/needs/{need.pk}/step/", {"status": "hearing"})

    assert page.status_code == 409
    assert "let a reviewer say why they may stand" in text_of(page)


def test_members_who_do_not_own_it_read_it_all_and_write_nothing(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network", problem="Det saknas kameror.")
    goal = add_goal(goteborg, need=need, statement="Färre stopp")
    client = browser("orebro")

    page = text_of(client.get(f"/needs/{need.pk}/"))
    refused = {
        path: client.get(f"/needs/{need.pk}/{path}").status_code
        for path in ("statement/", "goals/", f"goals/{goal.pk}/", "stakeholders/")
    }

    assert "Färre stopp" in page
    assert "kameror" in page
    assert not {"Describe the need", "Add an effect goal", "Let it stand"} & set(page.split("\n"))
    assert set(refused.values()) == {403}
    assert client.post(f"/needs/{need.pk}/goals/{goal.pk}/withdraw/").status_code == 403


@pytest.mark.parametrize("path", ["", "statement/", "versions/", "goals/", "stakeholders/"])
def test_a_draft_has_no_page_for_others(browser: Browser, goteborg: Actor, path: str) -> None:
    need = a_need(goteborg)

    assert browser("stockholm").get(f"/needs/{need.pk}/{path}").status_code == 404


def test_a_goal_of_another_need_is_not_found_here(browser: Browser, goteborg: Actor) -> None:
    need, other = a_need(goteborg), a_need(goteborg)
    goal = add_goal(goteborg, need=other, statement="Färre stopp")

    assert browser("goteborg").get(f"/needs/{need.pk}/goals/{goal.pk}/").status_code == 404


def test_an_adopted_need_says_so_and_offers_no_forms(browser: Browser, goteborg: Actor) -> None:
    need: Need = adopted(goteborg)
    client = browser("goteborg")

    page = text_of(client.get(f"/needs/{need.pk}/"))

    assert "Adopted" in page
    assert "Describe the need" not in page
    assert client.get(f"/needs/{need.pk}/statement/").status_code == 409


def test_an_adopted_need_offers_its_release_as_open_data(browser: Browser, goteborg: Actor) -> None:
    need, draft = adopted(goteborg), a_need(goteborg)
    client = browser("stockholm")

    page = client.get(f"/needs/{need.pk}/").content.decode()

    assert f'href="/api/v1/needs/{need.pk}/ocds/"' in page
    assert client.get(f"/api/v1/needs/{need.pk}/ocds/").status_code == 200
    assert "/ocds/" not in browser("goteborg").get(f"/needs/{draft.pk}/").content.decode()


def test_versions_are_told_with_what_each_changed(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, problem="Många små", trigger="legal")
    change_need(goteborg, need=need, problem="Många stora", trigger="policy")
    withdraw_goal(goteborg, goal=add_goal(goteborg, need=need, statement="Färre stopp"))
    add_stakeholder(goteborg, need=need, name="Vaktmästare", kind="operations")
    share_need(goteborg, need=need)

    own = browser("goteborg").get(f"/needs/{need.pk}/versions/").content.decode()
    theirs = text_of(browser("stockholm").get(f"/needs/{need.pk}/versions/"))

    assert "<del>små</del><ins>stora</ins>" in own
    assert "<ins>Färre stopp</ins>" in own
    assert "A <del>legal requirement</del><ins>policy goal</ins>" in own
    assert "<del>Färre stopp</del>" in own
    assert "The same words, seen by the whole network from here on." in own
    assert "små" not in theirs
    assert "The first version that you may read." in theirs


@pytest.mark.parametrize("goals", [1, 3])
def test_the_page_costs_the_same_however_many_goals(
    browser: Browser, goteborg: Actor, goals: int, django_assert_num_queries: Any
) -> None:
    need = a_need(goteborg, zone="network")
    for _turn in range(goals):
        add_goal(goteborg, need=need, statement="Färre stopp", owner_id=goteborg.person_id)
        add_stakeholder(goteborg, need=need, name="Vaktmästare", kind="operations")
    client = browser("goteborg")

    with django_assert_num_queries(17):
        page = client.get(f"/needs/{need.pk}/")

    assert len(page.context["goals"]) == goals
