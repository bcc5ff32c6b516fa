"""What a client may say in a document, frame by frame, and what it must not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from access.actor import Actor
from documents import copies
from documents.models import Document, Update
from documents.reading import paragraphs_of
from documents.services import LARGEST_UPDATE, create_document
from networks.models import Network
from tests.cast import Cast
from tests.factories.documents import Pen
from tests.live.harness import Server, token_of, wait_until
from tests.live.pens import WiredPen, awareness_message, update_message

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., WiredPen]


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def opens(server: Server, cast: Cast, document: Document) -> Iterator[Open]:
    with ExitStack() as opened:

        def open_document(name: str, client_id: int | None = None) -> WiredPen:
            pen = WiredPen(server.port, document.pk, token_of(cast.people[name]), client_id=client_id)
            return opened.enter_context(pen).sync()

        yield open_document


def bad_frames() -> dict[str, tuple[bytes | str, int]]:
    written = Pen().write("hello")
    return {
        "nothing": (b"", 4400),
        "text": ('{"do": "ping"}', 4400),
        "garbage": (b"\xff" * 40, 4400),
        "an unknown kind": (b"\x09\x00", 4400),
        "an unknown step": (b"\x00\x03\x00", 4400),
        "a truncated frame": (update_message(written)[:-4], 4400),
        "a truncated update": (update_message(written[:-4]), 4400),
        "a frame with a tail": (update_message(written) + b"!", 4400),
        "a state vector as an update": (update_message(b"\x01\x05\x02"), 4400),
        "an update as a state vector": (bytes([0, 0, len(written)]) + written, 4400),
        "awareness that is no JSON": (awareness_message((5, 1, "{name: Kim}")), 4400),
        "a giant awareness": (awareness_message((5, 1, f'"{"x" * 40_000}"')), 4400),
        "a giant update": (update_message(b"\x01" * (LARGEST_UPDATE + 2_000)), 4529),
    }


@pytest.mark.parametrize(("frame", "code"), bad_frames().values(), ids=bad_frames().keys())
def test_a_bad_frame_closes_its_socket_and_leaves_document_and_others_alone(
    opens: Open, document: Document, frame: bytes | str, code: int
) -> None:
    orebro, bad = opens("orebro"), opens("stockholm")
    bad.say(frame)

    assert bad.closing()[0] == code

    orebro.write("Helt")
    orebro.push()
    wait_until(Update.objects.exists)
    copies.forget_all()
    assert paragraphs_of(document.pk) == ["Helt"]


def test_somebody_elses_client_id_closes_the_socket(opens: Open, document: Document) -> None:
    goteborg, stockholm = opens("goteborg", 4711), opens("stockholm", 4711)
    goteborg.write("Mitt")
    goteborg.push()
    wait_until(Update.objects.exists)
    stockholm.write("Inte ditt, men länge")
    stockholm.push()

    assert stockholm.closing() == (4403, "client_id_taken")
    assert paragraphs_of(document.pk) == ["Mitt"]


def test_an_observer_is_told_that_what_they_send_is_ignored(opens: Open, document: Document) -> None:
    turku = opens("turku")
    assert turku.steps == [1], "an observer is not asked for what they wrote"
    turku.write("Får jag?")
    turku.push()

    turku.until(lambda: turku.denied)

    assert "document.edit" in turku.denied[0]
    assert not Update.objects.exists()


def test_a_socket_with_a_slash_at_the_end_is_the_same(server: Server, cast: Cast, document: Document) -> None:
    pen = WiredPen(server.port, document.pk, token_of(cast.people["orebro"]))
    pen.url += "/"

    with pen:
        assert pen.sync().steps[0] == 1
