"""What stands beside the text: comments on passages, versions, the ways out, the room about it."""

import re

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from documents.models import Comment, Document, Revision
from documents.services import create_document, make_comment, name_revision
from messaging.models import Room
from tests.cast import Cast
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import faults
from tests.e2e.writing import TEXT, following, heard, paragraphs_at_server, saved, write

pytestmark = [pytest.mark.slow]


@pytest.fixture
def document(cast: Cast) -> Document:
    """An empty document of the whole network."""
    return create_document(cast.actor("goteborg"), network=cast.network, title="Behov av leveranser")


def mark(page: Page, letters: int) -> None:
    """Mark so many letters before the cursor."""
    for _ in range(letters):
        page.keyboard.press("Shift+ArrowLeft")
    heard(page)


def test_passage_is_commented_answered_and_resolved(visit: Visit, document: Document) -> None:
    first, second = (following(visit(name, f"/documents/{document.pk}/")) for name in ("orebro", "aalborg"))
    write(first, "Vi behöver sju fordon")
    mark(first, 10)
    first.keyboard.press("Control+Alt+m")
    first.keyboard.type("Hur stora? @aal")
    expect(first.get_by_role("option", name=re.compile("Aalborg"))).to_be_visible()
    first.keyboard.press("Enter")
    first.get_by_role("button", name="Comment", exact=True).click()

    expect(second.locator(".remark")).to_have_text("sju fordon")
    expect(second.locator("[data-part=announcer]")).to_have_text("Orebro, Örebro kommun has commented")
    comment = Comment.objects.get()
    assert comment.body == "Hur stora? @Aalborg"
    assert [one.person.name for one in comment.mentions.all()] == ["Aalborg"]

    thread = second.locator("[data-threads] > li")
    expect(thread).to_contain_text("Hur stora? @Aalborg")
    thread.get_by_label("Your answer").fill("Skåpbilar.")
    thread.get_by_role("button", name="Answer").click()
    expect(first.locator("[data-threads] > li")).to_contain_text("Skåpbilar.")
    expect(thread).to_be_focused()  # by then nothing moves under the pointer
    thread.get_by_role("button", name="Resolve").click()

    expect(first.locator("[data-threads] > li")).to_have_count(0)
    expect(first.locator(".remark")).to_have_count(0)
    first.get_by_label("Show resolved ones").check()
    expect(first.locator("[data-threads] > li")).to_contain_text("Skåpbilar.")


def test_answer_that_was_overtaken_shows_nothing_older(visit: Visit, document: Document, cast: Cast) -> None:
    page = following(visit("orebro", f"/documents/{document.pk}/"))
    late: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        answer = route.fetch()
        if late:
            route.fulfill(response=answer)
        else:
            late.append((route, answer))

    page.route(f"**/documents/{document.pk}/comments/**", hold_the_first)
    threads = page.locator("[data-threads] > li")
    make_comment(cast.actor("aalborg"), document=document, body="Först")
    while not late:
        page.wait_for_timeout(50)
    make_comment(cast.actor("aalborg"), document=document, body="Sedan")
    expect(threads).to_have_count(2)
    route, answer = late[0]
    with page.expect_response(f"**/documents/{document.pk}/comments/**"):
        route.fulfill(response=answer)
    page.wait_for_timeout(200)

    expect(threads).to_have_count(2)


def test_own_comment_is_changed_and_taken_away_where_it_stands(visit: Visit, document: Document) -> None:
    page, other = (following(visit(name, f"/documents/{document.pk}/")) for name in ("orebro", "aalborg"))
    page.get_by_role("button", name="or comment on the whole document").click()
    page.keyboard.type("Hur stora?")
    page.get_by_role("button", name="Comment", exact=True).click()
    said, heard = (one.locator("[data-threads] > li") for one in (page, other))
    expect(heard).to_contain_text("Hur stora?")
    expect(heard.get_by_role("button", name="Edit")).to_have_count(0)

    said.get_by_role("button", name="Edit").click()
    field = said.get_by_label("Your comment; @ names somebody")
    expect(field).to_have_value("Hur stora?")
    field.fill("Hur små?")
    heard.get_by_label("Your answer").fill("Medel.")
    heard.get_by_role("button", name="Answer").click()
    expect(said).to_contain_text("Medel.")
    expect(field).to_have_value("Hur små?")
    assert faults(page) == []
    said.get_by_role("button", name="Save").click()

    expect(heard).to_contain_text("Hur små?")
    expect(heard).to_contain_text("edited")
    page.once("dialog", lambda dialog: dialog.accept())
    said.get_by_role("button", name="Delete").click()
    expect(heard).to_contain_text("This comment was taken away.")
    expect(heard).to_contain_text("Medel.")
    assert Comment.objects.filter(deleted_at__isnull=False).count() == 1


