"""What an authority has shared of its annex, as the others read it on pages."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from access.actor import Actor
from needs.models import ANNEX_KIND, Annex, Need
from needs.services.annexes import approve_annex, change_annex, share_annex
from networks.models import Network
from networks.subjects import Subject, card_of
from tests.cast import Cast
from tests.factories.accounts import UserFactory
from tests.factories.demand import an_annex
from tests.factories.needs import a_need
from tests.factories.networks import SeatFactory
from tests.needs.test_radar import contracts
from tests.web.conftest import Browser, text_of

SAID: dict[str, Any] = {
    "local_problem": "Trånga gårdar\noch <låga> portar",
    "users_count": 12500,
    "sites_count": 0,
    "current_supplier": "Åkeriet",
    "current_contract_end": date(2030, 6, 30),
    "annual_cost": Decimal("1250000.50"),
    "currency": "SEK",
    "readiness": 4,
}


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """A need that everybody sees."""
    return a_need(goteborg, zone="network")


@pytest.fixture
def private(stockholm: Actor, need: Need) -> Annex:
    """Stockholm's, which nobody else sees."""
    return an_annex(stockholm, need, **SAID)


@pytest.fixture
def shared(stockholm: Actor, private: Annex) -> Annex:
    """Stockholm's, which everybody sees."""
    return share_annex(stockholm, annex=private)


def url(annex: Annex, need_id: UUID | None = None) -> str:
    return f"/needs/{need_id or annex.need_id}/annexes/{annex.pk}/"


def swedish(client: Client) -> Client:
    client.post("/language/", {"language": "sv", "next": "/"})
    return client


@pytest.mark.parametrize(
    ("name", "status"),
    [("goteborg", 200), ("orebro", 200), ("turku", 200), ("facilitator", 404), ("kiruna", 404)],
)
def test_who_reads_a_shared_annex(browser: Browser, shared: Annex, name: str, status: int) -> None:
    assert browser(name).get(url(shared)).status_code == status


@pytest.mark.parametrize("name", ["goteborg", "orebro", "turku", "facilitator", "kiruna"])
def test_a_private_annex_is_on_no_page_of_others(browser: Browser, private: Annex, name: str) -> None:
    page = browser(name).get(url(private))

    assert page.status_code == 404
    assert "Trånga" not in text_of(page)


def test_a_visitor_is_asked_to_sign_in(client: Client, shared: Annex) -> None:
    assert client.get(url(shared)).status_code == 302


def test_an_annex_is_found_under_its_own_need_only(browser: Browser, goteborg: Actor, shared: Annex) -> None:
    other = a_need(goteborg, zone="network")

    assert browser("orebro").get(url(shared, other.pk)).status_code == 404


def test_ones_own_annex_is_read_where_it_is_written(browser: Browser, shared: Annex) -> None:
    assert browser("stockholm").get(url(shared)).headers["Location"] == f"/needs/{shared.need_id}/annex/"


def test_who_sits_for_the_authority_without_writing_reads_it_here(
    browser: Browser, cast: Cast, shared: Annex
) -> None:
    observer = SeatFactory.create(
        membership=cast.seats["stockholm"].membership, user=UserFactory.create(), role="observer"
    )
    cast.people["observer"] = observer.user

    assert browser("observer").get(url(shared)).status_code == 200
    assert url(shared) in text_of(browser("observer").get(f"/needs/{shared.need_id}/demand/"))


def test_all_that_it_says_and_nothing_empty(browser: Browser, shared: Annex) -> None:
    page = text_of(browser("turku").get(url(shared), headers={"accept-language": "en"}))

    for words in (
        *("Annex of Stockholms stad", "Trånga gårdar\noch &lt;låga&gt; portar", "12,500", "Åkeriet"),
        *("1,250,000.50 SEK", "How ready we are, 1 to 5", "Not yet", "Asked again by"),
    ):
        assert words in page
    assert '<h3 class="minor">Sites</h3>\n            <p class="text">0</p>' in page
    for empty in ("How sure we are", "What it has to work together with", "Not confirmed", "None"):
        assert empty not in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]


def test_an_annex_that_says_nothing_says_so(browser: Browser, stockholm: Actor, need: Need) -> None:
    empty = share_annex(stockholm, annex=an_annex(stockholm, need))

    assert "Nothing is written in it yet." in text_of(browser("turku").get(url(empty)))


