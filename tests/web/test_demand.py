from decimal import Decimal
from typing import Any

import pytest

from access.actor import Actor
from needs.models import Annex, DemandItem, DemandLine, RealisedVolume, Snapshot, Trust
from needs.services.publishing import publish_demand
from tests.cast import Cast
from tests.factories.demand import VANS, a_line, an_annex, an_item, wanting
from tests.factories.needs import a_need
from tests.web.conftest import Browser, text_of


@pytest.fixture
def vans(goteborg: Actor) -> DemandItem:
    """What everybody may declare demand for."""
    return an_item(goteborg, a_need(goteborg, zone="network"))


def url(item: DemandItem, rest: str = "") -> str:
    return f"/needs/{item.need_id}/demand/{rest}"


def filled(item: DemandItem, **other: str) -> dict[str, str]:
    return {
        "item": str(item.pk),
        "period_from": "2031-01-01",
        "period_to": "2031-12-31",
        "quantity_low": "5",
        "quantity_mid": "10",
        "quantity_high": "20",
        "commitment": "C1",
        "earliest_start": "2031-03-01",
        "latest_start": "2031-06-01",
        "budget_status": "none",
        "visibility": "aggregate",
        "valid_until": "2031-01-01",
        **other,
    }


def test_the_need_leads_to_its_demand(browser: Browser, vans: DemandItem) -> None:
    assert url(vans) in text_of(browser("turku").get(f"/needs/{vans.need_id}/"))


def test_a_member_declares_a_line_and_finds_it_again(browser: Browser, vans: DemandItem) -> None:
    page = browser("stockholm").post(url(vans), filled(vans), follow=True)

    assert page.redirect_chain == [(url(vans), 302)]
    assert "Your line is declared." in text_of(page)
    assert f"/demand/{DemandLine.objects.get().pk}/" in text_of(page)


def test_c3_without_a_decision_is_told_beside_what_was_typed(browser: Browser, vans: DemandItem) -> None:
    page = browser("stockholm").post(url(vans), filled(vans, commitment="C3"))

    assert page.status_code == 400
    assert "decision_ref" in page.context["line_form"].errors
    assert page.context["line_form"]["quantity_high"].value() == "20"
    assert not DemandLine.objects.exists()
    done = browser("stockholm").post(url(vans), filled(vans, commitment="C3", decision_ref="KS 7"))
    assert done.status_code == 302


def test_a_line_is_changed_confirmed_and_withdrawn(
    browser: Browser, stockholm: Actor, vans: DemandItem
) -> None:
    line = a_line(stockholm, vans)
    one, member = url(vans, f"{line.pk}/"), browser("stockholm")

    shown = member.get(one)
    assert shown.context["form"]["quantity_low"].value() == line.quantity_low
    changed = member.post(one, filled(vans, quantity_high="30", version="1"), follow=True)
    assert "The line is changed" in text_of(changed)
    late = member.post(one, filled(vans, version="1"))
    assert (late.status_code, "Somebody changed this" in text_of(late)) == (412, True)
    assert "holds for another year" in text_of(member.post(f"{one}confirm/", follow=True))
    assert "The line is withdrawn." in text_of(member.post(f"{one}withdraw/", follow=True))
    line.refresh_from_db()
    assert (line.version, line.is_holding, line.quantity_high) == (4, False, Decimal(30))


def test_what_was_bought_is_noted_on_the_line(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans)
    one, member = url(vans, f"{line.pk}/"), browser("stockholm")
    wanted = {"bought-reference": "Avrop 17", "bought-quantity": "4", "bought-on_date": "2026-05-04"}

    wrong = member.post(f"{one}bought/", {**wanted, "bought-value": "100"})
    assert wrong.status_code == 400
    assert "currency" in wrong.context["bought"].errors
    assert 'value="Avrop 17"' in wrong.content.decode()
    done = member.post(
        f"{one}bought/", {**wanted, "bought-value": "100", "bought-currency": "SEK"}, follow=True
    )
    assert "it counts as bought" in text_of(done)
    assert "Avrop 17" in text_of(done)
    assert RealisedVolume.objects.get().line_id == line.pk
    assert "40 %" in text_of(member.get(url(vans)))
    assert browser("goteborg").post(f"{one}bought/", wanted).status_code == 403
    assert browser("orebro").post(f"{one}bought/", wanted).status_code == 404


