"""The registry alone, with kinds of its own: low rooms ask it, and never look above."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from access.actor import Actor
from access.refusals import NotVisible
from networks import subjects
from networks.subjects import (
    Card,
    Subject,
    SubjectKind,
    card_of,
    cards_of,
    heard_by,
    kind_of,
    network_of,
    register,
)

KIM = Actor.person(uuid4(), now=datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
NETWORK, SEEN, HIDDEN = uuid4(), uuid4(), uuid4()


class Asked:
    """Counts how often a kind is asked for cards."""

    def __init__(self) -> None:
        self.ids: list[set[UUID]] = []

    def visible(self, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Card]:
        """The one that is seen, where it is among those asked for."""
        wanted = set(ids)
        self.ids.append(wanted)
        return {SEEN: Card(title="Borgen", path=f"/castles/{SEEN}/")} if SEEN in wanted else {}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The registry with castles, of which one is seen, and moats, which nobody hears."""
    castles = Asked()
    monkeypatch.setattr(subjects, "_KINDS", {})
    register(
        SubjectKind(
            kind="castle",
            visible=castles.visible,
            network_of={SEEN: NETWORK, HIDDEN: NETWORK}.get,
            heard=lambda _actor: [SEEN],
        )
    )
    register(SubjectKind(kind="moat", visible=lambda _actor, _ids: {}, network_of=lambda _pk: None))
    return castles


def test_a_registered_kind_is_known_by_its_name(asked: Asked) -> None:
    assert kind_of("castle").kind == "castle"
    assert kind_of("moat").answered is None


@pytest.mark.parametrize("name", ["", "Castle", "castle ", "keep", "castle:moat"])
def test_a_name_that_nobody_registered_is_not_visible(asked: Asked, name: str) -> None:
    with pytest.raises(NotVisible):
        kind_of(name)
    with pytest.raises(NotVisible):
        network_of(Subject(name, SEEN))
    with pytest.raises(NotVisible):
        card_of(KIM, Subject(name, SEEN))


def test_the_network_is_told_of_what_is_there_whether_seen_or_not(asked: Asked) -> None:
    assert network_of(Subject("castle", SEEN)) == network_of(Subject("castle", HIDDEN)) == NETWORK
    with pytest.raises(NotVisible):
        network_of(Subject("castle", uuid4()))
    with pytest.raises(NotVisible):
        network_of(Subject("moat", SEEN))


def test_a_card_is_given_of_what_is_seen_only(asked: Asked) -> None:
    assert card_of(KIM, Subject("castle", SEEN)) == Card(title="Borgen", path=f"/castles/{SEEN}/", state="")
    with pytest.raises(NotVisible):
        card_of(KIM, Subject("castle", HIDDEN))
    with pytest.raises(NotVisible):
        card_of(KIM, Subject("moat", SEEN))


def test_many_cards_are_one_question_to_each_kind(asked: Asked) -> None:
    wanted = [
        Subject("castle", SEEN),
        Subject("castle", HIDDEN),
        Subject("moat", SEEN),
        Subject("keep", SEEN),
    ]

    cards = cards_of(KIM, wanted)

    assert list(cards) == [Subject("castle", SEEN)]
    assert asked.ids == [{SEEN, HIDDEN}]


def test_no_subject_is_no_question(asked: Asked) -> None:
    assert cards_of(KIM, []) == {}
    assert asked.ids == []


def test_what_is_heard_are_the_streams_of_kinds_that_have_any(asked: Asked) -> None:
    assert heard_by(KIM) == [f"castle:{SEEN}"]


def test_registering_a_kind_again_replaces_it(asked: Asked) -> None:
    register(SubjectKind(kind="castle", visible=lambda _actor, _ids: {}, network_of=lambda _pk: None))

    assert heard_by(KIM) == []
    with pytest.raises(NotVisible):
        card_of(KIM, Subject("castle", SEEN))


def test_the_house_itself_has_registered_its_kinds() -> None:
    assert [kind_of(name).kind for name in ("room", "message", "document", "analysis", "reminder")] == [
        "room",
        "message",
        "document",
        "analysis",
        "reminder",
    ]
    assert kind_of("analysis").answered is not None
    assert kind_of("room").answered is None
