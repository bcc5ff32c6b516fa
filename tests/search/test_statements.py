"""What needs say and what authorities are asked is found by whoever may read it, and by nobody else."""

from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from access.policy import GRANTS, Permission
from decisions.services import accede, answer_question, withdraw_question
from needs.models import Need
from needs.services import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_need,
    share_need,
    withdraw_goal,
    withdraw_stakeholder,
)
from networks.models import Network
from search.finding import find
from search.jobs import sweep_all
from search.models import Searchable
from search.sources import rebuild, sweep
from tests.cast import Cast
from tests.factories.decisions import carried, put
from tests.factories.demand import a_line, an_annex, an_item
from tests.factories.needs import a_need
from tests.factories.signing import asked_to_sign

CLOCK_SEES = ("need", "decision")


def finds(actor: Actor, typed: str) -> list[object]:
    return [found.id for found in find([actor], typed=typed, limit=50).found]


def swept() -> None:
    for kind in CLOCK_SEES:
        sweep(kind, now=timezone.now(), batches=1)


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """Shared from the start, with a problem, a limit, a goal and a stakeholder."""
    made = a_need(
        goteborg,
        zone="network",
        problem="Varubilarna köar vid lastkajerna",
        constraints_legal="Noise after ten is forbidden",
        out_of_scope="Avfallshämtning",
    )
    add_goal(goteborg, need=made, statement="Färre stopp", indicator="Minuter vid grinden")
    add_stakeholder(goteborg, need=made, name="Köksmästarna", kind="end_user", interest="Färska grönsaker")
    an_item(goteborg, made)
    return made


@pytest.mark.parametrize(
    "typed",
    ["köar", "lastkaj", "noise forbidden", "avfallshämtning", "stopp", "grind", "köksmästare", "grönsaker"],
)
def test_a_need_is_found_by_what_it_says(turku: Actor, need: Need, typed: str) -> None:
    assert finds(turku, typed) == [need.pk]


@pytest.mark.parametrize("typed", ["skåpbil", "electric van", "34144900"])
def test_a_need_is_found_by_what_stands_in_its_catalogue(turku: Actor, need: Need, typed: str) -> None:
    assert finds(turku, typed) == [need.pk]


def test_what_a_need_says_no_longer_finds_it_no_longer(goteborg: Actor, need: Need) -> None:
    goal = need.effectgoals.get()
    change_goal(goteborg, goal=goal, indicator="Sekunder i kön")
    assert (finds(goteborg, "grind"), finds(goteborg, "sekunder")) == ([], [need.pk])

    withdraw_goal(goteborg, goal=goal)
    withdraw_stakeholder(goteborg, stakeholder=need.stakeholders.get())
    change_need(goteborg, need=need, problem="Vi hinner inte")

    assert [finds(goteborg, word) for word in ("sekunder", "grönsaker", "köar")] == [[], [], []]
    assert finds(goteborg, "hinner") == [need.pk]


def test_a_private_need_is_found_by_its_own_authority_until_it_is_shared(
    goteborg: Actor, stockholm: Actor, turku: Actor
) -> None:
    need = a_need(stockholm, problem="Hemligstämplad kajplats")
    add_goal(stockholm, need=need, statement="Utkastets mål")
    swept()
    assert finds(stockholm, "kajplats") == [need.pk]
    assert [finds(actor, "kajplats") for actor in (goteborg, turku)] == [[], []]

    need = share_need(stockholm, need=change_need(stockholm, need=need, problem="Öppen ränna"))

    assert [finds(actor, "utkast") for actor in (goteborg, turku)] == [[need.pk], [need.pk]]
    assert [finds(actor, "kajplats") for actor in (stockholm, goteborg, turku)] == [[], [], []]


def test_what_is_for_members_is_not_found_by_observers(goteborg: Actor, turku: Actor, need: Need) -> None:
    Need.objects.filter(pk=need.pk).update(members_only=True)
    rebuild("need", now=timezone.now())

    assert finds(goteborg, "köar") == [need.pk]
    assert finds(turku, "köar") == []


SECRETS = {"local_problem": "planterad lokalnöd", "decision_ref": "planterat diarienummer"}