def test_others_see_no_page_of_a_hidden_line(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    line = a_line(stockholm, vans)

    assert browser("orebro").get(url(vans, f"{line.pk}/")).status_code == 404
    assert browser("goteborg").post(url(vans, f"{line.pk}/withdraw/")).status_code == 403


def test_the_table_shows_masks_to_members_and_all_to_the_coordinator(
    browser: Browser, goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    for actor in (stockholm, orebro, aalborg):
        wanting(actor, vans, 1500)
    wanting(stockholm, vans, 7717, commitment="C2")
    publish_demand(goteborg, need=vans.need)

    seen = text_of(browser("turku").get(url(vans)))
    assert "4,500" in seen
    assert "Masked" in seen
    assert "7,717" not in seen
    assert 'role="img"' in seen
    exact = text_of(browser("goteborg").get(url(vans)))
    assert "7,717" in exact
    assert (
        "7,717" not in text_of(browser("goteborg").get(url(vans, "?view=published"))).split("Lines of the")[0]
    )


def test_the_coordinator_publishes_and_freezes(browser: Browser, stockholm: Actor, vans: DemandItem) -> None:
    wanting(stockholm, vans, 10)
    coordinator = browser("goteborg")

    published = coordinator.post(url(vans, "act/publish/"), follow=True)
    assert "The table is published" in text_of(published)
    nameless = coordinator.post(url(vans, "act/snapshot/"), {"snapshot-title": ""})
    assert nameless.status_code == 422
    coordinator.post(url(vans, "act/snapshot/"), {"snapshot-title": "Till RFI"})
    snapshot = Snapshot.objects.get()
    page = browser("turku").get(f"/needs/{vans.need_id}/snapshots/{snapshot.pk}/")
    assert snapshot.sha256 in text_of(page)
    assert browser("stockholm").post(url(vans, "act/publish/")).status_code == 403
    assert coordinator.post(url(vans, "act/party/")).status_code == 404


def test_the_catalogue_grows_by_the_owner(browser: Browser, vans: DemandItem) -> None:
    wanted = {f"item-{name}": value for name, value in VANS.items()}
    wrong = browser("goteborg").post(url(vans, "act/item/"), {**wanted, "item-cpv": "34144900-1"})

    assert wrong.status_code == 400
    assert "cpv" in wrong.context["item_form"].errors
    assert browser("goteborg").post(url(vans, "act/item/"), wanted).status_code == 302
    assert DemandItem.objects.count() == 2


def test_an_authority_puts_its_demand_in_trust_and_back(browser: Browser, vans: DemandItem) -> None:
    member = browser("stockholm")

    held = member.post(url(vans, "trust/"), {"held": "yes"}, follow=True)
    assert "Our demand is held in trust" in text_of(held)
    assert Trust.objects.exists()
    member.post(url(vans, "trust/"), {"held": "no"})
    assert not Trust.objects.exists()


def test_an_annex_is_opened_changed_approved_and_shared(
    browser: Browser, vans: DemandItem, stockholm: Actor
) -> None:
    annexes, member = f"/needs/{vans.need_id}/annex/", browser("stockholm")

    assert "Only people of our own authority" in text_of(member.get(annexes))
    opened = member.post(annexes, {"local_problem": "Trånga gårdar", "users_count": "9"}, follow=True)
    assert "Your annex is saved." in text_of(opened)
    wrong = member.post(annexes, {"annual_cost": "5", "version": "1"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["currency"])
    dear = {
        "local_problem": "Trånga gårdar",
        "annual_cost": "1000000000000",
        "currency": "SEK",
        "version": "1",
    }
    assert member.post(annexes, dear).status_code == 302
    member.post(annexes, {"local_problem": "Trånga gator", "version": "2"})
    nobody = member.post(f"{annexes}approve/", {"approved_by": "", "approved_on": "2026-01-15"})
    assert nobody.status_code == 422
    member.post(f"{annexes}approve/", {"approved_by": "Chefen", "approved_on": "2026-01-15"})
    shared = member.post(f"{annexes}share/", follow=True)
    assert "Your annex is shared with the whole network." in text_of(shared)
    annex = Annex.objects.get()
    assert (annex.local_problem, annex.users_count, annex.approved_by) == ("Trånga gator", None, "Chefen")
    assert browser("turku").get(annexes).status_code == 403


def test_both_languages_have_their_own_words(browser: Browser, goteborg: Actor, vans: DemandItem) -> None:
    wanting(goteborg, vans, 10)
    client = browser("goteborg")

    assert vans.name_en in text_of(client.get(url(vans), headers={"accept-language": "en"}))
    client.post("/language/", {"language": "sv", "next": "/"})
    assert vans.name_sv in text_of(client.get(url(vans)))


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_costs_the_same_however_much_was_declared(
    browser: Browser,
    stockholm: Actor,
    goteborg: Actor,
    vans: DemandItem,
    lines: int,
    django_assert_num_queries: Any,
) -> None:
    an_annex(stockholm, vans.need)
    for _turn in range(lines):
        wanting(stockholm, vans, 10)
    publish_demand(goteborg, need=vans.need)
    client = browser("stockholm")

    with django_assert_num_queries(19):
        page = client.get(url(vans))

    assert len(page.context["lines"]) == lines


def test_own_lines_are_all_there_however_many_others_are(
    browser: Browser, goteborg: Actor, stockholm: Actor, vans: DemandItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.demand._MOST_OF_OTHERS", 1)
    for actor in (goteborg, stockholm):
        for quantity in (10, 20):
            wanting(actor, vans, quantity)

    page = browser("goteborg").get(url(vans))

    assert (len(page.context["lines"]), len(page.context["others"])) == (2, 1)
    assert "There are more lines than fit on a page" in text_of(page)


@pytest.mark.parametrize(("name", "status"), [("turku", 200), ("kiruna", 404), ("facilitator", 403)])
def test_who_reads_the_page(cast: Cast, browser: Browser, vans: DemandItem, name: str, status: int) -> None:
    assert browser(name).get(url(vans)).status_code == status
