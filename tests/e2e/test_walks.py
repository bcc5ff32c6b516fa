"""Walks J2 and J3 of the domain: four people of four authorities in four browsers at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from decisions.models import Question
from needs.models import DemandLine, Need, Snapshot
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_documents_beside import mark
from tests.e2e.tongues import Tongue
from tests.e2e.writing import TEXT, following, saved
from tests.factories.demand import VANS, an_item
from tests.factories.needs import a_need

pytestmark = [pytest.mark.slow]
MEMBERS = ("stockholm", "orebro", "aalborg")
Terms = dict[str, str]
TITLES = {"sv": "Ankomst utan väntan", "en": "Arrival without waiting"}
PRODUCTS = (
    "Words in the need name products. Say the outcome instead, or let a reviewer say why they may stand."
)
ANSWERED = "The answer of your authority is saved. It can be changed until the time is up."
VAN = {"sv": VANS["name_sv"], "en": VANS["name_en"]}
LINE: Terms = {
    "period_from": "2031-01-01",
    "period_to": "2031-12-31",
    "quantity_low": "5",
    "quantity_mid": "10",
    "quantity_high": "20",
    "earliest_start": "2031-03-01",
    "latest_start": "2031-06-30",
    "valid_until": "2030-11-30",
}


def declare(says: Tongue, page: Page, commitment: str, **other: str) -> None:
    """Fill the form of a line in and hand it in."""
    form = page.locator("details", has_text=says("Declare a line"))
    if not form.evaluate("details => details.open"):
        form.locator("summary").click()
    page.get_by_label(says("Item")).select_option(label=VAN[says.language])
    for name, value in {**LINE, **other}.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_label(says("How firm is it?")).select_option(commitment)
    page.get_by_role("button", name=says("Declare the line")).click()


def opened(says: Tongue, lead: Page) -> Need:
    """A need of the whole network, opened by the person whose page it is."""
    lead.get_by_label(says("Title in Swedish")).fill(TITLES["sv"])
    lead.get_by_label(says("Title in English")).fill(TITLES["en"])
    lead.get_by_label(says("Need owner")).select_option(label="Stockholm")
    lead.get_by_label(says("The whole network")).check()
    lead.get_by_role("button", name=says("Open the need")).click()
    expect(lead.get_by_role("heading", name=TITLES[says.language])).to_be_visible()
    found: Need = Need.objects.get()
    return found


def describe(says: Tongue, lead: Page, need: Need, problem: str) -> None:
    """Say what the problem is."""
    lead.goto(f"/needs/{need.pk}/statement/")
    lead.get_by_label(says("The problem")).fill(problem)
    lead.get_by_role("button", name=says("Save")).click()
    expect(lead.locator("#statement")).to_be_visible()


def write_at_once(writers: list[Page]) -> None:
    """Everybody writes in a paragraph of their own, letter by letter in turn, and has everybody's."""
    sentences = [f" Mening {number} står här." for number in range(len(writers))]
    for number, page in enumerate(writers):
        page.locator(f"{TEXT} > p").nth(number).click()
    for letters in zip(*sentences, strict=True):
        for page, letter in zip(writers, letters, strict=True):
            page.keyboard.type(letter)
    saved(*writers)
    for page in writers:
        for words in sentences:
            expect(page.locator(TEXT)).to_contain_text(words.strip())


def comment_and_resolve(says: Tongue, first: Page, second: Page) -> None:
    """One comments on a passage; the other sees it at once, and settles it."""
    mark(first, 5)
    first.keyboard.press("Control+Alt+m")
    first.keyboard.type("Hur länge?")
    first.get_by_role("button", name=says("Comment"), exact=True).click()
    thread = second.locator("[data-threads] > li")
    expect(thread).to_contain_text("Hur länge?")
    thread.get_by_role("button", name=says("Resolve")).click()
    expect(first.locator(".remark")).to_have_count(0)


