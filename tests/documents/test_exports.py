from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import docx
import pytest
from django.utils import timezone
from pycrdt import Doc
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Invalid, NotVisible
from backend.addresses import storage_of
from documents.content import write_content
from documents.errands import export_one, forget_old, hurry_due
from documents.jobs import forget_errands, make_exports, sweep_errands
from documents.models import Document, Export
from documents.schema import Content
from documents.services import append_updates, create_document
from documents.services.errands import lease_errand
from documents.services.exporting import ask_export, finish_export
from documents.views import content as content_view
from files import storage
from files.services import set_aside
from networks.models import Network
from networks.services import end_seat
from tests.answers import forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.files import png, stored


@pytest.fixture(autouse=True)
def _shelf(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of each test in a folder of its own."""
    settings.STORAGES = {**settings.STORAGES, "files": storage_of(f"file://{tmp_path}")}


def clock(**ahead: Any) -> Actor:
    return Actor.clock(now=timezone.now() + timedelta(**ahead))


def fill(actor: Actor, document: Document, *blocks: Content) -> None:
    doc: Doc[Any] = Doc()
    write_content(doc, {"type": "doc", "content": list(blocks)})
    append_updates(actor, document=document, updates=[doc.get_update()])


def line(text: str) -> Content:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def image(file_id: UUID) -> Content:
    return {"type": "image", "attrs": {"src": f"/api/v1/files/{file_id}/content/", "alt": "En bil"}}


@pytest.fixture
def document(stockholm: Actor, network: Network) -> Document:
    """A need with a picture in it."""
    made = create_document(stockholm, network=network, title="Behov av elbilar")
    picture = stored(stockholm, network, name="bil.png", content=png(40, 30))
    fill(stockholm, made, line("Vi vill köpa 40 bilar."), image(picture.pk))
    return made


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("form", "sign"), [("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF-"), ("md", b"# Behov")]
)
def test_a_document_is_asked_for_made_and_fetched_as_a_file(
    orebro_client: APIClient, document: Document, form: str, sign: bytes
) -> None:
    asked = orebro_client.post(f"/api/v1/documents/{document.pk}/exports/", {"format": form})
    assert (asked.status_code, asked.json()["state"], asked.json()["url"]) == (202, "queued", None)

    assert make_exports(ids=[asked.json()["id"]]) == 1

    done = orebro_client.get(f"/api/v1/exports/{asked.json()['id']}/").json()
    assert (done["state"], done["progress"], done["problem"]) == ("done", 100, None)
    assert done["name"] == f"Behov av elbilar.{form}"
    answer = orebro_client.get(done["url"])
    made = body_of(answer)
    assert made.startswith(sign)
    assert len(made) == done["size"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert orebro_client.get(f"/api/v1/documents/{document.pk}/exports/").json()["results"] == [done]


def test_a_picture_is_given_out_only_to_who_may_see_it(
    stockholm: Actor, orebro: Actor, network: Network, document: Document
) -> None:
    secret = stored(stockholm, network, name="hemlig.png", content=png(), zone="authority")
    aside = stored(stockholm, network, name="borta.png", content=png())
    fill(stockholm, document, image(secret.pk), image(aside.pk), image(document.pk))
    set_aside([aside.pk])

    counts = {}
    for name, actor in {"stockholm": stockholm, "orebro": orebro}.items():
        export = ask_export(actor, document=document, form="docx")
        export_one(clock(), export.pk)
        export.refresh_from_db()
        counts[name] = len(docx.Document(BytesIO(storage.read(export.key))).inline_shapes)

    assert counts == {"stockholm": 2, "orebro": 1}


def test_an_export_belongs_to_who_asked_for_it(
    orebro: Actor, goteborg_client: APIClient, orebro_client: APIClient, document: Document
) -> None:
    export = ask_export(orebro, document=document, form="md")
    address = f"/api/v1/exports/{export.pk}/"

    assert orebro_client.get(address).status_code == 200
    assert refused(goteborg_client.get(address)) == (404, "not_found")
    assert refused(goteborg_client.get(f"{address}content/")) == (404, "not_found")
    assert refused(orebro_client.get(f"{address}content/")) == (409, "not_ready")
    assert goteborg_client.get(f"/api/v1/documents/{document.pk}/exports/").json()["results"] == []


def test_observers_take_documents_out_and_whoever_reads_none_takes_none_out(
    turku_client: APIClient,
    facilitator_client: APIClient,
    kiruna_client: APIClient,
    goteborg_client: APIClient,
    stockholm: Actor,
    network: Network,
    document: Document,
) -> None:
    url = f"/api/v1/documents/{document.pk}/exports/"
    private = create_document(stockholm, network=network, title="Utkast", zone="authority")

    assert turku_client.post(url, {"format": "md"}).status_code == 202
    assert forbidden(facilitator_client.post(url, {"format": "md"})) == "document.read"
    assert refused(kiruna_client.post(url, {"format": "md"})) == (404, "not_found")
    assert (
        refused(goteborg_client.post(f"/api/v1/documents/{private.pk}/exports/", {"format": "md"}))[0] == 404
    )
    assert pointed(turku_client.post(url, {"format": "exe"})) == [("/format", "format")]


def test_the_verb_itself_looks_at_the_zone(stockholm: Actor, goteborg: Actor, network: Network) -> None:
    private = create_document(stockholm, network=network, title="Utkast", zone="authority")

    with pytest.raises(NotVisible):
        ask_export(goteborg, document=private, form="md")


def test_who_left_before_it_was_made_gets_nothing(
    orebro: Actor, goteborg: Actor, cast: Cast, document: Document
) -> None:
    export = ask_export(orebro, document=document, form="md")
    end_seat(goteborg, seat=cast.seats["orebro"])

    assert export_one(clock(seconds=1), export.pk) is False

    export.refresh_from_db()
    assert (export.state, export.problem, export.key) == ("failed", "not_found", "")


def test_an_export_is_made_once_however_often_its_job_runs(orebro: Actor, document: Document) -> None:
    export = ask_export(orebro, document=document, form="md")

    assert [make_exports(ids=[str(export.pk)]) for _turn in range(3)] == [1, 0, 0]


def test_a_worker_that_died_leaves_the_export_to_the_next_and_can_not_finish_it_any_more(
    orebro: Actor, document: Document
) -> None:
    export = ask_export(orebro, document=document, form="md")
    dead = lease_errand(clock(), kind=Export, errand_id=export.pk)
    assert dead is not None
    assert export_one(clock(), export.pk) is False  # the lease holds

    late = clock(minutes=5)
    assert export_one(late, export.pk) is True

    assert finish_export(late, export=dead, key="exports/x", name="x.md", size=1) is False
    export.refresh_from_db()
    assert (export.state, export.attempts, export.name) == ("done", 2, "Behov av elbilar.md")


def test_the_file_of_a_worker_that_was_too_late_is_taken_away_again(
    orebro: Actor, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask_export(orebro, document=document, form="md")
    kept: list[str] = []

    def keep_and_lose(key: str, content: bytes) -> None:
        keep(key, content)
        kept.append(key)
        Export.objects.filter(pk=export.pk).update(attempts=2)  # as another worker does when it takes over

    keep = storage.keep
    monkeypatch.setattr(storage, "keep", keep_and_lose)

    assert export_one(clock(), export.pk) is False
    with pytest.raises(FileNotFoundError):
        storage.read(kept[0])


def test_an_export_that_kills_its_workers_is_given_up(orebro: Actor, document: Document) -> None:
    export = ask_export(orebro, document=document, form="md")
    for turn in range(3):
        assert lease_errand(clock(hours=turn), kind=Export, errand_id=export.pk)

    assert lease_errand(clock(hours=4), kind=Export, errand_id=export.pk) is None

    export.refresh_from_db()
    assert (export.state, export.problem) == ("failed", "gave_up")


def test_the_sweep_finds_what_no_nudge_arrived_for_and_what_a_worker_left(
    orebro: Actor, document: Document
) -> None:
    waiting = ask_export(orebro, document=document, form="md")
    left = ask_export(orebro, document=document, form="md")
    lease_errand(clock(), kind=Export, errand_id=left.pk)

    assert sweep_errands() == 1
    assert hurry_due(clock(seconds=Export.LEASE.total_seconds() + 1)) == 2
    make_exports(ids=[str(waiting.pk)])
    assert sweep_errands() == 0


def test_an_export_is_forgotten_with_its_file_after_a_day(orebro: Actor, document: Document) -> None:
    export = ask_export(orebro, document=document, form="md")
    make_exports(ids=[str(export.pk)])
    export.refresh_from_db()

    assert forget_errands() == 0
    assert forget_old(clock(days=1, minutes=1)) == 1

    assert not Export.objects.exists()
    with pytest.raises(FileNotFoundError):
        storage.read(export.key)


def test_files_that_no_export_came_to_name_are_swept(orebro: Actor, document: Document) -> None:
    key = storage.key_for("exports", (timezone.now() - timedelta(days=2)).date(), document.pk)
    storage.keep(key, b"nobody's")

    assert forget_errands() == 1
    with pytest.raises(FileNotFoundError):
        storage.read(key)


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
def test_a_short_document_is_given_out_at_once(
    orebro_client: APIClient, document: Document, form: str
) -> None:
    answer = orebro_client.get(f"/api/v1/documents/{document.pk}/content/?format={form}")

    assert answer.status_code == 200
    assert answer.content[:2] in (b"PK", b"%P")
    assert "attachment" in answer["Content-Disposition"]


def test_a_long_document_is_asked_for_instead(
    orebro_client: APIClient, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_view, "LARGEST_AT_ONCE", 10)
    url = f"/api/v1/documents/{document.pk}/content/"

    assert refused(orebro_client.get(f"{url}?format=docx")) == (409, "takes_time")
    assert orebro_client.get(f"{url}?format=md").status_code == 200


def test_an_unknown_form_is_no_export(orebro: Actor, document: Document) -> None:
    with pytest.raises(Invalid, match="docx"):
        ask_export(orebro, document=document, form="rtf")


@pytest.mark.parametrize("exports", [1, 3])
def test_the_list_of_exports_costs_the_same_however_long(
    orebro: Actor,
    orebro_client: APIClient,
    document: Document,
    exports: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _turn in range(exports):
        ask_export(orebro, document=document, form="md")

    with django_assert_num_queries(5):
        rows = orebro_client.get(f"/api/v1/documents/{document.pk}/exports/").json()["results"]

    assert len(rows) == exports
