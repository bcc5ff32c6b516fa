"""Revisions and comments over HTTP: who gets what, in which shape."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from documents.models import Comment, Document, Revision
from documents.reading import content_of
from documents.services import (
    create_document,
    delete_comment,
    edit_comment,
    make_comment,
    name_revision,
    resolve_comment,
    restore_revision,
)
from networks.models import Network
from tests.cast import Cast
from tests.documents.contents import doc, p
from tests.documents.keeping import write
from tests.documents.test_comments import POSITIONS, position


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """A document of the whole network, in which something stands."""
    made = create_document(goteborg, network=network, title="Gemensamt behov")
    write(goteborg, made, doc(p("4 500 leveranser")))
    return made


@pytest.fixture
def base(document: Document) -> str:
    """Where the document is."""
    return f"/api/v1/documents/{document.pk}"


def test_a_revision_is_named_listed_read_and_restored(
    stockholm_client: APIClient, turku_client: APIClient, stockholm: Actor, document: Document, base: str
) -> None:
    made = stockholm_client.post(f"{base}/revisions/", {"name": "Till remiss"})
    assert made.status_code == 201
    listed = turku_client.get(f"{base}/revisions/").json()["results"]
    assert listed == [made.json()]
    assert listed[0]["authors"][0]["person"]["name"] == "Goteborg"
    assert listed[0]["authors"][0]["authority"]["name"] == "Göteborgs stad"
    assert listed[0]["made_by"]["name"] == "Stockholm"

    read = turku_client.get(f"{base}/revisions/{made.json()['id']}/")
    assert read["ETag"] == f'"{made.json()["hash"]}"'
    assert read.json()["html"] == "<p>4 500 leveranser</p>"
    assert read.json()["content"] == doc(p("4 500 leveranser"))
    assert read.json()["abilities"] == []

    write(stockholm, document, doc(p("något annat")))
    restore = f"{base}/revisions/{made.json()['id']}/restore/"
    assert turku_client.post(restore).status_code == 403
    restored = stockholm_client.post(restore)
    assert (restored.status_code, restored.json()["kind"]) == (201, "restored")
    assert restored.json()["restored_from"] == made.json()["id"]
    assert content_of(document.pk) == doc(p("4 500 leveranser"))


def test_a_comparison_is_of_any_two_revisions_or_now(
    goteborg: Actor, turku_client: APIClient, document: Document, base: str
) -> None:
    def compared(**query: str) -> tuple[object, object, str, list[str]]:
        answer = turku_client.get(f"{base}/diff/", query).json()
        return answer["from"], answer["to"], answer["html"], [one["kind"] for one in answer["changes"]]

    assert compared() == (None, None, "<p><ins>4 500 leveranser</ins></p>", ["added"])
    first = str(name_revision(goteborg, document=document, name="1").pk)
    write(goteborg, document, doc(p("4 600 leveranser")))
    assert compared() == (
        first,
        None,
        "<p>4<del> 500</del><ins> 600</ins> leveranser</p>",
        ["changed"],
    )
    second = str(name_revision(goteborg, document=document, name="2").pk)
    assert compared(to="now") == (second, None, "<p>4 600 leveranser</p>", [])
    assert compared(to=second)[0] == first
    assert compared(**{"from": second}, to=first)[2] == "<p>4<del> 600</del><ins> 500</ins> leveranser</p>"
    assert compared(**{"from": first}, to=first)[3] == []


def test_a_comparison_with_something_else_is_refused(turku_client: APIClient, base: str) -> None:
    for query in ({"from": str(uuid4())}, {"to": "yesterday"}, {"to": str(uuid4())}):
        answer = turku_client.get(f"{base}/diff/", query)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_revision_of_another_document_is_not_found_here(
    goteborg: Actor, goteborg_client: APIClient, network: Network, base: str
) -> None:
    other = create_document(goteborg, network=network, title="Annat")
    revision = name_revision(goteborg, document=other, name="x")

    assert goteborg_client.get(f"{base}/revisions/{revision.pk}/").status_code == 404
    assert goteborg_client.post(f"{base}/revisions/{revision.pk}/restore/").status_code == 404


def test_naming_twice_with_one_key_names_once(stockholm_client: APIClient, base: str) -> None:
    answers = [
        stockholm_client.post(f"{base}/revisions/", {"name": "x"}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert Revision.objects.count() == 1


def test_a_comment_is_made_listed_answered_and_settled(
    cast: Cast, stockholm_client: APIClient, orebro_client: APIClient, turku_client: APIClient, base: str
) -> None:
    passage = {"start": position(POSITIONS[0]), "end": position(POSITIONS[1]), "quote": "4 500"}
    orebro = str(cast.people["orebro"].pk)
    body = {"body": "Räcker det?", "anchor": passage, "mentions": [orebro]}

    made = stockholm_client.post(f"{base}/comments/", body, headers={"Idempotency-Key": "k"})
    again = stockholm_client.post(f"{base}/comments/", body, headers={"Idempotency-Key": "k"})
    assert (made.status_code, made["ETag"], again.json()) == (201, '"1"', made.json())
    answer = orebro_client.post(f"{base}/comments/", {"body": "Nej", "reply_to": made.json()["id"]})

    listed = turku_client.get(f"{base}/comments/").json()["results"]
    assert listed == [made.json(), answer.json()]
    assert listed[0]["anchor"] == passage
    assert listed[0]["mentions"] == [{"id": orebro, "name": "Orebro"}]
    assert listed[1]["reply_to"] == listed[0]["id"]
    one = f"/api/v1/comments/{made.json()['id']}"
    assert orebro_client.post(f"{one}/resolve/").json()["resolved_by"]["name"] == "Orebro"
    assert stockholm_client.post(f"{one}/resolve/").json()["resolved_by"]["name"] == "Orebro"
    assert stockholm_client.post(f"{one}/reopen/").json()["resolved_at"] is None


def test_a_comment_is_edited_with_the_version_that_was_seen(
    stockholm_client: APIClient, orebro_client: APIClient, stockholm: Actor, document: Document
) -> None:
    comment = make_comment(stockholm, document=document, body="Räcker det?")
    url = f"/api/v1/comments/{comment.pk}/"

    edited = stockholm_client.patch(url, {"body": "Nog?"}, headers={"If-Match": '"1"'})
    assert (edited.json()["body"], edited["ETag"]) == ("Nog?", '"2"')
    assert stockholm_client.patch(url, {"body": "x"}, headers={"If-Match": '"1"'}).status_code == 412
    assert orebro_client.patch(url, {"body": "x"}).status_code == 403
    assert edited.json()["abilities"] == ["comment.edit", "comment.delete", "comment.resolve"]
    assert orebro_client.get(url).json()["abilities"] == ["comment.resolve"]

    assert orebro_client.delete(url).status_code == 403
    assert stockholm_client.delete(url).status_code == 204
    assert stockholm_client.get(url).json()["body_html"] == ""
    assert Comment.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"body": " "},
        {"body": "x" * 10_001},
        {"body": "x", "anchor": {"start": "AA", "end": "AA", "quote": ""}},
        {"body": "x", "anchor": {"start": "AA"}},
        {"body": "x", "anchor": "here"},
        {"body": "x", "reply_to": str(uuid4())},
        {"body": "x", "mentions": ["nobody"]},
        {"body": "x", "mentions": [str(uuid4())]},
    ],
)
def test_what_is_no_comment_is_refused(
    stockholm_client: APIClient, base: str, body: dict[str, object]
) -> None:
    answer = stockholm_client.post(f"{base}/comments/", body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not Comment.objects.exists()


def test_private_comments_and_revisions_are_not_there_for_others(
    stockholm: Actor, network: Network, orebro_client: APIClient, stockholm_client: APIClient
) -> None:
    private = create_document(stockholm, network=network, title="Utkast", zone="authority")
    comment = make_comment(stockholm, document=private, body="x")
    name_revision(stockholm, document=private, name="x")

    for path in (f"documents/{private.pk}/comments/", f"documents/{private.pk}/revisions/"):
        assert orebro_client.get(f"/api/v1/{path}").status_code == 404
        assert len(stockholm_client.get(f"/api/v1/{path}").json()["results"]) == 1
    assert orebro_client.get(f"/api/v1/comments/{comment.pk}/").status_code == 404


def test_the_documents_stream_says_what_the_lists_say(
    goteborg: Actor, goteborg_client: APIClient, document: Document, base: str
) -> None:
    thread = make_comment(goteborg, document=document, body="Räcker det?")
    make_comment(goteborg, document=document, body="Nej", reply_to=thread.pk)
    edit_comment(goteborg, comment=thread, body="Räcker det nu?")
    resolve_comment(goteborg, comment=thread)
    first = name_revision(goteborg, document=document, name="1")
    write(goteborg, document, doc(p("annat")))
    restore_revision(goteborg, document=document, revision=first)
    delete_comment(goteborg, comment=thread)

    told: dict[str, dict[str, object]] = {"comment": {}, "revision": {}}
    journal = f"/api/v1/networks/{document.network_id}/journal/?stream=document:{document.pk}&limit=200"
    for entry in goteborg_client.get(journal).json()["results"]:
        kind = entry["type"].split(".")[0]
        if kind in told:
            told[kind][entry["resource"]["id"]] = entry["resource"]
    for kind, rows in told.items():
        assert list(rows.values()) == goteborg_client.get(f"{base}/{kind}s/").json()["results"]
    assert (len(told["comment"]), len(told["revision"])) == (2, 3)