def test_annexes_lines_and_people_behind_links_are_never_found(
    cast: Cast, stockholm: Actor, goteborg: Actor, need: Need
) -> None:
    an_annex(stockholm, need, local_problem=SECRETS["local_problem"])
    for visibility in ("coordinator_only", "aggregate"):
        a_line(
            stockholm,
            need.items.get(),
            commitment="C3",
            decision_ref=SECRETS["decision_ref"],
            visibility=visibility,
        )
    asked_to_sign(stockholm, put(goteborg), name="Planterad Person", email="planterad@stockholm.example")
    sweep_all()
    for kind in CLOCK_SEES:
        rebuild(kind, now=timezone.now())

    for name in ("goteborg", "stockholm", "orebro", "turku"):
        assert finds(cast.actor(name), "planterad") == finds(cast.actor(name), "planterat") == []
    assert not Searchable.objects.filter(text__icontains="planterad").exists()


def test_a_question_is_found_at_once_and_so_is_why_it_was_withdrawn(goteborg: Actor, turku: Actor) -> None:
    question = put(goteborg, title="Samordnad distribution?", text="Same days in all **counties**.")
    assert finds(turku, "distribution") == finds(turku, "county") == [question.pk]

    withdraw_question(goteborg, question=question, reason="Frågan kom för tidigt i budgetåret")

    assert finds(turku, "budgetår") == [question.pk]


def test_reasons_are_found_within_a_tick_and_only_those_that_count(
    goteborg: Actor, stockholm: Actor, turku: Actor
) -> None:
    question = put(goteborg)
    answer_question(stockholm, question=question, stance="cannot", reason="Nämnden säger nej till leasing")
    swept()
    assert finds(turku, "leasing") == [question.pk]

    answer_question(stockholm, question=question, stance="with_change", reason="Om hyra tillåts")
    swept()

    assert (finds(turku, "leasing"), finds(turku, "hyra")) == ([], [question.pk])
    assert sweep("decision", now=timezone.now(), batches=1) == 0


def test_a_closed_question_is_found_by_who_joined_it_for_what(
    goteborg: Actor, stockholm: Actor, aalborg: Actor, turku: Actor
) -> None:
    question = carried(goteborg, stockholm, is_open_for_accession=True)

    accede(aalborg, question=question, target="Tolv varebiler til havnen")

    assert finds(turku, "havnen") == [question.pk]


def test_questions_of_another_network_are_not_found(cast: Cast, goteborg: Actor) -> None:
    put(goteborg, title="Samordnad distribution?")

    page = cast.client("kiruna").get("/api/v1/search/", {"q": "distribution"}).json()

    assert page["results"] == []


def test_hits_mark_the_words_and_lead_to_the_thing(cast: Cast, goteborg: Actor, need: Need) -> None:
    question = put(goteborg, title="Hur länge får varubilar köa?")
    browser = cast.client("turku")

    hits = browser.get(f"/api/v1/networks/{need.network_id}/search/", {"q": "varubilar"}).json()
    page = browser.get("/search/", {"q": "varubilar"})

    found = {hit["kind"]: hit for hit in hits["results"]}
    assert "<mark>Varubilarna</mark> köar vid lastkajerna" in found["need"]["snippet_html"]
    assert browser.get(found["need"]["url"])["Location"] == f"/needs/{need.pk}/"
    assert browser.get(found["decision"]["url"])["Location"] == f"/decisions/{question.pk}/"
    assert all(word in page.content.decode() for word in ("Decisions", f"/go/decision/{question.pk}/"))


@pytest.mark.parametrize("things", [1, 3])
def test_sweeping_needs_and_questions_costs_the_same_but_for_writing_each(
    goteborg: Actor, network: Network, things: int, django_assert_num_queries: Any
) -> None:
    for number in range(things):
        add_goal(goteborg, need=a_need(goteborg, title_sv=f"Behov {number}"), statement="Mål")
        put(goteborg)
    Searchable.objects.all().delete()

    # How far it came, what waits, the rows with what they say, how far it has come; and what is written.
    with django_assert_num_queries(13 + things):
        sweep("need", now=timezone.now(), batches=1)
    with django_assert_num_queries(14 + things):
        sweep("decision", now=timezone.now(), batches=1)

    assert Searchable.objects.filter(subject_kind__in=CLOCK_SEES).count() == 2 * things


def test_whoever_may_search_may_read_decisions_and_analyses() -> None:
    reading = {Permission.DECISION_READ, Permission.ANALYSIS_READ}

    assert all(reading <= grants for grants in GRANTS.values() if Permission.CONTENT_SEARCH in grants)
