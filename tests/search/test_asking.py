import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.refusals import Invalid
from search.asking import Wish, needed, question, wishes_of


@pytest.mark.parametrize(
    ("typed", "wishes"),
    [
        ("avtal", [Wish(("avtal",))]),
        ("upphandl", [Wish(("upphandl",), is_beginning=True)]),
        ("upphandl ", [Wish(("upphandl",))]),
        ("upphandl avtal", [Wish(("upphandl",)), Wish(("avtal",))]),
        ("bil", [Wish(("bil",))]),
        ("mopeder ", [Wish(("mopeder",))]),
        ("lev*", [Wish(("lev",), is_beginning=True)]),
        ('"skriver ett avtal"', [Wish(("skriver", "ett", "avtal"))]),
        ('"oavslutad fras', [Wish(("oavslutad", "fras"))]),
        ("larm och avtal", [Wish(("larm",)), Wish(("avtal",))]),
        ("IT-avtal", [Wish(("avtal",))]),
    ],
)
def test_what_is_typed_becomes_wishes(typed: str, wishes: list[Wish]) -> None:
    assert wishes_of(typed) == wishes


def test_a_compound_also_asks_for_its_parts_written_apart() -> None:
    asked = wishes_of("trygghetslarm")
    stems = {word: [word] for word in needed(asked)}

    assert question(asked, stems) == "(('trygghetslarm' | (('trygghet') <-> ('larm'))))"


def test_a_known_word_asks_for_its_base_form_too() -> None:
    asked = wishes_of("leveranser")

    assert needed(asked) == ["leverans", "leveranser"]
    assert question(asked, {"leverans": ["leveran"], "leveranser": ["leverans"]}) == (
        "(('leveran' | 'leverans'))"
    )


def test_a_phrase_keeps_the_distance_over_words_that_say_nothing() -> None:
    asked = wishes_of('"skriver ett avtal"')
    stems = {word: [word] for word in needed(asked)}

    assert question(asked, stems) == "(('skriv' | 'skriver') <2> ('avtal'))"


def test_stems_of_both_languages_are_alternatives() -> None:
    asked = wishes_of("mopeder ")

    assert question(asked, {"mopeder": ["moped", "moped's"]}) == "(('moped' | 'moped''s'))"


def asked_or_refused(typed: str) -> list[Wish] | Invalid:
    try:
        return wishes_of(typed)
    except Invalid as refusal:
        return refusal


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_question_or_refused(typed: str) -> None:
    asked = asked_or_refused(typed)
    if isinstance(asked, Invalid):
        assert asked.errors[0].pointer == "/q"
        return

    said = question(asked, {word: [word] for word in needed(asked)})
    assert said.count("(") == said.count(")")
    assert said.count("'") % 2 == 0
