from dataclasses import FrozenInstanceError, fields
from datetime import date, datetime
from typing import Any, get_type_hints
from uuid import UUID

import pytest

from journal.events import VOCABULARY, AccessChanged, RoomOpenedPrivately, stream_of, stream_template, type_of
from journal.ids import uuid7

EVENTS = sorted(VOCABULARY.items())
# Ids, numbers, days, moments, and one word of a closed list: never prose.
PLAIN = {UUID, int, date, datetime, date | None, list[tuple[int, int]]}
# What was answered, which rung of the ladder speaks, why a revision was made, and the hash of a result.
WORDS = {"outcome", "step", "kind", "result_hash"}
# What English says in other ways than by -ed and -en.
IRREGULAR = {"begun", "due", "made", "read", "sent", "set", "told", "undone", "withdrawn"}


@pytest.mark.parametrize(("name", "event"), EVENTS)
def test_an_event_carries_ids_and_numbers_and_no_prose(name: str, event: Any) -> None:
    hints = get_type_hints(event)

    assert {name for name, kind in hints.items() if kind not in PLAIN} <= WORDS


@pytest.mark.parametrize(("name", "event"), EVENTS)
def test_an_event_is_named_noun_dot_past_participle_and_says_what_it_means(name: str, event: Any) -> None:
    noun, verb = name.split(".")

    assert noun.isidentifier()
    participle = verb.split("_")[0]
    assert participle in IRREGULAR or participle.endswith(("ed", "en"))
    assert event.__doc__
    assert not event.__doc__.startswith(event.__name__ + "(")


@pytest.mark.parametrize(("name", "event"), EVENTS)
def test_the_stream_of_an_event_is_named_by_its_own_ids(name: str, event: Any) -> None:
    own = {field.name: field.name for field in fields(event)}

    assert stream_template(event).format_map(own)


def test_a_fact_knows_its_stream_and_its_name_and_can_not_be_changed() -> None:
    network, authority, room = uuid7(), uuid7(), uuid7()
    fact: Any = RoomOpenedPrivately(network_id=network, authority_id=authority, room_id=room)

    assert stream_of(fact) == f"authority:{network}:{authority}"
    assert type_of(fact) == "room.opened_privately"
    with pytest.raises(FrozenInstanceError):
        fact.room_id = uuid7()


def test_a_fact_is_made_by_names_only() -> None:
    positional: Any = AccessChanged

    with pytest.raises(TypeError):
        positional(uuid7())