def test_comment_stays_with_its_passage_whatever_is_written_before_it(
    visit: Visit, document: Document
) -> None:
    page = following(visit("orebro", f"/documents/{document.pk}/"))
    write(page, "Vi behöver sju fordon")
    mark(page, 10)
    page.get_by_role("button", name="Comment on the marked text").click()
    page.keyboard.type("Hur stora?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".remark")).to_have_text("sju fordon")

    other = following(visit("aalborg", f"/documents/{document.pk}/"))
    expect(other.locator(".remark")).to_have_text("sju fordon")
    other.locator(TEXT).click()
    other.keyboard.press("Control+Home")
    other.keyboard.type("År 2027: ")

    expect(page.locator(TEXT)).to_contain_text("År 2027: Vi behöver")
    expect(page.locator(".remark")).to_have_text("sju fordon")
    page.locator(".remark").click()
    expect(page.locator("[data-threads] > li")).to_be_focused()
    expect(page.locator("[data-threads] > li")).to_have_class(re.compile("thread--active"))


def test_version_is_named_compared_and_restored(visit: Visit, document: Document) -> None:
    first, second = (following(visit(name, f"/documents/{document.pk}/")) for name in ("orebro", "aalborg"))
    write(first, "Sju fordon.")
    saved(first)
    first.get_by_label("Name of a version").fill("Före mötet")
    first.get_by_role("button", name="Keep", exact=True).click()
    expect(first.locator("[data-list]")).to_contain_text("Före mötet")
    write(first, " Och tolv till.")
    saved(first)

    first.get_by_role("button", name=re.compile("Compare with now: Före mötet")).click()
    expect(first.get_by_role("dialog").locator("[data-text] ins")).to_contain_text("tolv")
    assert faults(first) == []
    first.get_by_role("button", name="Close").click()
    first.get_by_role("button", name=re.compile("Restore: Före mötet")).click()
    first.get_by_role("dialog").get_by_role("button", name="Restore it").click()

    expect(first.locator(TEXT)).to_have_text("Sju fordon.")
    expect(second.locator(TEXT)).to_have_text("Sju fordon.")
    assert paragraphs_at_server(document) == ["Sju fordon."]
    assert Revision.objects.filter(document=document, kind="restored").count() == 1


def test_observer_reads_comments_and_versions_only(visit: Visit, document: Document, cast: Cast) -> None:
    writer = following(visit("orebro", f"/documents/{document.pk}/"))
    write(writer, "Sju fordon.")
    saved(writer)
    name_revision(cast.actor("orebro"), document=document, name="Första")
    page = following(visit("turku", f"/documents/{document.pk}/"))

    expect(page.locator("[data-list]")).to_contain_text("Första")
    assert page.get_by_role("button", name=re.compile("^Restore")).count() == 0
    assert page.get_by_role("button", name=re.compile("comment on the whole")).count() == 0
    assert page.get_by_role("button", name="Discuss this").count() == 0


def test_discussion_about_the_document_is_one_click_away(visit: Visit, document: Document) -> None:
    page = following(visit("orebro", f"/documents/{document.pk}/"))

    page.get_by_role("button", name="Discuss this").click()

    expect(page).to_have_url(re.compile("/rooms/"))
    room = Room.objects.get(about_kind="document", about_id=document.pk)
    assert room.title == document.title


def test_sharing_says_what_it_means_before_it_is_done(visit: Visit, cast: Cast) -> None:
    private = create_document(cast.actor("stockholm"), network=cast.network, title="Utkast", zone="authority")
    page = following(visit("stockholm", f"/documents/{private.pk}/"))

    page.get_by_role("button", name="Share it for good").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("official document at every authority")
    assert faults(page) == []
    dialog.get_by_role("button", name="Not now").click()
    private.refresh_from_db()
    assert private.is_private

    page.get_by_role("button", name="Share it for good").click()
    page.get_by_role("dialog").get_by_role("button", name="Share it for good").click()
    expect(page.get_by_text("The document is shared with the whole network.")).to_be_visible()
    private.refresh_from_db()
    assert not private.is_private
