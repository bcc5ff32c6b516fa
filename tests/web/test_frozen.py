"""Frozen tables are fetched as the bytes that their hash is of, and cited by it."""

from hashlib import sha256

import pytest

from access.actor import Actor
from needs.models import Snapshot
from needs.services.publishing import take_snapshot
from tests.cast import Cast
from tests.factories.demand import an_item, wanting
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of


@pytest.fixture
def snapshot(goteborg: Actor, stockholm: Actor, orebro: Actor) -> Snapshot:
    """Sixty vans of three authorities."""
    vans = an_item(goteborg, a_need(goteborg, zone="network"))
    for actor, mid in ((goteborg, 10), (stockholm, 20), (orebro, 30)):
        wanting(actor, vans, mid)
    return take_snapshot(goteborg, need=vans.need, title="Underlag till RFI")


@pytest.mark.parametrize(("language", "words"), [("sv", "Så hänvisar ni till den"), ("en", "To cite it")])
def test_a_frozen_table_is_cited_by_its_hash_and_fetched_as_it_was_hashed(
    browser: Browser, cast: Cast, snapshot: Snapshot, language: str, words: str
) -> None:
    cast.people["turku"].language = language
    cast.people["turku"].save()
    path = f"/needs/{snapshot.need_id}/snapshots/{snapshot.pk}/"

    page, file = browser("turku").get(path), browser("turku").get(f"{path}table.json")

    for said in (words, "Underlag till RFI: ", snapshot.sha256, f"{path}table.json"):
        assert said in text_of(page)
    assert sha256(file.content).hexdigest() == snapshot.sha256
    assert file["Content-Disposition"] == f'attachment; filename="{snapshot.pk}.json"'


@pytest.mark.parametrize(("name", "status"), [("facilitator", 403), ("kiruna", 404)])
def test_nobody_outside_the_network_fetches_a_frozen_table(
    browser: Browser, snapshot: Snapshot, name: str, status: int
) -> None:
    path = f"/needs/{snapshot.need_id}/snapshots/{snapshot.pk}/table.json"

    assert browser(name).get(path).status_code == status


def test_a_table_of_another_need_is_not_found(browser: Browser, goteborg: Actor, snapshot: Snapshot) -> None:
    other = a_need(goteborg, zone="network")

    assert browser("turku").get(f"/needs/{other.pk}/snapshots/{snapshot.pk}/table.json").status_code == 404
