from base64 import b64encode
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from access.actor import Actor
from backend.addresses import storage_of
from documents.content import canonical
from documents.errands import import_one
from documents.jobs import take_imports_in
from documents.models import Document, Import
from documents.reading import content_of
from documents.schema import Content
from documents.services.errands import lease_errand
from documents.services.importing import hand_in, take_in
from files import storage
from files.models import StoredFile
from files.services import store_file
from networks.models import Network
from networks.services import end_seat
from tests.answers import footprint, forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.files import Upload, archive, png, stored
from tests.factories.papers import body, paper, saved, with_part


@pytest.fixture(autouse=True)
def _shelf(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of each test in a folder of its own."""
    settings.STORAGES = {**settings.STORAGES, "files": storage_of(f"file://{tmp_path}")}


ENTITY = b"<!DOCTYPE d [<!ENTITY e 'x'>]><d/>"


@pytest.fixture
def url(network: Network) -> str:
    """Where files are handed in."""
    return f"/api/v1/networks/{network.pk}/imports/"


def post(client: APIClient, url: str, name: str, content: bytes, **more: Any) -> Any:
    return client.post(url, {"file": Upload(name, content), **more}, format="multipart")


def taken(client: APIClient, url: str, name: str, content: bytes, **more: Any) -> Document:
    """The document that a file became."""
    asked = post(client, url, name, content, **more)
    assert asked.status_code == 202, asked.json()
    take_imports_in(ids=[asked.json()["id"]])
    done = client.get(f"/api/v1/imports/{asked.json()['id']}/").json()
    assert (done["state"], done["problem"]) == ("done", None)
    found: Document = Document.objects.get(pk=done["document"])
    return found


def kinds(document: Document) -> list[str]:
    return [node["type"] for node in content_of(document.pk)["content"]]


def images(document: Document) -> list[Content]:
    return [node for node in content_of(document.pk)["content"] if node["type"] == "image"]


def test_a_paper_of_word_becomes_a_document_with_all_its_parts(
    stockholm_client: APIClient, orebro_client: APIClient, url: str, cast: Cast
) -> None:
    document = taken(stockholm_client, url, "Elbilar 2026.docx", paper())

    assert (document.title, document.zone) == ("Elbilar 2026", "network")
    assert document.created_by == cast.people["stockholm"]
    assert kinds(document) == [
        "heading",
        "heading",
        "paragraph",
        "bulletList",
        "orderedList",
        "table",
        "image",
    ]
    assert "https://example.org/behov" in canonical(content_of(document.pk)).decode()
    (picture,) = images(document)
    shown = orebro_client.get(picture["attrs"]["src"])
    assert b"".join(shown.streaming_content)[:4] == b"\x89PNG"  # type: ignore[attr-defined]
    assert not storage_of_imports()


def storage_of_imports() -> list[str]:
    return list(storage.keys_of("imports", timezone.now().date()))


def test_the_same_paper_comes_out_of_the_house_as_it_went_in(
    stockholm_client: APIClient, orebro_client: APIClient, url: str
) -> None:
    document = taken(stockholm_client, url, "Elbilar.docx", paper())

    answer = orebro_client.get(f"/api/v1/documents/{document.pk}/content/?format=docx")

    back = docx.Document(BytesIO(answer.content))
    styles = {one.text: one.style.name for one in back.paragraphs if one.style}
    assert styles["Mål"] == "Heading 2"
    assert {"räckvidd", "köp"} <= styles.keys()
    assert back.tables[0].cell(1, 0).text == "Örebro"
    assert len(back.inline_shapes) == 1


@pytest.mark.parametrize("form", ["odt", "md"])
def test_a_document_survives_the_way_out_and_in_again(
    stockholm_client: APIClient, url: str, form: str
) -> None:
    document = taken(stockholm_client, url, "Elbilar.docx", paper())
    out = stockholm_client.get(f"/api/v1/documents/{document.pk}/content/?format={form}").content

    again = taken(stockholm_client, url, f"ut.{form}", out)

    assert again.title == document.title
    assert kinds(again) == kinds(document)
    then, now = content_of(document.pk)["content"], content_of(again.pk)["content"]
    assert now[:-1] == then[:-1]  # the last is the picture, in a file of its own where it lay in the odt


def test_a_file_may_be_given_a_title_and_a_zone(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str
) -> None:
    document = taken(stockholm_client, url, "a.docx", paper(), title="Vårt utkast", zone="authority")

    assert (document.title, document.zone) == ("Vårt utkast", "authority")
    assert {file.zone for file in StoredFile.objects.order_by("pk")} == {"authority"}
    assert refused(goteborg_client.get(images(document)[0]["attrs"]["src"])) == (404, "not_found")


def test_a_text_takes_its_title_from_its_first_heading(stockholm_client: APIClient, url: str) -> None:
    document = taken(stockholm_client, url, "a.md", "# Behov *av* bilar\n\n- [x] fråga\n- [ ] köp\n".encode())

    assert document.title == "Behov av bilar"
    assert kinds(document) == ["taskList"]


def test_remote_pictures_are_dropped_and_own_ones_stay_where_they_may_be_seen(
    stockholm: Actor, orebro: Actor, stockholm_client: APIClient, url: str, network: Network
) -> None:
    own = stored(stockholm, network, name="bil.png", content=png())
    others = stored(orebro, network, name="bil.png", content=png(), zone="authority")
    text = (
        f"![egen](/api/v1/files/{own.pk}/content/)\n\n![annans](/api/v1/files/{others.pk}/content/)\n\n"
        "![spion](https://evil.example/pixel.png)\n\n![fil](file:///etc/passwd)\n\n![rot](/etc/passwd)\n"
    )

    document = taken(stockholm_client, url, "a.md", text.encode())

    assert [image["attrs"]["alt"] for image in images(document)] == ["egen"]
    assert "evil.example" not in canonical(content_of(document.pk)).decode()
    assert kinds(document) == ["image", *["paragraph"] * 4]


def test_a_picture_written_into_a_text_becomes_a_file(stockholm_client: APIClient, url: str) -> None:
    uri = "data:image/png;base64,iVBORw0KGgo="
    good = f"data:image/png;base64,{b64encode(png()).decode()}"

    document = taken(stockholm_client, url, "a.md", f"![a]({good})\n\n![torn]({uri})\n".encode())

    assert [image["attrs"]["alt"] for image in images(document)] == ["a"]
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.pdf", b"%PDF-1.7", 400, "file_type"),
        ("a.docx", b"%PDF-1.7", 400, "other_content"),
        (
            "a.docx",
            with_part(paper(), "word/document.xml", b"<!DOCTYPE d [<!ENTITY e 'x'>]><d/>"),
            400,
            "entities",
        ),
        ("a.docx", with_part(paper(), "word/document.xml", body("<w:p>" * 10_000)), 400, "too_deep"),
        ("a.docx", with_part(paper(), "../x.xml", b"<d/>"), 400, "unsafe_names"),
        ("a.md", b">" * 10_000, 400, "too_deep"),
        (
            "a.docx",
            archive({"[Content_Types].xml": b"", "word/document.xml": b" " * 60_000_000}),
            413,
            "unpacks_too_large",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_once_and_nothing_is_kept(
    stockholm_client: APIClient, url: str, name: str, content: bytes, status: int, code: str
) -> None:
    before = footprint()

    answer = post(stockholm_client, url, name, content)

    if status == 400:
        assert pointed(answer) == [("/file", code)]
    else:
        assert refused(answer) == (status, code)
    assert footprint() == before
    assert storage_of_imports() == []


def test_a_file_that_pandoc_can_not_read_fails_with_a_word_and_the_worker_goes_on(
    stockholm_client: APIClient, url: str
) -> None:
    torn = with_part(paper(), "word/document.xml", b"<d/>")
    asked = post(stockholm_client, url, "a.docx", torn).json()

    assert take_imports_in(ids=[asked["id"]]) == 0

    failed = stockholm_client.get(f"/api/v1/imports/{asked['id']}/").json()
    assert (failed["state"], failed["problem"]) == ("failed", "unreadable")
    assert storage_of_imports() == []


def test_who_may_not_start_documents_hands_nothing_in(
    turku_client: APIClient, facilitator_client: APIClient, kiruna_client: APIClient, url: str
) -> None:
    assert forbidden(post(turku_client, url, "a.md", b"x")) == "document.create"
    assert forbidden(post(facilitator_client, url, "a.md", b"x")) == "document.read"
    assert refused(post(kiruna_client, url, "a.md", b"x")) == (404, "not_found")


def test_an_import_is_seen_by_who_handed_it_in(
    stockholm_client: APIClient, goteborg_client: APIClient, url: str
) -> None:
    asked = post(stockholm_client, url, "a.md", b"x").json()

    assert stockholm_client.get(url).json()["results"] == [asked]
    assert goteborg_client.get(url).json()["results"] == []
    assert refused(goteborg_client.get(f"/api/v1/imports/{asked['id']}/")) == (404, "not_found")


def test_whoever_left_before_it_was_read_leaves_no_document(
    stockholm: Actor, goteborg: Actor, network: Network, cast: Cast
) -> None:
    wanted = hand_in(stockholm, network=network, content=b"x", name="a.md")
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert import_one(Actor.clock(now=timezone.now() + timedelta(seconds=1)), wanted.pk) is False

    wanted.refresh_from_db()
    assert (wanted.state, wanted.problem) == ("failed", "not_found")
    assert not Document.objects.exists()


def test_a_file_becomes_one_document_whatever_dies_and_however_often_the_job_runs(
    stockholm: Actor, network: Network
) -> None:
    wanted = hand_in(stockholm, network=network, content=paper(), name="a.docx")
    dead = lease_errand(Actor.clock(now=timezone.now()), kind=Import, errand_id=wanted.pk)
    assert dead is not None

    assert take_imports_in(ids=[str(wanted.pk)]) == 0
    assert import_one(Actor.clock(now=timezone.now() + timedelta(minutes=5)), wanted.pk) is True
    assert take_in(stockholm, wanted=dead, title="Två", written=lambda: {"content": []}) is None
    assert take_imports_in(ids=[str(wanted.pk)]) == 0

    assert Document.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_done(
    stockholm: Actor, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = hand_in(stockholm, network=network, content=paper(), name="a.docx")

    def store_and_die(*arguments: Any, **options: Any) -> Any:
        store_file(*arguments, **options)
        raise MemoryError

    monkeypatch.setattr("documents.errands.store_file", store_and_die)
    with pytest.raises(MemoryError):
        import_one(Actor.clock(now=timezone.now()), wanted.pk)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()

    monkeypatch.undo()
    assert import_one(Actor.clock(now=timezone.now() + timedelta(minutes=5)), wanted.pk) is True
    assert (Document.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_title_in_the_file_itself_is_used_before_its_name(stockholm_client: APIClient, url: str) -> None:
    titled = docx.Document()
    titled.add_paragraph("Upphandling 2027", style="Title")
    titled.add_paragraph("Text")

    document = taken(stockholm_client, url, "utkast.docx", saved(titled))

    assert document.title == "Upphandling 2027"
    assert kinds(document) == ["paragraph"]
