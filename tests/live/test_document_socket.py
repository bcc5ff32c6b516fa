"""Real npm clients in one document."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from access.actor import Actor
from documents import copies
from documents.models import Document, Update
from documents.reading import paragraphs_of
from documents.services import create_document
from journal.models import new_epoch
from networks.models import Network
from networks.services import end_seat
from networks.services.seats import change_role
from tests.cast import Cast
from tests.documents.traces import edited, first_edits
from tests.live.editors import Editors
from tests.live.harness import Server, token_of, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., str]


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    return create_document(goteborg, network=network, title="Behov")


@pytest.fixture
def editors(server: Server) -> Iterator[Editors]:
    with Editors(server.port) as opened:
        yield opened


@pytest.fixture
def opens(editors: Editors, cast: Cast, document: Document) -> Open:
    """Open the document as one of the cast, and wait until it is there."""

    def open_document(name: str, *scopes: str, called: str = "", **how: Any) -> str:
        token = token_of(cast.people[name], *scopes)
        editors.open(called or name, document.pk, token, **how)
        return called or name

    return open_document


def cold_paragraphs(document: Document) -> list[str]:
    """What a process that has just started would show."""
    copies.forget_all()
    return paragraphs_of(document.pk)


def test_two_that_write_at_once_end_in_one_text(
    editors: Editors, opens: Open, cast: Cast, document: Document
) -> None:
    for name in ("goteborg", "stockholm"):
        opens(name)
    for turn in range(20):
        editors.tell("insert", "goteborg", text=f"g{turn} ", at=0)
        editors.tell("insert", "stockholm", text=f"s{turn} ")
    words = {f"{who}{turn}" for who in "gs" for turn in range(20)}

    first = editors.until_text("goteborg", lambda text: set(text.split()) == words)
    second = editors.until_text("stockholm", lambda text: set(text.split()) == words)

    assert first == second
    assert len(first.split()) == 40
    assert cold_paragraphs(document) == [first]
    authors = {cast.people["goteborg"].pk, cast.people["stockholm"].pk}
    assert set(Update.objects.values_list("author_id", flat=True)) == authors


def test_the_first_20000_edits_of_a_real_trace_come_back_from_a_cold_start(
    editors: Editors, opens: Open, document: Document
) -> None:
    patches = first_edits(20_000)
    written = edited(patches)
    opens("goteborg")
    opens("orebro")

    editors.tell("replay", "goteborg", patches=patches)

    assert editors.until_text("orebro", lambda text: text == written, timeout=40) == written
    rows = Update.objects.count()
    assert rows < 20_000
    copies.forget_all()
    opens("stockholm")
    assert editors.text("stockholm") == written


def test_every_kind_of_content_is_kept_unharmed(editors: Editors, opens: Open) -> None:
    opens("goteborg")
    editors.tell("fill", "goteborg")
    editors.tell("dump", "goteborg")
    written = editors.until("dumped", "goteborg")
    wait_until(Update.objects.exists)
    copies.forget_all()

    opens("stockholm")

    editors.tell("dump", "stockholm")
    assert editors.until("dumped", "stockholm") == written | {"as": "stockholm"}


def test_eight_that_join_a_new_document_at_once_all_get_it(
    editors: Editors, cast: Cast, document: Document
) -> None:
    everybody = [f"{name}-{tab}" for name in ("goteborg", "stockholm", "orebro", "aalborg") for tab in "12"]
    for who in everybody:
        token = token_of(cast.people[who.partition("-")[0]])
        editors.try_to_open(who, document.pk, token)
        editors.tell("insert", who, text=f"{who} ")
    for who in everybody:
        editors.until("synced", who)

    texts = {
        editors.until_text(who, lambda text: sorted(text.split()) == sorted(everybody)) for who in everybody
    }

    assert len(texts) == 1


def test_an_observer_receives_and_what_they_write_is_ignored(
    editors: Editors, opens: Open, document: Document
) -> None:
    opens("turku")
    opens("goteborg")
    editors.tell("insert", "goteborg", text="Delat ")
    editors.until_text("turku", lambda text: text == "Delat ")

    editors.tell("insert", "turku", text="Får jag?")

    assert "document.edit" in editors.until("warned")["text"]
    editors.tell("insert", "goteborg", text="vidare")
    editors.until_text("turku", lambda text: "vidare" in text)
    assert editors.text("goteborg") == "Delat vidare"
    assert cold_paragraphs(document) == ["Delat vidare"]


def test_a_token_that_may_only_read_writes_nothing(editors: Editors, opens: Open) -> None:
    opens("goteborg", "read")

    editors.tell("insert", "goteborg", text="Nej")

    editors.until("warned")
    assert not Update.objects.exists()


@pytest.mark.parametrize(("name", "code"), [("facilitator", 4403), ("kiruna", 4404)])
def test_who_may_not_read_is_told_for_good(
    editors: Editors, cast: Cast, document: Document, name: str, code: int
) -> None:
    editors.try_to_open(name, document.pk, token_of(cast.people[name]))

    assert editors.until("closed", name)["code"] == code


def test_an_unknown_token_is_told_for_good(editors: Editors, document: Document) -> None:
    editors.try_to_open("nobody", document.pk, "made up")

    assert editors.until("closed", "nobody")["code"] == 4401


def test_another_authoritys_private_document_does_not_exist(
    editors: Editors, cast: Cast, stockholm: Actor, network: Network
) -> None:
    private = create_document(stockholm, network=network, title="Internt", zone="authority")
    editors.open("stockholm", private.pk, token_of(cast.people["stockholm"]))

    editors.try_to_open("orebro", private.pk, token_of(cast.people["orebro"]))

    assert editors.until("closed", "orebro")["code"] == 4404


def test_what_is_written_offline_is_merged_by_both_sides(editors: Editors, opens: Open) -> None:
    opens("goteborg")
    opens("stockholm")
    editors.tell("insert", "goteborg", text="Grund. ")
    editors.until_text("stockholm", lambda text: text == "Grund. ")
    editors.tell("leave", "stockholm")
    editors.tell("insert", "stockholm", text="Skrivet på tåget. ")
    editors.tell("insert", "goteborg", text="Skrivet hemma. ")

    editors.tell("comeBack", "stockholm")

    whole = {"Grund. ", "Skrivet på tåget. ", "Skrivet hemma. "}
    first = editors.until_text("goteborg", lambda text: all(part in text for part in whole))
    assert editors.until_text("stockholm", lambda text: len(text) == len(first)) == first


def test_a_seat_that_ends_closes_the_document_within_a_second(
    editors: Editors, opens: Open, cast: Cast
) -> None:
    opens("goteborg")
    opens("orebro")
    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])
    ended = time.monotonic()

    assert editors.until("closed", "orebro", timeout=2)["code"] in {4403, 4404}
    assert time.monotonic() - ended < 1

    editors.tell("insert", "goteborg", text="Utan Örebro")
    time.sleep(0.3)
    assert editors.text("orebro") == ""


def test_a_member_who_becomes_an_observer_writes_no_more(
    editors: Editors, opens: Open, cast: Cast, document: Document
) -> None:
    opens("orebro")
    editors.tell("insert", "orebro", text="Som medlem")
    wait_until(lambda: Update.objects.count() == 1)
    change_role(cast.actor("goteborg"), seat=cast.seats["orebro"], role="observer")
    time.sleep(0.5)

    editors.tell("insert", "orebro", text=" och inte mer")

    editors.until("warned")
    assert cold_paragraphs(document) == ["Som medlem"]


def test_a_document_that_starts_anew_tells_old_clients_to_reload(
    editors: Editors, opens: Open, cast: Cast, document: Document
) -> None:
    opens("goteborg", params={"epoch": document.epoch})
    Document.objects.filter(pk=document.pk).update(epoch=new_epoch())

    editors.tell("insert", "goteborg", text="Till den gamla")

    assert editors.until("closed", "goteborg")["code"] == 4410
    assert not Update.objects.exists()
    editors.try_to_open(
        "again", document.pk, token_of(cast.people["goteborg"]), params={"epoch": document.epoch}
    )
    assert editors.until("closed", "again")["code"] == 4410
    opens("goteborg", called="reloaded")


def test_a_document_that_cannot_be_loaded_is_never_shown_empty(
    editors: Editors, cast: Cast, document: Document, caplog: pytest.LogCaptureFixture
) -> None:
    Document.objects.filter(pk=document.pk).update(seq=3)

    editors.try_to_open("goteborg", document.pk, token_of(cast.people["goteborg"]))

    wait_until(lambda: "can't be opened" in caplog.text)
    editors.tell("insert", "goteborg", text="Tomt?")
    time.sleep(0.3)
    assert not Update.objects.exists()
    Document.objects.filter(pk=document.pk).update(seq=0)
    editors.until("synced", "goteborg")
    wait_until(Update.objects.exists)


def test_a_client_id_that_is_taken_is_changed_by_an_honest_client(editors: Editors, opens: Open) -> None:
    opens("goteborg", client=4711)
    editors.tell("insert", "goteborg", text="Mitt")
    wait_until(Update.objects.exists)
    opens("stockholm", client=4711)

    editors.tell("insert", "stockholm", text=" och ditt")

    editors.until_text("goteborg", lambda text: text == "Mitt och ditt")
    assert editors.read("stockholm")["client"] != 4711


def test_presence_is_shown_to_others_and_ends_with_the_socket(editors: Editors, opens: Open) -> None:
    opens("goteborg")
    opens("stockholm")
    editors.tell("show", "goteborg", state={"at": 7})
    wait_until(lambda: 7 in [shown.get("at") for shown in editors.read("stockholm")["shown"]])

    editors.tell("leave", "goteborg")

    wait_until(lambda: 7 not in [shown.get("at") for shown in editors.read("stockholm")["shown"]])