def test_in_swedish_figures_and_days_are_swedish(browser: Browser, stockholm: Actor, shared: Annex) -> None:
    approve_annex(stockholm, annex=shared, approved_by="Chefen", approved_on=date(2026, 1, 15))

    page = text_of(swedish(browser("turku")).get(url(shared)))

    for words in ("12\xa0500", "1\xa0250\xa0000,50 SEK", "30 juni 2030", "Chefen", "15 januari 2026"):
        assert words in page


def test_what_was_not_confirmed_by_its_day_is_marked(browser: Browser, shared: Annex) -> None:
    assert shared.schedule is not None
    yesterday = timezone.now().date() - timedelta(days=1)
    shared.schedule.next_on = shared.schedule.anchor_on = yesterday
    shared.schedule.save()
    Annex.objects.update(confirmed_on=yesterday - timedelta(days=90))

    for path in (url(shared), f"/needs/{shared.need_id}/demand/"):
        assert "mark--due" in text_of(browser("orebro").get(path))


def test_what_is_changed_later_is_what_the_page_says(
    browser: Browser, stockholm: Actor, shared: Annex
) -> None:
    change_annex(stockholm, annex=shared, current_supplier="Budfirman")

    page = text_of(browser("orebro").get(url(shared)))
    assert "Budfirman" in page
    assert "Åkeriet" not in page


@pytest.mark.parametrize("name", ["goteborg", "orebro", "turku"])
def test_the_page_of_demand_leads_to_what_others_share(browser: Browser, shared: Annex, name: str) -> None:
    page = text_of(browser(name).get(f"/needs/{shared.need_id}/demand/"))

    assert "Annexes that everybody sees" in page
    assert f'href="{url(shared)}"' in page


def test_ones_own_annex_and_private_ones_are_not_among_them(
    browser: Browser, orebro: Actor, shared: Annex
) -> None:
    hidden = an_annex(orebro, shared.need)

    for name in ("stockholm", "goteborg"):
        page = text_of(browser(name).get(f"/needs/{shared.need_id}/demand/"))
        assert url(hidden) not in page
    assert "Annexes that everybody sees" not in text_of(
        browser("stockholm").get(f"/needs/{shared.need_id}/demand/")
    )


def test_a_crowd_of_annexes_is_cut_and_said_to_be(
    browser: Browser, goteborg: Actor, shared: Annex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.demand._MOST_ANNEXES", 1)
    share_annex(goteborg, annex=an_annex(goteborg, shared.need))

    page = browser("turku").get(f"/needs/{shared.need_id}/demand/")

    assert [annex.declared_by.name for annex in page.context["annexes"]] == ["Göteborgs stad"]
    assert "There are more annexes than fit on a page." in text_of(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_demand_costs_the_same_however_many_share(
    browser: Browser, cast: Cast, need: Need, rows: int, django_assert_num_queries: Any
) -> None:
    for name in ("goteborg", "stockholm", "orebro")[:rows]:
        actor = cast.actor(name)
        share_annex(actor, annex=an_annex(actor, need))
    client = browser("aalborg")

    with django_assert_num_queries(18):
        page = client.get(f"/needs/{need.pk}/demand/")

    assert len(page.context["annexes"]) == rows


def test_what_points_at_an_annex_leads_to_where_it_is_read(
    goteborg: Actor, stockholm: Actor, orebro: Actor, need: Need
) -> None:
    annex = an_annex(stockholm, need)
    subject = Subject(ANNEX_KIND, annex.pk)

    assert card_of(goteborg, subject).path == f"/needs/{need.pk}/demand/"
    share_annex(stockholm, annex=annex)
    assert card_of(goteborg, subject).path == card_of(orebro, subject).path == url(annex)
    assert card_of(stockholm, subject).path == f"/needs/{need.pk}/annex/"


def test_the_radar_leads_to_the_annexes_on_it(browser: Browser, cast: Cast, network: Network) -> None:
    annexes = contracts(cast, ["goteborg", "stockholm"], shared=True)
    client = browser("turku")

    for path in (
        f"/networks/{network.pk}/radar/",
        f"/networks/{network.pk}/radar/?need={annexes[0].need_id}",
    ):
        page = text_of(client.get(path))
        assert all(f'href="{url(annex)}"' in page for annex in annexes)
    assert all(client.get(url(annex)).status_code == 200 for annex in annexes)
