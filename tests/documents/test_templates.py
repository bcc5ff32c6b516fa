"""What documents begin with, in which language, and about what."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Invalid, NotVisible
from documents.content import write_content
from documents.fitting import fitted
from documents.models import Document
from documents.reading import content_of, paragraphs_of
from documents.rendering import html_of, text_of
from documents.services import create_document
from documents.templates import Template, outline
from messaging.models import Room
from networks.models import Network
from networks.subjects import Subject
from networks.zones import Zone


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("template", Template)
def test_every_template_is_content_that_the_editor_shows_as_it_is(template: Template, language: str) -> None:
    content = outline(template, language)

    assert fitted(content) == content
    assert bool(content["content"]) == (template is not Template.BLANK)


@pytest.mark.parametrize("template", Template)
def test_a_template_has_the_same_parts_in_both_languages(template: Template) -> None:
    kinds = [[block["type"] for block in outline(template, language)["content"]] for language in ("sv", "en")]

    assert kinds[0] == kinds[1]


def test_the_needs_document_asks_what_the_agency_asks(goteborg: Actor, network: Network) -> None:
    document = create_document(goteborg, network=network, title="Behov", template="need", language="en")

    text = text_of(content_of(document.pk))
    assert document.seq == 1
    for question in (
        "Why now?",
        "Lessons from the last purchase",
        "Effect goals",
        "Out of scope",
        "Baseline and year",
    ):
        assert question in text
    html = html_of(content_of(document.pk))
    assert "<h3>Who is affected?</h3>" in html
    assert html.count('type="checkbox"') == 4


def test_there_is_a_line_to_write_on_under_every_heading() -> None:
    blocks = outline(Template.NEED, "sv")["content"]

    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        level = block.get("attrs", {}).get("level")
        if level and following and following["type"] == "heading":
            assert following["attrs"]["level"] > level


def test_a_document_without_a_template_begins_empty(goteborg: Actor, network: Network) -> None:
    for template in (None, "blank"):
        document = create_document(goteborg, network=network, title="Behov", template=template)

        assert document.seq == 0
        assert paragraphs_of(document.pk) == []


@pytest.mark.parametrize("wanted", [{"template": "novel"}, {"language": "de"}])
def test_what_is_unknown_is_refused_and_nothing_started(
    goteborg: Actor, network: Network, wanted: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="Choose one of"):
        create_document(goteborg, network=network, title="Behov", **wanted)

    assert not Document.objects.exists()


def test_a_document_is_about_what_its_author_may_read(
    goteborg: Actor, room: Room, private_room: Room, network: Network
) -> None:
    document = create_document(goteborg, network=network, title="Behov", about=Subject("room", room.pk))
    assert document.about == Subject("room", room.pk)

    for hidden in (Subject("room", private_room.pk), Subject("room", uuid4()), Subject("opera", room.pk)):
        with pytest.raises(NotVisible):
            create_document(goteborg, network=network, title="Behov", about=hidden)


def test_the_door_takes_template_language_and_subject(
    stockholm_client: APIClient, room: Room, network: Network
) -> None:
    url = f"/api/v1/networks/{network.pk}/documents/"
    about = {"kind": "room", "id": str(room.pk)}

    answer = stockholm_client.post(
        url,
        {"title": "Möte", "zone": Zone.AUTHORITY, "template": "minutes", "language": "en", "about": about},
    )

    assert answer.status_code == 201
    assert answer.json()["about"] == about
    assert answer.json()["language"] == "en"
    assert "Action items" in text_of(content_of(answer.json()["id"]))
    assert stockholm_client.post(url, {"title": "Möte", "template": "novel"}).status_code == 400


def test_the_door_speaks_the_language_of_who_knocks(
    cast: Any, stockholm_client: APIClient, network: Network
) -> None:
    cast.people["stockholm"].language = "en"
    cast.people["stockholm"].save(update_fields=["language"])

    answer = stockholm_client.post(f"/api/v1/networks/{network.pk}/documents/", {"title": "Need"})

    assert (answer.json()["language"], answer.json()["about"]) == ("en", None)


def test_a_template_that_fails_leaves_no_document(
    goteborg: Actor, network: Network, journal_of: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise Invalid.field("template", "template", "no")

    monkeypatch.setattr(write_content.__module__ + ".fitted", fail)
    with pytest.raises(Invalid):
        create_document(goteborg, network=network, title="Behov", template="need")

    assert not Document.objects.exists()
    assert journal_of(f"network:{network.pk}") == []
