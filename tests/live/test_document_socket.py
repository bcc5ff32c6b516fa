from collections.abc import Iterator

import pytest

from access.actor import Actor
from documents.models import Document, Update
from documents.reading import paragraphs_of
from documents.services import create_document
from networks.models import Network
from tests.cast import Cast
from tests.live.editors import Editors
from tests.live.harness import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def editors(server: Server) -> Iterator[Editors]:
    with Editors(server.port) as opened:
        yield opened


def test_two_npm_clients_that_write_at_once_end_in_one_text(
    editors: Editors, cast: Cast, document: Document
) -> None:
    for name in ("goteborg", "stockholm"):
        editors.open(name, document.pk, cast.people[name])
    for turn in range(20):
        editors.tell("insert", "goteborg", text=f"g{turn} ", at=0)
        editors.tell("insert", "stockholm", text=f"s{turn} ")
    words = {f"{who}{turn}" for who in "gs" for turn in range(20)}

    first = editors.until_text("goteborg", lambda text: set(text.split()) == words)
    second = editors.until_text("stockholm", lambda text: set(text.split()) == words)

    assert first == second
    assert len(first.split()) == 40
    assert paragraphs_of(document.pk) == [first]
    assert set(Update.objects.values_list("author_id", flat=True)) == {
        cast.people["goteborg"].pk,
        cast.people["stockholm"].pk,
    }
