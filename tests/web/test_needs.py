from typing import Any

import pytest

from access.actor import Actor
from messaging.models import Room
from needs.models import Need
from networks.models import Network
from tests.cast import Cast
from tests.factories.needs import TITLES, a_need
from tests.web.conftest import Browser, text_of


def filled(cast: Cast, **other: str) -> dict[str, str]:
    owner = str(cast.people["goteborg"].pk)
    return {**TITLES, "one_liner": "", "owner": owner, "language": "sv", "zone": "authority", **other}


def test_a_coordinator_opens_a_need_and_stands_before_it(
    browser: Browser, cast: Cast, network: Network
) -> None:
    page = browser("goteborg").post(
        f"/networks/{network.pk}/needs/", filled(cast, one_liner="Fram utan utsläpp"), follow=True
    )

    need = Need.objects.get()
    assert page.redirect_chain == [(f"/needs/{need.pk}/", 302)]
    assert "Fram utan utsläpp" in text_of(page)
    assert "Only people of Göteborgs stad in this network see this." in text_of(page)
    assert f"/documents/{need.document_id}/" in page.content.decode()


def test_the_form_begins_with_ones_own_authority_and_oneself(browser: Browser, network: Network) -> None:
    page = browser("goteborg").get(f"/networks/{network.pk}/needs/")

    form = page.context["form"]
    assert form.initial["owner"] == page.context["actor"].user_id
    assert form["zone"].value() == "authority"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"title_en": ""}, "Title in English"), ({"title_sv": "a\u202eb"}, "hidden control characters")],
)
def test_what_is_wrong_is_told_beside_what_was_typed(
    browser: Browser, cast: Cast, network: Network, wrong: dict[str, str], said: str
) -> None:
    page = browser("goteborg").post(
        f"/networks/{network.pk}/needs/", filled(cast, one_liner="Det jag skrev", **wrong)
    )

    assert page.status_code in (400, 422)
    assert said in text_of(page)
    assert "Det jag skrev" in text_of(page)
    assert not Need.objects.exists()


def test_both_languages_name_the_need_in_their_own_words(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")

    assert TITLES["title_en"] in text_of(client.get(f"/needs/{need.pk}/", headers={"accept-language": "en"}))
    client.post("/language/", {"language": "sv", "next": "/"})
    assert TITLES["title_sv"] in text_of(client.get(f"/needs/{need.pk}/"))


def test_sharing_says_what_it_means_and_is_done_once(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")
    assert "both become official documents at each of them" in text_of(client.get(f"/needs/{need.pk}/"))

    shared = client.post(f"/needs/{need.pk}/share/", follow=True)

    assert "shared with the whole network" in text_of(shared)
    assert "Share need and document for good" not in text_of(shared)
    assert client.post(f"/needs/{need.pk}/share/").status_code == 409


def test_a_need_is_moved_a_step_by_one_button(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")
    assert "Send to internal review" in text_of(client.get(f"/needs/{need.pk}/"))

    page = client.post(f"/needs/{need.pk}/step/", {"status": "internal_review"}, follow=True)

    assert "The status of the need is now: Internal review." in text_of(page)
    assert "Back to draft" in text_of(page)
    assert "Send out for hearing" not in text_of(page)
    assert client.post(f"/needs/{need.pk}/step/", {"status": "adopted"}).status_code == 409


def test_a_change_to_what_somebody_else_changed_is_told(
    browser: Browser, goteborg: Actor, cast: Cast
) -> None:
    need = a_need(goteborg)
    client = browser("goteborg")
    changed = {**filled(cast), "title_en": "Deliveries without emissions", "version": "1"}

    done = client.post(f"/needs/{need.pk}/change/", changed, follow=True)
    late = client.post(f"/needs/{need.pk}/change/", {**changed, "title_en": "Late"})

    assert "Deliveries without emissions" in text_of(done)
    assert late.status_code == 412
    assert "Late" in late.content.decode()


def test_only_owner_and_coordinator_are_offered_to_change(browser: Browser, stockholm: Actor) -> None:
    need = a_need(stockholm, zone="network")

    offered = {
        name: "Change titles and owner" in text_of(browser(name).get(f"/needs/{need.pk}/"))
        for name in ("stockholm", "goteborg", "orebro", "turku")
    }

    assert offered == {"stockholm": True, "goteborg": True, "orebro": False, "turku": False}
    assert browser("orebro").get(f"/needs/{need.pk}/change/").status_code == 403


def test_discuss_this_leads_to_one_room_for_everybody(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network")

    first = browser("goteborg").post(f"/needs/{need.pk}/discuss/")
    again = browser("stockholm").post(f"/needs/{need.pk}/discuss/")

    room = Room.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/rooms/{room.pk}/"
    assert room.title == TITLES["title_sv"]
    assert room.title in text_of(browser("turku").get(f"/needs/{need.pk}/"))


def test_a_document_has_its_room_too_and_the_need_shows_both(browser: Browser, goteborg: Actor) -> None:
    need = a_need(goteborg, zone="network")
    client = browser("goteborg")
    client.post(f"/needs/{need.pk}/discuss/")
    client.post(f"/documents/{need.document_id}/discuss/")

    page = client.get(f"/needs/{need.pk}/").content.decode()

    assert Room.objects.count() == 2
    assert all(f"/rooms/{room.pk}/" in page for room in Room.objects.order_by("pk"))


def test_an_observer_reads_needs_and_is_offered_nothing_to_write(
    browser: Browser, goteborg: Actor, network: Network
) -> None:
    need = a_need(goteborg, zone="network")
    client = browser("turku")

    listed, page = client.get(f"/networks/{network.pk}/needs/"), client.get(f"/needs/{need.pk}/")

    assert TITLES["title_en"] in text_of(listed)
    assert "Open a need" not in text_of(listed)
    assert "Discuss this" not in text_of(page)


@pytest.mark.parametrize(("name", "status"), [("stockholm", 404), ("kiruna", 404), ("facilitator", 404)])
def test_anothers_draft_has_no_page(browser: Browser, goteborg: Actor, name: str, status: int) -> None:
    need = a_need(goteborg)

    assert browser(name).get(f"/needs/{need.pk}/").status_code == status


@pytest.mark.parametrize("needs", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    browser: Browser, goteborg: Actor, network: Network, needs: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(needs):
        a_need(goteborg, zone="network")
    client = browser("goteborg")

    with django_assert_num_queries(8):
        page = client.get(f"/networks/{network.pk}/needs/")

    assert len(page.context["needs"]) == needs
