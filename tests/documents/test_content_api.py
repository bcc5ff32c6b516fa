"""The document as a file: each form, by who may read it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from documents.models import Document
from documents.services import create_document
from networks.models import Network
from tests.answers import footprint, refused
from tests.cast import Cast
from tests.factories.documents import Pen


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A needs document in English, as the template has it."""
    return create_document(goteborg, network=network, title="Need: å/ä & ö", template="need", language="en")


def test_each_form_is_a_file_with_its_type_and_name(turku_client: APIClient, document: Document) -> None:
    url = f"/api/v1/documents/{document.pk}/content/"
    types = {
        "html": "text/html; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "json": "application/json",
    }

    for form, media_type in types.items():
        answer = turku_client.get(url, {"format": form})

        assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
        assert answer["Content-Disposition"] == (
            f"attachment; filename*=UTF-8''Need%20%C3%A5%20%C3%A4%20%C3%B6.{form}"
        )
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Why now?" in answer.content.decode()
    assert turku_client.get(url)["Content-Type"] == types["html"]


def test_the_etag_changes_with_every_edit(
    goteborg: Actor, goteborg_client: APIClient, document: Document
) -> None:
    url = f"/api/v1/documents/{document.pk}/content/?format=md"
    tag = goteborg_client.get(url)["ETag"]
    again = goteborg_client.get(url, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")

    pen = Pen()
    pen.paragraph("4 500 leveranser")
    pen.send(goteborg, document)

    fresh = goteborg_client.get(url, HTTP_IF_NONE_MATCH=tag)
    assert (fresh.status_code, "4 500 leveranser" in fresh.content.decode()) == (200, True)
    assert goteborg_client.get(url.replace("md", "json"))["ETag"] != fresh["ETag"]


def test_an_unknown_form_is_a_problem(goteborg_client: APIClient, document: Document) -> None:
    answer = goteborg_client.get(f"/api/v1/documents/{document.pk}/content/?format=exe")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == "/format"


def test_a_private_document_is_no_file_for_others(
    stockholm: Actor, network: Network, stockholm_client: APIClient, goteborg_client: APIClient
) -> None:
    private = create_document(stockholm, network=network, title="Vår", zone="authority", template="minutes")
    url = f"/api/v1/documents/{private.pk}/content/"

    assert stockholm_client.get(url).status_code == 200
    assert goteborg_client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("method", "door", "body"),
    [
        ("get", "content/", {}),
        ("get", "diff/", {}),
        ("post", "revisions/", {"name": "Ett"}),
        ("post", "exports/", {"format": "md"}),
        ("post", "share/", {}),
    ],
)
def test_at_no_door_is_a_document_that_cannot_be_read_a_fault_of_ours(
    cast: Cast, network: Network, method: str, door: str, body: dict[str, Any]
) -> None:
    document = create_document(cast.actor("goteborg"), network=network, title="Behov", zone="authority")
    Document.objects.filter(pk=document.pk).update(seq=3)
    before = footprint()

    answer = getattr(cast.client("goteborg"), method)(f"/api/v1/documents/{document.pk}/{door}", body)

    assert refused(answer) == (503, "document_unreadable")
    assert footprint() == before
