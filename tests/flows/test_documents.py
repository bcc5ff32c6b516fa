"""Rows 13 to 16 of the failure modes: documents on real processes that die, lie or are out of reach."""

import os
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from pycrdt import Doc, Text

from documents.messages import STEP_1, STEP_2, UPDATE, Message, written
from documents.yjs import Reader
from tests.flows.town import Town, insistently
from tests.live.editors import Editors
from tests.live.harness import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(280)]
COORDINATOR, MEMBER = "coordinator@goteborg.example", "member@stockholm.example"
OREBRO = "member@orebro.example"
OCTETS = {"Content-Type": "application/octet-stream"}
ROUNDS = int(os.environ.get("SOAK_ROUNDS", "200"))


@pytest.fixture
def document(town: Town, flagship: str, request: pytest.FixtureRequest) -> UUID:
    """A document for this test alone."""
    with town.api(COORDINATOR) as api:
        answer = api.post(f"networks/{flagship}/documents/", json={"title": request.node.name[:150]})
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


def says(words: set[str]) -> Callable[[str], bool]:
    """Does a text hold exactly these words, each once?"""
    return lambda text: sorted(text.split()) == sorted(words)


def synced_over_http(town: Town, email: str, document: UUID, doc: Doc[Text]) -> None:
    """One turn of a client for which sockets are closed: all it has, and all it lacks."""
    body = written([Message(STEP_1, doc.get_state()), Message(UPDATE, doc.get_update())], is_wrapped=False)
    with town.api(email) as api:
        path = f"documents/{document}/sync/"
        answer = insistently(partial(api.post, path, content=body, headers=OCTETS))
    assert answer.status_code == 200, answer.text
    reader = Reader(answer.content)
    while not reader.is_at_end:
        step, payload = reader.uint(), reader.octets()
        if step == STEP_2:
            doc.apply_update(payload)


def test_a_document_that_cannot_be_loaded_is_never_shown_or_saved_empty(town: Town, document: UUID) -> None:
    with Editors(town.ports["proxy"]) as editors:
        editors.open("goteborg", document, town.token(COORDINATOR))
        editors.tell("insert", "goteborg", text="Helt ")
        wait_until(lambda: town.sql("SELECT 1 FROM documents_update WHERE document_id = %s", document) != [])
        editors.tell("leave", "goteborg")
        town.sql("UPDATE documents_document SET seq = seq + 1 WHERE id = %s", document)
        for name in ("live0", "live1"):
            town.kill(name)
            town.revive(name)

        editors.try_to_open("stockholm", document, town.token(MEMBER))
        editors.tell("insert", "stockholm", text="Tomt? ")
        with town.api(MEMBER) as api:
            body = written([Message(STEP_1, b"\x00")], is_wrapped=False)
            answer = api.post(f"documents/{document}/sync/", content=body, headers=OCTETS)
        assert (answer.status_code, answer.json()["code"]) == (503, "document_unreadable")
        rows = town.sql("SELECT count(*) FROM documents_update WHERE document_id = %s", document)
        assert rows == [(1,)]

        town.sql("UPDATE documents_document SET seq = seq - 1 WHERE id = %s", document)
        editors.until_text("stockholm", says({"Helt", "Tomt?"}), timeout=40)


def test_an_old_tab_doubles_nothing_after_restore_and_restart(town: Town, document: UUID) -> None:
    with Editors(town.ports["proxy"]) as editors, town.api(COORDINATOR) as api:
        for name, email in (("old tab", COORDINATOR), ("other", MEMBER)):
            editors.open(name, document, town.token(email))
        editors.tell("paragraph", "old tab", text="Ett")
        editors.tell("insert", "old tab", text="Text ")
        editors.until_text("other", says({"Text"}))
        path = f"documents/{document}/revisions/"
        kept = insistently(partial(api.post, path, json={"name": "Ett"}))
        assert kept.status_code == 201, kept.text
        editors.tell("leave", "old tab")
        editors.tell("paragraph", "old tab", text="Skrivet offline")
        editors.tell("paragraph", "other", text="Bort")
        restored = api.post(f"{path}{kept.json()['id']}/restore/")
        assert restored.status_code in (200, 201), restored.text
        for name in ("live0", "live1"):
            town.kill(name)
            town.revive(name)

        editors.tell("comeBack", "old tab")
        editors.tell("insert", "old tab", text="Mer ")
        editors.until_text("other", says({"Text", "Mer"}), timeout=40)

        editors.open("cold", document, town.token(OREBRO))
        for name in ("cold", "other", "old tab"):
            editors.tell("dump", name)
            shown = str(editors.until("dumped", name)["xml"])
            assert shown.count("Ett") == 1
            assert shown.count("Skrivet offline") == 1