def ask_to_adopt(says: Tongue, coordinator: Page, need: Need) -> Question:
    """Send the need out for hearing, and ask the authorities whether they adopt it."""
    coordinator.goto(f"/needs/{need.pk}/")
    coordinator.get_by_role("button", name=says("Send out for hearing")).click()
    coordinator.get_by_role("link", name=says("Adoption by the authorities")).click()
    last = timezone.localdate() + timedelta(days=14)
    coordinator.get_by_label(says("Last day to answer")).fill(last.isoformat())
    coordinator.get_by_role("button", name=says("Put the question")).click()
    expect(coordinator.locator("#answers")).to_be_visible()
    found: Question = Question.objects.get()
    return found


def answer(says: Tongue, page: Page, question: Question, stance: str, reason: str = "") -> None:
    """Say what one's authority says."""
    page.goto(f"/decisions/{question.pk}/")
    page.get_by_label(stance, exact=True).check()
    page.get_by_label(says("Reason")).fill(reason)
    page.get_by_role("button", name=says("Save the answer")).click()
    expect(page.get_by_text(says(ANSWERED))).to_be_visible()


@pytest.mark.timeout(420)
def test_four_people_agree_on_the_shared_need(visit: Visit, cast: Cast, says: Tongue) -> None:
    lead = visit("stockholm", f"/networks/{cast.network.pk}/needs/", says.language)
    need = opened(says, lead)
    orebro, aalborg, coordinator = (
        following(visit(name, f"/documents/{need.document_id}/", says.language))
        for name in ("orebro", "aalborg", "goteborg")
    )
    write_at_once([orebro, aalborg, coordinator])
    comment_and_resolve(says, orebro, aalborg)

    # A product word is pointed at, and the need does not go out for hearing with it.
    describe(says, lead, need, "Vi behöver en kamera vid porten.")
    coordinator.goto(f"/needs/{need.pk}/")
    expect(coordinator.locator("#product-words")).to_contain_text("kamera")
    coordinator.get_by_role("button", name=says("Send to internal review")).click()
    coordinator.get_by_role("button", name=says("Send out for hearing")).click()
    expect(coordinator.get_by_text(says(PRODUCTS))).to_be_visible()
    describe(says, lead, need, "Den som kommer till porten väntar utan att någon vet det.")
    said = Need.objects.get().version

    # Members say what holds at home; the coordinator sees who has not.
    for page in (lead, orebro):
        page.goto(f"/needs/{need.pk}/annex/")
        page.get_by_label(says("The problem here")).fill("Två portar, en vaktmästare.")
        page.get_by_role("button", name=says("Save and confirm")).click()
    coordinator.goto(f"/needs/{need.pk}/demand/")
    without = coordinator.locator(f"h3:text-is('{says('Without an annex')}') + p")
    expect(without).to_contain_text("Aalborg Kommune")
    expect(without).not_to_contain_text("Stockholms stad")

    question = ask_to_adopt(says, coordinator, need)
    for page in (lead, orebro, coordinator):
        answer(says, page, question, says("We support it"))
    answer(says, aalborg, question, says("We cannot"), "Avtalet löper till 2029.")
    coordinator.reload()
    coordinator.get_by_role("button", name=says("Settle the answers now")).click()
    expect(coordinator.locator("#answers")).to_contain_text("Avtalet löper till 2029.")

    # What was adopted stands; what changed on the way can be read.
    lead.goto(f"/needs/{need.pk}/")
    expect(lead.get_by_role("link", name=says("Planning release (OCDS, JSON)"))).to_be_visible()
    expect(lead.get_by_role("link", name=says("Describe the need"))).to_have_count(0)
    lead.get_by_role("link", name=says("Versions and what changed")).click()
    expect(lead.locator("main")).to_contain_text("kamera")
    need.refresh_from_db()
    assert (need.status, need.adopted_version) == ("adopted", said)


@pytest.fixture(params=["sv", "en"])
def says(request: pytest.FixtureRequest) -> Tongue:
    """Everybody's language on this walk."""
    return Tongue(request.param)


