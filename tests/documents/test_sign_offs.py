"""A revision's hash is signed off by the authorities, and nothing else is."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid
from decisions.models import Question
from decisions.services import answer_question
from documents.models import Document, Revision
from documents.services import Round, ask_sign_off, create_document, name_revision
from networks.models import Network
from networks.subjects import Subject, card_of
from tests.answers import refused
from tests.factories.decisions import run_out
from tests.factories.documents import Pen

IN_A_WEEK = Round(closes_at=timezone.now() + timedelta(days=7))


def write(actor: Actor, document: Document, words: str) -> None:
    """A paragraph more."""
    pen = Pen()
    pen.paragraph(words)
    pen.send(actor, document)


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """Shared with the network, with words in it."""
    made: Document = create_document(goteborg, network=network, title="Behov")
    write(goteborg, made, "4 500 leveranser")
    return made


@pytest.fixture
def revision(goteborg: Actor, document: Document) -> Revision:
    """Kept under a name."""
    return name_revision(goteborg, document=document, name="Till beslut")


def test_a_revision_is_signed_off_by_its_hash(
    goteborg: Actor, stockholm: Actor, document: Document, revision: Revision
) -> None:
    question = ask_sign_off(goteborg, document=document, asking=IN_A_WEEK, revision_id=revision.pk)
    write(goteborg, document, "Något annat")
    answer_question(stockholm, question=question, stance="support")

    result = json.loads(run_out(question).result)

    assert result["decision"]["subject"] == {"kind": "revision", "id": str(revision.pk)}
    assert result["decision"]["subject_hash"] == revision.content_hash
    assert result["decision"]["title"] == "Behov: Till beslut"


def test_without_a_revision_it_is_the_latest_with_a_name(
    goteborg: Actor, document: Document, revision: Revision
) -> None:
    write(goteborg, document, "Mer")
    latest = name_revision(goteborg, document=document, name="Till beslut igen")

    question = ask_sign_off(goteborg, document=document, asking=IN_A_WEEK)

    assert question.subject == Subject("revision", latest.pk)
    assert question.subject_hash != revision.content_hash


def test_where_nothing_was_kept_there_is_nothing_to_sign(goteborg: Actor, document: Document) -> None:
    with pytest.raises(Conflict, match="no_named_revision"):
        ask_sign_off(goteborg, document=document, asking=IN_A_WEEK)


def test_a_revision_of_another_document_is_refused(
    goteborg: Actor, network: Network, revision: Revision
) -> None:
    other = create_document(goteborg, network=network, title="Ett annat")

    with pytest.raises(Invalid, match="of this document"):
        ask_sign_off(goteborg, document=other, asking=IN_A_WEEK, revision_id=revision.pk)


def test_what_one_authority_sees_alone_is_not_signed_off(goteborg: Actor, network: Network) -> None:
    document = create_document(goteborg, network=network, title="Utkast", zone="authority")
    name_revision(goteborg, document=document, name="Till beslut")

    with pytest.raises(Conflict, match="not_shared"):
        ask_sign_off(goteborg, document=document, asking=IN_A_WEEK)


def test_what_observers_do_not_see_is_not_signed_off(goteborg: Actor, document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(members_only=True)
    name_revision(goteborg, document=document, name="Till beslut")

    with pytest.raises(Conflict, match="not_shared"):
        ask_sign_off(goteborg, document=document, asking=IN_A_WEEK)


def test_a_member_does_not_ask(stockholm: Actor, document: Document, revision: Revision) -> None:
    with pytest.raises(Forbidden, match=r"decision\.open"):
        ask_sign_off(stockholm, document=document, asking=IN_A_WEEK)


def test_a_revision_has_a_card_that_leads_to_its_document(turku: Actor, revision: Revision) -> None:
    card = card_of(turku, Subject("revision", revision.pk))

    assert (card.title, card.path) == ("Behov: Till beslut", f"/documents/{revision.document_id}/")


def test_rounds_are_asked_for_and_listed_over_http(
    goteborg_client: APIClient, stockholm_client: APIClient, document: Document, revision: Revision
) -> None:
    path = f"/api/v1/documents/{document.pk}/sign-offs/"
    body: dict[str, Any] = {
        "revision": str(revision.pk),
        "closes_at": IN_A_WEEK.closes_at.isoformat(),
        "quorum": 2,
        "text": "Stämmer **texten**?",
    }

    asked = goteborg_client.post(path, body)

    assert asked.status_code == 201
    assert asked.json()["subject"] == {
        "kind": "revision",
        "id": str(revision.pk),
        "hash": revision.content_hash,
    }
    assert (asked.json()["kind"], asked.json()["quorum"]) == ("sign_off", 2)
    assert stockholm_client.get(path).json()["results"] == [asked.json()]
    assert refused(stockholm_client.post(path, body)) == (403, "forbidden")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"revision": "x"}, "/revision"), ({"closes_at": "x"}, "/closes_at"), ({"quorum": 9}, "/quorum")],
)
def test_a_bad_round_points_at_its_field(
    goteborg_client: APIClient, document: Document, revision: Revision, body: dict[str, Any], pointer: str
) -> None:
    good = {"closes_at": IN_A_WEEK.closes_at.isoformat()}

    answer = goteborg_client.post(f"/api/v1/documents/{document.pk}/sign-offs/", {**good, **body})

    assert refused(answer) == (400, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not Question.objects.exists()
