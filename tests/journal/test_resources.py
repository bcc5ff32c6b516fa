"""The shapes beside events, with renderers of the test's own: one call per renderer, erased stays erased."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from journal import resources
from journal.models import Entry
from journal.resources import data_of, renders, resource_field, resources_of

HERE, GONE = uuid4(), uuid4()


class Castles:
    """Renders castles that are there, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[set[UUID]] = []

    def render(self, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
        """The shape of the one that is there."""
        wanted = set(ids)
        self.asked.append(wanted)
        return {HERE: {"id": HERE, "title": "Borgen"}} if HERE in wanted else {}


@pytest.fixture
def castles(monkeypatch: pytest.MonkeyPatch) -> Castles:
    """A house that knows castles and nothing else."""
    monkeypatch.setattr(resources, "_RENDERERS", {})
    made = Castles()
    renders("castle.built", "castle.painted", id_field="castle_id", render=made.render)
    return made


def entry(number: int, kind: str, **data: Any) -> Entry:
    return Entry(id=number, type=kind, payload=orjson.dumps(data).decode())


def test_each_entry_has_the_shape_of_what_it_names(castles: Castles) -> None:
    entries = [entry(1, "castle.built", castle_id=HERE), entry(2, "castle.painted", castle_id=HERE)]

    assert resources_of(entries) == {1: {"id": HERE, "title": "Borgen"}, 2: {"id": HERE, "title": "Borgen"}}


def test_what_many_entries_name_is_asked_for_together_and_once(castles: Castles) -> None:
    entries = [entry(number, "castle.painted", castle_id=HERE) for number in range(50)]
    entries.append(entry(99, "castle.built", castle_id=GONE))

    resources_of(entries)

    assert castles.asked == [{HERE, GONE}]


def test_what_is_not_there_any_more_has_no_shape(castles: Castles) -> None:
    assert resources_of([entry(1, "castle.built", castle_id=GONE)]) == {}


def test_a_fact_that_no_room_renders_is_passed_over(castles: Castles) -> None:
    entries = [entry(1, "moat.dug", moat_id=HERE), entry(2, "castle.built", castle_id=HERE)]

    assert list(resources_of(entries)) == [2]
    assert resource_field("moat.dug") is None


def test_no_entry_is_no_question(castles: Castles) -> None:
    assert resources_of([]) == {}
    assert castles.asked == []


def test_the_field_that_names_the_resource_is_known(castles: Castles) -> None:
    assert resource_field("castle.built") == resource_field("castle.painted") == "castle_id"


def test_two_renderers_are_asked_for_their_own(castles: Castles) -> None:
    moats = Castles()
    renders("moat.dug", id_field="moat_id", render=moats.render)

    found = resources_of([entry(1, "castle.built", castle_id=GONE), entry(2, "moat.dug", moat_id=HERE)])

    assert (castles.asked, moats.asked) == ([{GONE}], [{HERE}])
    assert list(found) == [2]


def test_the_fields_of_a_fact_are_read_from_what_was_hashed() -> None:
    fact = entry(1, "messages.read", ranges=[[1, 3], [5, 5]], person_id=HERE)

    assert data_of(fact) == {"ranges": [[1, 3], [5, 5]], "person_id": str(HERE)}


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("room.opened", "room_id"),
        ("room.opened_privately", "room_id"),
        ("message.posted", "message_id"),
        ("message.deleted", "message_id"),
        ("document.shared", "document_id"),
        ("analysis.reviewed", "analysis_id"),
        ("reminder.due", "reminder_id"),
        ("network.changed", "network_id"),
        ("membership.ended", "membership_id"),
        ("seat.handed_over", "seat_id"),
        ("invitation.sent", "invitation_id"),
        ("access.changed", None),
        ("messages.read", None),
    ],
)
def test_the_house_shows_beside_each_fact_what_it_is_about(kind: str, field: str | None) -> None:
    assert resource_field(kind) == field