@pytest.mark.parametrize(
    "rounds", [3, pytest.param(ROUNDS, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
)
def test_what_was_relayed_survives_a_kill_right_after(town: Town, document: UUID, rounds: int) -> None:
    words: set[str] = set()
    with Editors(town.ports["proxy"]) as editors:
        editors.open("writer", document, town.token(COORDINATOR))
        editors.open("reader", document, town.token(MEMBER))
        for turn in range(rounds):
            editors.tell("insert", "writer", text=f"w{turn} ")
            editors.until_text("reader", partial(has_word, f"w{turn}"), timeout=60)
            words.add(f"w{turn}")

            town.kill(f"live{turn % 2}")

            doc: Doc[Text] = Doc()
            synced_over_http(town, OREBRO, document, doc)
            assert set(str(doc.get("text", type=Text)).split()) >= words
            town.revive(f"live{turn % 2}")
        for name in ("writer", "reader"):
            editors.until_text(name, says(words), timeout=60)


def has_word(word: str, text: str) -> bool:
    """Is it there?"""
    return word in text.split()


def test_two_offline_editors_and_one_without_sockets_overwrite_nothing(town: Town, document: UUID) -> None:
    doc: Doc[Text] = Doc()
    text = doc.get("text", type=Text)
    with Editors(town.ports["proxy"]) as editors:
        for name, email in (("goteborg", COORDINATOR), ("stockholm", MEMBER)):
            editors.open(name, document, town.token(email))
        editors.tell("insert", "goteborg", text="grund ")
        editors.until_text("stockholm", says({"grund"}))
        for name in ("goteborg", "stockholm"):
            editors.tell("leave", name)
            editors.tell("insert", name, text=f"{name} ", at=0)
        text.insert(0, "örebro ")
        synced_over_http(town, OREBRO, document, doc)

        for name in ("stockholm", "goteborg"):
            editors.tell("comeBack", name)

        everything = {"grund", "goteborg", "stockholm", "örebro"}
        first = editors.until_text("goteborg", says(everything), timeout=30)
        assert editors.until_text("stockholm", says(everything), timeout=30) == first
    synced_over_http(town, OREBRO, document, doc)
    assert str(text) == first


@pytest.mark.parametrize(
    ("editors_many", "words_each", "seconds"),
    [
        (4, 10, 5),
        pytest.param(20, 1_000, 300, marks=[pytest.mark.soak, pytest.mark.timeout(1200)]),
    ],
)
def test_many_write_at_once_while_processes_die(
    town: Town, document: UUID, editors_many: int, words_each: int, seconds: int
) -> None:
    people = [COORDINATOR, MEMBER, OREBRO, "member@aalborg.example"]
    names = [f"e{number}" for number in range(editors_many)]
    words = {f"{name}.{number}" for name in names for number in range(words_each)}
    deaths = [words_each // 3, 2 * words_each // 3]
    with Editors(town.ports["proxy"]) as editors:
        for number, name in enumerate(names):
            editors.open(name, document, town.token(people[number % len(people)]))
        began = time.monotonic()
        for turn in range(words_each):
            for name in names:
                editors.tell("insert", name, text=f"{name}.{turn} ", at=0 if turn % 2 else None)
            if turn in deaths:
                victim = f"live{deaths.index(turn)}"
                town.kill(victim)
                town.revive(victim)
            time.sleep(max(0.0, began + seconds * (turn + 1) / words_each - time.monotonic()))

        texts = {editors.until_text(name, says(words), timeout=120) for name in names}
        assert len(texts) == 1
        # Who wrote where everybody else did costs each client that loads it seconds of its own.
        editors.try_to_open("cold", document, town.token(MEMBER))
        editors.until("synced", "cold", timeout=120)
        assert editors.until_text("cold", says(words), timeout=60) in texts
