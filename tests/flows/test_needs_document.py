"""The needs document of the main job: real Yjs clients of two authorities, over proxy and two processes."""

from uuid import UUID

import pytest

from tests.flows.town import Town
from tests.live.editors import Editors

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_two_authorities_write_one_needs_document_while_a_process_dies(town: Town, flagship: str) -> None:
    writers = {"goteborg": "coordinator@goteborg.example", "stockholm": "member@stockholm.example"}
    with town.api(writers["goteborg"]) as api:
        answer = api.post(f"networks/{flagship}/documents/", json={"title": "Behov: utsläppsfri leverans"})
    assert answer.status_code == 201
    document = UUID(answer.json()["id"])
    with Editors(town.ports["proxy"]) as editors:
        for name, email in writers.items():
            editors.open(name, document, town.token(email))
        for turn in range(10):
            editors.tell("insert", "goteborg", text=f"g{turn} ", at=0)
            editors.tell("insert", "stockholm", text=f"s{turn} ")
        for name in writers:
            editors.until_text(name, lambda text: len(text.split()) == 20)

        town.kill("live0")
        for name in writers:
            editors.tell("insert", name, text=f"{name} ")
        town.revive("live0")

        for name in writers:
            editors.until_text(name, lambda text: len(text.split()) == 22, timeout=30)
        editors.open("cold", document, town.token("member@orebro.example"))
        assert editors.text("cold") == editors.text("goteborg") == editors.text("stockholm")
