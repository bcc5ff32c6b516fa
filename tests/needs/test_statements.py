"""What a need says: its statement, every version of it, and what stands once it was adopted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, Stale
from needs.comparing import Changed, Effort, changes_between, pieces_of
from needs.keeping import latest
from needs.models import EffectGoal, Need, NeedVersion
from needs.services import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_need,
    change_stakeholder,
    share_need,
    withdraw_goal,
)
from tests.answers import footprint
from tests.cast import Cast
from tests.factories.needs import a_need, adopted

Journal = Callable[[str], list[str]]
FROM = {"baseline_value": 1, "baseline_year": 2030}
SAID: dict[str, Any] = {
    "problem": "Varor kommer med många små leveranser.",
    "desired_state": "Varor kommer fram utan utsläpp.",
    "trigger": "policy",
    "urgency": "high",
    "constraints_legal": "Avtalslagen",
    "involvement_method": "Intervjuer",
    "involvement_count": 40,
    "involvement_on": date(2026, 5, 4),
}


def test_what_a_need_says_is_kept_version_by_version(goteborg: Actor) -> None:
    need = a_need(goteborg, problem="Först")

    change_need(goteborg, need=need, **SAID)

    first, second = NeedVersion.objects.filter(need=need).order_by("number")
    assert (first.number, first.problem, first.trigger) == (1, "Först", "")
    assert {name: getattr(second, name) for name in SAID} == SAID
    assert (second.number, second.written_by_id) == (2, goteborg.person_id)
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"problem": "x" * 4001}, "/problem", "too_long"),
        ({"out_of_scope": "a\u202eb"}, "/out_of_scope", "control_characters"),
        ({"trigger": "whim"}, "/trigger", "trigger"),
        ({"urgency": "yesterday"}, "/urgency", "urgency"),
        ({"involvement_count": -1}, "/involvement_count", "count"),
    ],
)
def test_what_can_not_be_said_is_refused_and_keeps_no_version(
    goteborg: Actor, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    need = a_need(goteborg)
    before = footprint()

    with pytest.raises(Invalid) as refusal, transaction.atomic():
        change_need(goteborg, need=need, **wrong)

    assert [(error.pointer, error.code) for error in refusal.value.errors] == [(pointer, code)]
    assert footprint() == before


def test_the_same_words_again_are_no_version(goteborg: Actor, journal_of: Journal) -> None:
    need = change_need(goteborg, need=a_need(goteborg, zone="network"), **SAID)
    told = journal_of(f"network:{need.network_id}")

    again = change_need(goteborg, need=need, **SAID)

    assert (again.version, NeedVersion.objects.count()) == (2, 2)
    assert journal_of(f"network:{need.network_id}") == told


def test_a_change_to_what_somebody_else_changed_is_stale(goteborg: Actor) -> None:
    need = change_need(goteborg, need=a_need(goteborg), problem="Mitt")

    with pytest.raises(Stale):
        change_need(goteborg, need=need, version=1, problem="Ditt")

    assert latest(need).problem == "Mitt"


def test_versions_from_before_sharing_stay_with_the_authority(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(goteborg, problem="Internt uttryckt")
    change_need(goteborg, need=need, problem="Så att alla kan läsa")
    goal = add_goal(goteborg, need=need, statement="Färre stopp")
    gone = withdraw_goal(goteborg, goal=add_goal(goteborg, need=need, statement="Internt mål"))

    share_need(goteborg, need=need)

    seen = NeedVersion.objects.visible_to(stockholm).get()
    assert (seen.problem, seen.number) == ("Så att alla kan läsa", need.versions.latest("number").number)
    assert [row["statement"] for row in seen.goals] == ["Färre stopp"]
    assert EffectGoal.objects.visible_to(stockholm).get() == goal
    assert gone in EffectGoal.objects.visible_to(goteborg)
    assert NeedVersion.objects.visible_to(goteborg).count() == 6


def test_an_adopted_need_stands_and_can_only_be_superseded(goteborg: Actor) -> None:
    need = adopted(goteborg, problem="Som det antogs")
    goal = EffectGoal.objects.select_related("need").get()
    said = latest(need)

    for change in (
        lambda: change_need(goteborg, need=need, problem="Efteråt"),
        lambda: change_need(goteborg, need=need, title_en="Later"),
        lambda: add_goal(goteborg, need=need, statement="Till"),
        lambda: change_goal(goteborg, goal=goal, unit="st"),
        lambda: withdraw_goal(goteborg, goal=goal),
        lambda: add_stakeholder(goteborg, need=need, name="Facket", kind="union"),
    ):
        with pytest.raises(Conflict, match="need_adopted"):
            change()
    need = change_need(goteborg, need=need, status="superseded", next_review_on=date(2027, 5, 3))

    assert (need.adopted_on, need.adopted_version) == (timezone.localdate(goteborg.now), said.number)
    assert latest(need) == said


@pytest.mark.parametrize(
    "write",
    [
        lambda need: NeedVersion.objects.filter(need=need).update(problem="B"),
        lambda need: NeedVersion.objects.filter(need=need).delete(),
        lambda need: Need.objects.filter(pk=need.pk).update(title_sv="B"),
        lambda need: Need.objects.filter(pk=need.pk).update(status="hearing"),
        lambda need: EffectGoal.objects.filter(need=need).update(statement="B"),
        lambda need: EffectGoal.objects.filter(need=need).delete(),
        lambda need: NeedVersion.objects.create(
            **{
                field.attname: getattr(latest(need), field.attname)
                for field in NeedVersion._meta.concrete_fields
                if field.name not in ("id", "number")
            },
            number=99,
        ),
    ],
)
def test_the_database_itself_keeps_what_was_adopted(goteborg: Actor, write: Callable[[Need], object]) -> None:
    need = adopted(goteborg)

    with pytest.raises(IntegrityError, match=r"adopted|kept"), transaction.atomic():
        write(need)


def test_every_goal_and_stakeholder_makes_a_version_of_the_need(goteborg: Actor, journal_of: Journal) -> None:
    need = a_need(goteborg, zone="network")

    goal = add_goal(goteborg, need=need, statement="Färre stopp", target_value=40, target_year=2030)
    change_goal(goteborg, goal=goal, target_value=30)
    row = add_stakeholder(goteborg, need=need, name="Vaktmästare", kind="operations")
    change_stakeholder(goteborg, stakeholder=row, influence=5)
    change_stakeholder(goteborg, stakeholder=row, influence=5)

    versions = NeedVersion.objects.filter(need=need).order_by("number")
    assert [version.number for version in versions] == [1, 2, 3, 4, 5]
    assert [len(version.goals) + len(version.stakeholders) for version in versions] == [0, 1, 1, 2, 2]
    assert versions[4].goals[0]["target_value"] == "30"
    assert journal_of(f"network:{need.network_id}")[2:] == [
        *("goal.changed", "goal.changed"),
        *("stakeholder.changed", "stakeholder.changed"),
    ]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"statement": " "}, "/statement"),
        ({"baseline_value": 1}, "/baseline_year"),
        ({"target_year": 2030}, "/target_value"),
        ({"target_value": 1, "target_year": 1800}, "/target_year"),
        (
            {"baseline_value": 1, "baseline_year": 2030, "target_value": 2, "target_year": 2029},
            "/target_year",
        ),
    ],
)
def test_a_goal_that_can_not_be_is_refused(goteborg: Actor, wrong: dict[str, Any], pointer: str) -> None:
    need = a_need(goteborg)

    with pytest.raises(Invalid) as refusal:
        add_goal(goteborg, need=need, **{"statement": "Färre stopp", **wrong})

    assert [error.pointer for error in refusal.value.errors] == [pointer]


@pytest.mark.parametrize("wrong", [{"kind": "king"}, {"attitude": "fond"}, {"influence": 0}, {"name": ""}])
def test_a_stakeholder_that_can_not_be_is_refused(goteborg: Actor, wrong: dict[str, Any]) -> None:
    need = a_need(goteborg)

    with pytest.raises(Invalid) as refusal:
        add_stakeholder(goteborg, need=need, **{"name": "Facket", "kind": "union", **wrong})

    assert [error.pointer for error in refusal.value.errors] == [f"/{name}" for name in wrong]


def test_who_neither_owns_nor_coordinates_adds_nothing(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(goteborg, zone="network")

    with pytest.raises(Forbidden, match=r"need\.manage"):
        add_goal(stockholm, need=need, statement="Vårt")


def test_a_goal_is_followed_up_by_somebody_who_sees_it(goteborg: Actor, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Share the need"):
        add_goal(goteborg, need=a_need(goteborg), statement="A", owner_id=cast.people["stockholm"].pk)


def test_a_goal_that_was_withdrawn_is_not_changed(goteborg: Actor) -> None:
    goal = add_goal(goteborg, need=a_need(goteborg), statement="Färre stopp")
    withdraw_goal(goteborg, goal=goal)

    with pytest.raises(Conflict, match="part_withdrawn"):
        change_goal(goteborg, goal=goal, unit="st")
    with pytest.raises(Stale):
        change_goal(goteborg, goal=goal, version=1, unit="st")


def test_what_differs_is_told_field_by_field_and_word_by_word(goteborg: Actor) -> None:
    need = a_need(goteborg, problem="Många små leveranser")
    before = latest(need)
    change_need(goteborg, need=need, problem="Många stora leveranser")
    goal = add_goal(goteborg, need=need, statement="Färre stopp")
    after = latest(need)

    changes = changes_between(before, after)

    assert [change.place for change in changes] == ["problem", f"goals/{goal.pk}"]
    assert [(piece.kind, piece.text) for piece in pieces_of(changes[0], Effort())] == [
        ("kept", "Många "),
        ("removed", "små "),
        ("added", "stora "),
        ("kept", "leveranser"),
    ]
    assert (changes[1].before, changes[1].after) == (None, "Färre stopp")


TEXTS = st.text(alphabet="ab .,\n", max_size=80)


@given(TEXTS, TEXTS, st.integers(0, 400))
def test_both_texts_are_whole_in_what_differs(before: str, after: str, left: int) -> None:
    pieces = pieces_of(Changed(place="problem", before=before, after=after), Effort(left))

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_texts_that_take_too_long_to_compare_are_shown_as_two() -> None:
    before, after = (" ".join(f"{letter}{number}" for number in range(600)) for letter in "ab")
    effort = Effort()

    pieces = pieces_of(Changed(place="problem", before=f"Vi {before}.", after=f"Vi {after}."), effort)

    assert [piece.kind for piece in pieces] == ["kept", "removed", "added", "kept"]
    assert effort == Effort()


def test_a_page_compares_no_more_than_it_may() -> None:
    words = [" ".join(f"{letter}{number}" for number in range(200)) for letter in "ab"]
    change, effort = Changed(place="problem", before=words[0], after=words[1]), Effort()

    for _text in range(100):
        pieces_of(change, effort)

    assert 0 <= effort.left < 40_000
