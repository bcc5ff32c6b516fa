"""Who is shown in a document: each as the person that they are, to everybody, while they are there."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from access.actor import Actor
from access.refusals import Malformed
from documents.models import Document
from documents.services import create_document
from live.document_awareness import FORGOTTEN_AFTER, Awareness, Elsewhere
from live.document_identity import Card, signed
from live.document_wire import NOBODY, Presence
from networks.models import Network
from tests.cast import Cast
from tests.live.harness import Server, token_of
from tests.live.pens import WiredPen, awareness_message

Open = Callable[..., WiredPen]
CARD = Card("Kim", "Göteborgs stad")
live = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def opens(server: Server, cast: Cast, document: Document) -> Iterator[Open]:
    with ExitStack() as opened:

        def open_document(name: str) -> WiredPen:
            pen = WiredPen(server.port, document.pk, token_of(cast.people[name]))
            return opened.enter_context(pen).sync()

        yield open_document


def shown_to(pen: WiredPen) -> list[tuple[int, int]]:
    """Clients and clocks that were shown, without those that left."""
    return [(client, clock) for client, clock, state in pen.shown if state != NOBODY]


@live
def test_a_lone_editor_hears_its_own_awareness(opens: Open) -> None:
    goteborg = opens("goteborg")

    goteborg.say(awareness_message((5, 1, '{"at":7}')))

    goteborg.until(lambda: (5, 1) in shown_to(goteborg))


@live
def test_everybody_is_shown_by_the_name_and_authority_they_have(opens: Open, cast: Cast) -> None:
    goteborg, orebro = opens("goteborg"), opens("orebro")
    said = {
        "user": {"name": "Örebro", "color": "#aa3300", "authority": "Regeringen"},
        "cursor": {"anchor": 3},
    }

    goteborg.say(awareness_message((5, 1, json.dumps(said))))

    orebro.until(lambda: orebro.shown)
    user = {"name": cast.people["goteborg"].display_name, "authority": "Göteborgs stad", "color": "#aa3300"}
    assert json.loads(orebro.shown[0][2]) == {"user": user, "cursor": {"anchor": 3}}


@live
def test_whoever_joins_later_is_told_who_is_there(opens: Open) -> None:
    goteborg = opens("goteborg")
    goteborg.say(awareness_message((5, 1, "{}")))
    goteborg.until(lambda: goteborg.shown)

    orebro = opens("orebro")

    orebro.until(lambda: shown_to(orebro) == [(5, 1)])


@live
def test_nobody_shows_or_hides_somebody_else(opens: Open) -> None:
    goteborg, stockholm = opens("goteborg"), opens("stockholm")
    goteborg.say(awareness_message((5, 1, "{}")))
    stockholm.until(lambda: stockholm.shown)

    stockholm.say(awareness_message((5, 2, "{}")))
    stockholm.say(awareness_message((5, 3, "null")))
    stockholm.say(awareness_message((6, 1, "{}")))

    goteborg.until(lambda: (6, 1) in shown_to(goteborg))
    assert [one[:2] for one in goteborg.shown] == [(5, 1), (6, 1)]


@live
def test_who_leaves_is_shown_no_more_and_nobody_else_gets_the_id(opens: Open) -> None:
    goteborg, stockholm = opens("goteborg"), opens("stockholm")
    goteborg.say(awareness_message((5, 1, "{}")))
    stockholm.until(lambda: stockholm.shown)
    goteborg.held.close()
    stockholm.until(lambda: (5, 1, "null") in stockholm.shown)

    stockholm.say(awareness_message((5, 1, "{}")))
    stockholm.say(awareness_message((6, 1, "{}")))

    stockholm.until(lambda: (6, 1) in shown_to(stockholm))
    assert shown_to(stockholm) == [(5, 1), (6, 1)]
    again = opens("goteborg")
    again.say(awareness_message((5, 1, "{}")))
    stockholm.until(lambda: stockholm.shown[-1][:2] == (5, 1))


STATES: dict[str, tuple[str, dict[str, str]]] = {
    "no object": ("7", {}),
    "a list": ('["x"]', {}),
    "a user that is none": ('{"user": 7}', {}),
    "a colour that is a style": ('{"user": {"color": "red;background:url(//evil)"}}', {}),
    "a colour of numbers": ('{"user": {"color": "rgb(1, 2, 3)"}}', {"color": "rgb(1, 2, 3)"}),
    "a colour by name": ('{"user": {"color": "teal", "id": 1}}', {"color": "teal"}),
}


@pytest.mark.parametrize(("state", "kept"), STATES.values(), ids=STATES.keys())
def test_of_what_a_client_says_of_its_user_only_a_colour_is_kept(state: str, kept: dict[str, str]) -> None:
    shown = json.loads(signed(Presence(5, 1, state), CARD).state)

    assert shown["user"] == {"name": "Kim", "authority": "Göteborgs stad", **kept}


@pytest.mark.parametrize("state", ["{", '{"a":' * 300 + "1" + "}" * 300])
def test_what_no_client_could_read_is_refused(state: str) -> None:
    with pytest.raises(Malformed, match="not_yjs"):
        signed(Presence(5, 1, state), CARD)


def test_who_is_shown_by_a_process_that_died_is_forgotten(cast: Cast) -> None:
    awareness, person = Awareness(), cast.people["goteborg"].pk
    assert awareness.take_from(Elsewhere("one", 0.0), person, Presence(5, 1, "{}"))
    assert awareness.take_from(Elsewhere("one", 20.0), person, Presence(5, 2, "{}"))

    assert awareness.forget(now=20.0 + FORGOTTEN_AFTER) == []
    assert awareness.forget(now=20.1 + FORGOTTEN_AFTER) == [Presence(5, 2, NOBODY)]
    assert awareness.shown == {}


def test_another_process_neither_takes_an_id_nor_hides_who_is_shown_elsewhere(cast: Cast) -> None:
    awareness = Awareness()
    people = cast.people["goteborg"].pk, cast.people["stockholm"].pk
    assert awareness.take_from(Elsewhere("one", 0.0), people[0], Presence(5, 1, "{}"))

    assert not awareness.take_from(Elsewhere("two", 0.0), people[1], Presence(5, 2, "{}"))
    assert not awareness.take_from(Elsewhere("two", 0.0), people[0], Presence(5, 2, NOBODY))
    assert not awareness.take_from(Elsewhere("one", 0.0), people[0], Presence(5, 0, "{}"))
    assert awareness.take_from(Elsewhere("one", 0.0), people[0], Presence(5, 1, NOBODY))