@pytest.fixture
def wanted(cast: Cast) -> Need:
    """A need of the whole network, with one item in its catalogue."""
    need = a_need(cast.actor("goteborg"), zone="network")
    an_item(cast.actor("goteborg"), need)
    return need


def at_home(says: Tongue, visit: Visit, need: Need) -> Callable[[str], Page]:
    """A page of demand for whoever is named, their annex written."""

    def open_page(name: str) -> Page:
        page = visit(name, f"/needs/{need.pk}/annex/", says.language)
        page.get_by_label(says("The problem here")).fill("Många små leveranser.")
        page.get_by_role("button", name=says("Save and confirm")).click()
        page.goto(f"/needs/{need.pk}/demand/")
        return page

    return open_page


@pytest.mark.timeout(420)
def test_four_people_turn_wishes_into_credible_demand(
    visit: Visit, cast: Cast, wanted: Need, says: Tongue
) -> None:
    coordinator, stockholm, orebro, aalborg = map(at_home(says, visit, wanted), ("goteborg", *MEMBERS))

    # Budgeted without a decision is refused and loses nothing of what was typed; with one it is taken.
    declare(says, stockholm, "C3", quantity_high="7717")
    expect(stockholm.locator("#id_decision_ref")).to_have_attribute("aria-invalid", "true")
    assert not DemandLine.objects.exists()
    expect(stockholm.locator("#id_quantity_high")).to_have_value("7717")
    stockholm.locator("#id_decision_ref").fill("KS 2026/7")
    stockholm.get_by_role("button", name=says("Declare the line")).click()
    expect(stockholm.locator("main")).to_contain_text(VAN[says.language])
    for page in (stockholm, orebro, coordinator):
        declare(says, page, "C1")

    # An authority that sells on a market has the coordinator hold its demand in trust.
    aalborg.get_by_text(says("Does our authority sell on a market?")).click()
    aalborg.locator("button[name=held]").click()
    declare(says, aalborg, "C1", quantity_mid="8181", quantity_high="9191")

    # The others see sums of three or more, and masks; nobody but the coordinator sees what is held in trust.
    coordinator.goto(f"/needs/{wanted.pk}/demand/")
    coordinator.get_by_role("button", name=says("Publish the table")).click()
    published = says.start_of("Table %(number)s, published %(day)s.", "day", number=1)
    expect(coordinator.get_by_text(published)).to_be_visible()
    orebro.goto(f"/needs/{wanted.pk}/demand/")
    expect(orebro.locator("main")).to_contain_text(says("Masked"))
    expect(orebro.locator("main")).to_contain_text(says.number(8211))  # 8,181 and three times 10
    for hidden in (*map(says.number, (7717, 8181, 9191)), "KS 2026/7"):
        expect(orebro.locator("main")).not_to_contain_text(hidden)
    expect(coordinator.locator("main")).to_contain_text(says.number(9191))

    # A frozen table stays what it was, whatever is declared afterwards.
    coordinator.get_by_label(says("Name"), exact=True).fill("Till RFI")
    coordinator.get_by_role("button", name=says("Publish and freeze")).click()
    snapshot = Snapshot.objects.get()
    line = DemandLine.objects.get(declared_by=cast.authority("orebro"))
    orebro.goto(f"/needs/{wanted.pk}/demand/{line.pk}/")
    orebro.locator("#id_quantity_mid").fill("19")
    orebro.get_by_role("button", name=says("Save")).click()
    coordinator.goto(f"/needs/{wanted.pk}/demand/")
    coordinator.get_by_role("button", name=says("Publish the table")).click()
    aalborg.goto(f"/needs/{wanted.pk}/snapshots/{snapshot.pk}/")
    expect(aalborg.locator("main")).to_contain_text(snapshot.sha256)
    expect(aalborg.locator("main")).to_contain_text(says.number(8211))
    kept = Snapshot.objects.get()
    assert (kept.content, kept.sha256) == (snapshot.content, snapshot.sha256)
