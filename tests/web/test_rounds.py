"""The pages on which authorities are asked about a version, or about a need in hearing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from access.actor import Actor
from decisions.models import Question
from documents.models import Document
from documents.services import create_document, name_revision
from needs.models import Need
from needs.services import change_need
from networks.models import Network
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of

NEXT_WEEK = (timezone.localdate() + timedelta(days=7)).isoformat()


@pytest.fixture
def document(goteborg: Actor, network: Network) -> Document:
    """Kept under a name."""
    made: Document = create_document(goteborg, network=network, title="Behov")
    name_revision(goteborg, document=made, name="Till beslut")
    return made


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """In hearing."""
    heard = a_need(goteborg, zone="network")
    for status in ("internal_review", "hearing"):
        heard = change_need(goteborg, need=heard, status=status)
    return heard


def test_a_version_is_put_to_the_authorities(browser: Browser, document: Document) -> None:
    path = f"/documents/{document.pk}/sign-off/"
    assert path in text_of(browser("goteborg").get(f"/documents/{document.pk}/"))
    page = text_of(browser("goteborg").get(path))
    assert "Till beslut" in page
    revision = document.revisions.get()

    body = {"revision_id": str(revision.pk), "closes_at": NEXT_WEEK, "text": "Stämmer den?"}
    asked = text_of(browser("goteborg").post(path, body, follow=True))

    assert "Behov: Till beslut" in asked
    assert revision.content_hash in asked
    assert "0 of 4 authorities have answered" in text_of(browser("stockholm").get(path))


def test_a_need_in_hearing_is_put_to_the_authorities(browser: Browser, need: Need) -> None:
    path = f"/needs/{need.pk}/adoption/"
    assert path in text_of(browser("goteborg").get(f"/needs/{need.pk}/"))

    page = text_of(browser("goteborg").post(path, {"closes_at": NEXT_WEEK}, follow=True))

    assert "The question is put" in page
    assert Question.objects.get().subject_id == need.pk
    again = browser("goteborg").post(path, {"closes_at": NEXT_WEEK})
    assert again.status_code == 409
    assert "being asked about this need already" in text_of(again)


def test_who_may_not_ask_sees_the_rounds_and_no_form(
    browser: Browser, document: Document, need: Need
) -> None:
    for path in (f"/documents/{document.pk}/sign-off/", f"/needs/{need.pk}/adoption/"):
        for name in ("stockholm", "turku"):
            page = browser(name).get(path)
            assert page.status_code == 200
            assert "Put the question" not in text_of(page)
        assert browser("stockholm").post(path, {"closes_at": NEXT_WEEK}).status_code in (403, 422)
        assert browser("kiruna").get(path).status_code == 404
    assert not Question.objects.exists()


def test_a_draft_gets_no_form(browser: Browser, goteborg: Actor) -> None:
    draft = a_need(goteborg, zone="network")

    page = text_of(browser("goteborg").get(f"/needs/{draft.pk}/adoption/"))

    assert "A need is adopted after its hearing." in page
    assert "Put the question" not in page


@pytest.mark.parametrize("wrong", [{"closes_at": "1999-01-01"}, {"closes_at": ""}, {"quorum": "9"}])
def test_a_bad_round_is_told_and_kept(browser: Browser, need: Need, wrong: dict[str, str]) -> None:
    body = {"closes_at": NEXT_WEEK, "text": "Ja?", **wrong}

    response = browser("goteborg").post(f"/needs/{need.pk}/adoption/", body)

    assert response.status_code in (400, 422)
    assert "Something needs mending" in text_of(response)
    assert not Question.objects.exists()
