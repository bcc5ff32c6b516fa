"""A need that names a product waits for other words, or for a reviewer's reason, before it is heard."""

from collections.abc import Callable

import pytest

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from needs.checking import check, standing_words
from needs.models import Need, Overruling
from needs.services import add_goal, change_goal, change_need, overrule_word, share_need, withdraw_goal
from tests.factories.needs import a_need

Journal = Callable[[str], list[str]]


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """A need that asks for cameras, in internal review."""
    need = a_need(goteborg, zone="network", problem="Det saknas kameror vid lastkajen.")
    return change_need(goteborg, need=need, status="internal_review")


def test_a_hearing_waits_for_other_words_than_products(goteborg: Actor, need: Need) -> None:
    with pytest.raises(Conflict, match="names_products") as refusal:
        change_need(goteborg, need=need, status="hearing")

    assert "kameror" in refusal.value.detail
    heard = change_need(goteborg, need=need, problem="Ingen ser när varorna kommer.", status="hearing")
    assert heard.status == "hearing"


def test_a_named_reviewer_lets_a_word_stand_with_a_reason(
    goteborg: Actor, need: Need, journal_of: Journal
) -> None:
    row = overrule_word(goteborg, need=need, place="problem", word="Kameror", reason="Lagen säger så.")

    assert (row.word, row.reviewer_id, row.reason) == ("kameror", goteborg.person_id, "Lagen säger så.")
    assert standing_words(need) == []
    assert change_need(goteborg, need=need, status="hearing").status == "hearing"
    assert "word.overruled" in journal_of(f"network:{need.network_id}")


def test_a_name_that_only_its_sign_tells_may_stand_too(goteborg: Actor, need: Need) -> None:
    change_need(goteborg, need=need, problem="Vi har Tryggis® i dag.")
    assert standing_words(need) == ["Tryggis"]

    overrule_word(goteborg, need=need, place="problem", word="Tryggis", reason="Så heter det som finns.")

    assert standing_words(need) == []


def test_a_word_may_stand_in_one_place_and_not_in_another(goteborg: Actor, need: Need) -> None:
    overrule_word(goteborg, need=need, place="problem", word="kameror", reason="A")

    change_need(goteborg, need=need, desired_state="Fler kameror")

    assert standing_words(need) == ["kameror"]
    assert [one.overruling is None for one in check(need)] == [False, True]


def test_goals_are_checked_too_until_they_are_withdrawn(goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network")
    goal = add_goal(goteborg, need=need, statement="Fler robotar", indicator="Antal appar")
    assert standing_words(need) == ["robotar", "appar"]

    goal = change_goal(goteborg, goal=goal, indicator="Tid per leverans")
    assert standing_words(need) == ["robotar"]
    withdraw_goal(goteborg, goal=goal)
    assert standing_words(need) == []


@pytest.mark.parametrize("name", ["stockholm", "turku"])
def test_members_and_observers_overrule_nothing(
    need: Need, request: pytest.FixtureRequest, name: str
) -> None:
    with pytest.raises(Forbidden, match=r"need\.review"):
        overrule_word(request.getfixturevalue(name), need=need, place="problem", word="kameror", reason="A")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"word": "trygghet"}, "/word"),
        ({"place": "soul"}, "/place"),
        ({"place": "goals/0/statement"}, "/place"),
        ({"reason": " "}, "/reason"),
    ],
)
def test_what_the_check_does_not_point_at_is_not_overruled(
    goteborg: Actor, need: Need, wrong: dict[str, str], pointer: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        overrule_word(goteborg, need=need, **{"place": "problem", "word": "kamera", "reason": "A", **wrong})

    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_a_word_is_overruled_once(goteborg: Actor, need: Need) -> None:
    overrule_word(goteborg, need=need, place="problem", word="kameror", reason="A")

    with pytest.raises(Conflict, match="word_overruled"):
        overrule_word(goteborg, need=need, place="problem", word="KAMEROR", reason="B")


def test_an_overruling_is_shared_with_its_need(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(goteborg, problem="Kameror saknas.")
    overrule_word(goteborg, need=need, place="problem", word="kameror", reason="A")
    assert not Overruling.objects.visible_to(stockholm).exists()

    share_need(goteborg, need=need)

    assert Overruling.objects.visible_to(stockholm).get().reason == "A"
