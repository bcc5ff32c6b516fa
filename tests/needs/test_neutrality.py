"""The solution-neutral check: product words with their places, and few that are none."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needs.neutrality import Hit, hits, is_product_word


def words(text: str) -> list[str]:
    return [hit.word for hit in hits({"problem": text})]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En kamera i varje rum", ["kamera"]),
        ("Kamerorna och kameraövervakningen", ["Kamerorna", "kameraövervakningen"]),
        ("Fler övervakningskameror behövs", ["övervakningskameror"]),
        ("A camera, two cameras and CCTV", ["camera", "cameras", "CCTV"]),
        ("En app för anhöriga, eller flera appar", ["app", "appar"]),
        ("Personalens mobilapp", ["mobilapp"]),
        ("Städroboten och en robotdammsugare", ["Städroboten", "robotdammsugare"]),
        ("En gemensam plattform", ["plattform"]),
        ("Rörelsesensorer under golvet", ["Rörelsesensorer"]),
        ("Vi behöver AI, och en AI-tjänst", ["AI", "AI-tjänst"]),
        ("Electric trucks and a cargo bike", ["Electric trucks", "cargo bike"]),
        ("Ellastbilar och laddstolpar", ["Ellastbilar", "laddstolpar"]),
        ("Allt läggs i SharePoint", ["SharePoint"]),
        ("Ett larm från Tryggis® räcker", ["Tryggis"]),
        ("En iPad i köket", ["iPad"]),
        ("Appen:s data", ["Appen:s"]),
    ],
)
def test_product_words_are_pointed_at_in_both_languages(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Varor kommer fram utan utsläpp, med färre stopp och när någon kan ta emot dem.",
        "Svar inom 4 timmar i stället för 48, och 30 kWh mindre per leverans; 12 ton CO2e.",
        "Staff notice within two minutes that somebody has fallen, without waking those who sleep.",
        "Papper, knappar, trappor och klappar; en uppdragsgivare och en apparat.",
        "Air quality, detail, main aims; observers and sensory impairments.",
        "Hvor mange leveranser, hvordan og hvorfor?",
        "Ett sensoriskt hinder. En kameral redovisning.",
        "",
    ],
)
def test_words_that_only_look_like_products_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_a_hit_says_where_it_stands_and_what_to_say_instead() -> None:
    text = "Ingen vill ha en kamera i sitt rum."

    (hit,) = hits({"title_sv": "Trygg natt", "problem": text})

    assert (hit.place, text[hit.start : hit.end], hit.word) == ("problem", "kamera", "kamera")
    assert hit.field.key == "seeing"
    assert "personal märker" in hit.field.suggestion_sv
    assert "staff notice" in hit.field.suggestion_en


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("kamera", True),
        ("electric truck", True),
        ("trygghet", False),
        ("en kamera", False),
        ("kamera sensor", False),
        ("", False),
    ],
)
def test_a_word_of_its_own_is_a_product_word_or_none(word: str, *, is_one: bool) -> None:
    assert is_product_word(word) is is_one


@given(st.text(max_size=300))
def test_any_text_is_checked_and_hits_stand_in_their_order_without_overlap(text: str) -> None:
    found: list[Hit] = hits({"problem": text})

    assert all(text[hit.start : hit.end] == hit.word for hit in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["a-" * 20_000, "a" * 40_000, "ka:me" * 8_000, "aA" * 20_000])
def test_no_text_makes_the_check_slow(text: str) -> None:
    began = time.perf_counter()

    hits({"problem": text})

    assert time.perf_counter() - began < 1
