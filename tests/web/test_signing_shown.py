"""What somebody reads behind a personal link: all that the hash stands for, and nothing else."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pycrdt import Doc

from access.actor import Actor
from decisions.models import Question, Signature
from decisions.services import revoke_signatory
from documents.content import write_content
from documents.models import Document
from documents.services import Round, append_updates, ask_sign_off, create_document, name_revision
from files.models import StoredFile
from needs.services import add_goal, add_stakeholder, change_need
from needs.services.adopting import ask_adoption
from networks.models import Network
from networks.subjects import Subject
from tests.contracts.doors import read_out
from tests.factories.decisions import DAY, put
from tests.factories.documents import Pen
from tests.factories.files import png, stored
from tests.factories.needs import a_need
from tests.factories.signing import asked_to_sign
from tests.web.conftest import text_of
from tests.web.test_signing import come_in, path_of


def test_a_sign_off_shows_the_frozen_text_and_not_what_was_written_since(
    client: Client, goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    document, pen = create_document(goteborg, network=network, title="Avsikt"), Pen()
    pen.paragraph("Tjugo procent")
    append_updates(goteborg, document=document, updates=pen.unsent)
    revision = name_revision(goteborg, document=document, name="Slutlig")
    wanted = Round(closes_at=goteborg.now + 7 * DAY)
    question = ask_sign_off(goteborg, document=document, asking=wanted, revision_id=revision.pk)
    pen.unsent.clear()
    pen.paragraph("Hemligt tillägg")
    append_updates(goteborg, document=document, updates=pen.unsent)
    signatory = asked_to_sign(stockholm, question, language="en")
    come_in(client, signatory)

    page = text_of(client.get(path_of(signatory)))

    assert "Tjugo procent" in page
    assert "Hemligt" not in page
    assert question.subject_hash in page


def picture(actor: Actor, document: Document, file: StoredFile) -> None:
    """Puts a picture into a document."""
    doc: Doc[Any] = Doc()
    shown = {"type": "image", "attrs": {"src": f"/api/v1/files/{file.pk}/content/", "alt": "Kajen"}}
    write_content(doc, {"type": "doc", "content": [shown]})
    append_updates(actor, document=document, updates=[doc.get_update()])


def test_pictures_of_the_text_are_shown_behind_the_link_and_no_other_file(
    client: Client, goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    inside, beside = (stored(goteborg, network, name=f"{one}.png", content=png(4, 3)) for one in "ab")
    notes = stored(goteborg, network)
    document = create_document(goteborg, network=network, title="Avsikt")
    picture(goteborg, document, inside)
    revision = name_revision(goteborg, document=document, name="Slutlig")
    wanted = Round(closes_at=goteborg.now + 7 * DAY)
    question = ask_sign_off(goteborg, document=document, asking=wanted, revision_id=revision.pk)
    signatory = asked_to_sign(stockholm, question, language="en")

    def status(file: StoredFile, browser: Client) -> int:
        answer = browser.get(path_of(signatory, f"files/{file.pk}/"))
        read_out(answer)
        return answer.status_code

    assert status(inside, client) == 404  # before the code
    come_in(client, signatory)
    page = client.get(path_of(signatory)).content.decode()
    assert f'src="{path_of(signatory)}files/{inside.pk}/"' in page
    assert [status(file, client) for file in (inside, beside, notes)] == [200, 404, 404]
    assert status(inside, Client()) == 404

    revoke_signatory(stockholm, signatory=signatory)
    assert status(inside, client) == 404


def test_a_picture_that_its_authority_kept_to_itself_is_not_shown_behind_a_link(
    client: Client, goteborg: Actor, stockholm: Actor, network: Network
) -> None:
    own = stored(goteborg, network, name="egen.png", content=png(4, 3), zone="authority")
    document = create_document(goteborg, network=network, title="Avsikt")
    picture(goteborg, document, own)
    revision = name_revision(goteborg, document=document, name="Slutlig")
    wanted = Round(closes_at=goteborg.now + 7 * DAY)
    question = ask_sign_off(goteborg, document=document, asking=wanted, revision_id=revision.pk)
    signatory = asked_to_sign(stockholm, question)
    come_in(client, signatory)

    assert client.get(path_of(signatory, f"files/{own.pk}/")).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "12,5 % (2026) → 7,25 % (2030)"), ("en", "12.5 % (2026)")]
)
def test_a_goals_figures_are_written_as_in_the_language_of_the_mail(
    client: Client, goteborg: Actor, stockholm: Actor, language: str, said: str
) -> None:
    need = a_need(goteborg, zone="network")
    measured = {"baseline_value": "12.5", "baseline_year": 2026, "target_value": "7.25", "target_year": 2030}
    values = {name: Decimal(value) if isinstance(value, str) else value for name, value in measured.items()}
    add_goal(goteborg, need=need, statement="Färre stopp", unit="%", **values)
    for status in ("internal_review", "hearing"):
        need = change_need(goteborg, need=need, status=status)
    question = ask_adoption(goteborg, need=need, closes_at=goteborg.now + 7 * DAY)
    signatory = asked_to_sign(stockholm, question, language=language)
    come_in(client, signatory)

    assert said in text_of(client.get(path_of(signatory)))


@pytest.fixture
def adoption(goteborg: Actor) -> Question:
    """Whether a need with a goal and a stakeholder is adopted."""
    need = a_need(goteborg, zone="network", one_liner="Varor fram utan väntan")
    add_goal(
        goteborg, need=need, statement="Färre stopp", unit="per vecka", target_value=12, target_year=2028
    )
    add_stakeholder(goteborg, need=need, name="Vaktmästare", kind="operations", interest="En lucka")
    for status in ("internal_review", "hearing"):
        need = change_need(goteborg, need=need, status=status)
    return ask_adoption(goteborg, need=need, closes_at=goteborg.now + 7 * DAY)


def test_of_a_need_all_that_the_hash_stands_for_is_shown(
    client: Client, stockholm: Actor, adoption: Question
) -> None:
    signatory = asked_to_sign(stockholm, adoption, language="en")
    come_in(client, signatory)

    page = text_of(client.get(path_of(signatory)))

    for said in ("utan väntan", "Färre stopp. 12 per vecka (2028)", "Vaktmästare (Operations). En lucka"):
        assert said in page
    assert adoption.subject_hash in page


def test_nobody_signs_what_can_not_be_shown(client: Client, goteborg: Actor, stockholm: Actor) -> None:
    about = Subject("need", a_need(goteborg, zone="network").pk)
    question = put(goteborg, kind="adoption", subject=about, subject_hash="0" * 64)
    signatory = asked_to_sign(stockholm, question, language="en")
    come_in(client, signatory)

    page = client.get(path_of(signatory))
    done = client.post(path_of(signatory, "done/"), {"says": "approved"})

    assert "nothing can be said of it by this link" in text_of(page)
    assert 'name="says"' not in text_of(page)
    assert done.status_code == 409
    assert not Signature.objects.exists()
