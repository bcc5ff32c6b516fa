from datetime import timedelta
from typing import Any

import pytest

from access.actor import Actor
from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from search.finding import WEIGHED, find
from search.models import Searchable
from tests.factories.search import findable


def ids(actor: Actor, typed: str, **other: Any) -> list[object]:
    return [found.id for found in find([actor], typed=typed, **{"limit": 50, **other}).found]


def says(actor: Actor, network: Network, text: str, typed: str) -> bool:
    """Does somebody who types this find a message of this text?"""
    return findable(network, text).id in ids(actor, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Vi skriver ett ramavtal", "avtal"),
        ("Vi skriver ett ramavtal", "RAMAVTAL"),
        ("Avtalstiden är fyra år", "avtal"),
        ("Trygghetslarmen ska fungera", "larm"),
        ("Larm för trygghet", "larmen"),
        ("Vi upphandlade i våras", "upphandl"),
        ("Upphandlingarna är klara", "upphandling"),
        ("Ett system för trygghets larm", "trygghetslarm"),
        ("Kolla ramavtalstiden", "ramavtal"),
        ("We need new vehicles for deliveries", "delivery"),
        ("We need new vehicles", "vehicle"),
        ("Vi frågade suppliers om leveranser", "supplier"),
        ("En idé från André", "ide andre"),
        ("Københavns kommune og Ærø", "köbenhavns ärö"),
        ("Utsläppen per fordonskilometer", "kilometer"),
        ("CO2-mål 2027", "co2 2027"),
        ("Se avtal/bilaga 3", "bilaga"),
        ("mejla inkop@goteborg.example", "goteborg"),
        ("Leveranser i hela länet", '"leveranser i hela"'),
        ("Emoji 🚚 i texten", "texten 🚚"),
        ("Decomposed: Va\u0308xjo\u0308", "växjö"),
    ],
)
def test_what_is_typed_finds_what_is_meant(goteborg: Actor, network: Network, text: str, typed: str) -> None:
    assert says(goteborg, network, text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("En bild av bilagan", "bil"),
        ("Transporten kom fram", "port"),
        ("Vi mötte en hög man", "hog"),
        ("Bibliotekets lokaler", "ek"),
        ("Vår i Vårgårda", "gård"),
        ("Festivalen i augusti", "val"),
        ("Vi köper lastbilar", "lastbåtar"),
        ("Länet hela i leveranser", '"leveranser i hela"'),
        ("Bara ramen", "ramavtal"),
        ("Ett avtal", "avtal larm"),
        ("Kapitalet räcker", "tal"),
        ("Ålands vägar", "alands"),
    ],
)
def test_what_only_looks_alike_is_not_found(goteborg: Actor, network: Network, text: str, typed: str) -> None:
    assert not says(goteborg, network, text, typed)


def test_a_word_is_found_while_it_is_typed(goteborg: Actor, network: Network) -> None:
    subject = findable(network, "Upphandlingsmyndigheten svarade")

    typed = "upphandlingsmyndigheten"
    found = {size: subject.id in ids(goteborg, typed[:size]) for size in range(4, len(typed) + 1)}

    assert [size for size, is_found in found.items() if not is_found] == []


def test_a_star_asks_for_a_beginning_anywhere(goteborg: Actor, network: Network) -> None:
    subject = findable(network, "Leverantörerna åker båt")

    assert ids(goteborg, "lev* båt") == [subject.id]


def test_what_is_new_comes_before_what_is_old_and_titles_before_texts(
    goteborg: Actor, network: Network
) -> None:
    now = goteborg.now
    old = findable(network, "Larm i hemmet", at=now - timedelta(days=700))
    new = findable(network, "Larm i hemmet", at=now - timedelta(days=1))
    titled = findable(network, "", title="Larm", is_titled=True, at=now - timedelta(days=1))

    assert ids(goteborg, "larm") == [titled.id, new.id, old.id]


def test_a_kind_is_asked_for_alone_and_all_kinds_are_counted(goteborg: Actor, network: Network) -> None:
    findable(network, "Larm i hemmet")
    need = findable(network, "Larm i hemmet", subject=Subject("need", uuid7()))

    assert find([goteborg], typed="larm", limit=1).counts == {"message": 1, "need": 1}
    assert ids(goteborg, "larm", kind="need") == [need.id]


def test_a_word_that_is_everywhere_offers_the_latest(goteborg: Actor, network: Network) -> None:
    now = goteborg.now
    for number in range(WEIGHED + 5):
        findable(network, "larm", at=now - timedelta(days=number))

    answer = find([goteborg], typed="larm", limit=200, offset=60)

    assert answer.counts == {"message": WEIGHED}
    assert len(answer.found) == WEIGHED - 60


def test_a_whole_book_is_indexed_by_its_first_words_and_breaks_nothing(
    goteborg: Actor, network: Network
) -> None:
    book = "trygghetslarm " + " ".join(f"ord{number:06}åäö" for number in range(120_000))

    subject = findable(network, book)

    assert ids(goteborg, "larm") == [subject.id]
    assert len(Searchable.objects.get().text) == len(book)
