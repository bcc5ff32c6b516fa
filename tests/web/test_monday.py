from django.utils import timezone

from access.actor import Actor
from journal.ids import uuid7
from market.models import KIND, MarketAnalysis
from messaging.models import Room
from messaging.services import post_message
from networks.services import Wanted, end_seat, invite_people
from networks.subjects import Subject
from notices.models import Notice
from notices.telling import mention
from tasks.models import Occurrence
from tests.cast import Cast
from tests.web.conftest import Browser, text_of


def named(actor: Actor, cast: Cast, analysis: MarketAnalysis) -> Notice:
    (made,) = mention(
        actor,
        [cast.people["stockholm"].pk],
        network_id=cast.network.pk,
        subject=Subject(KIND, analysis.pk),
        cause_id=uuid7(),
    )
    return Notice.objects.get(pk=made)


def test_a_quiet_monday_says_so(browser: Browser) -> None:
    assert "Nothing waits for you." in text_of(browser("stockholm").get("/"))


def test_everything_that_waits_stands_first(
    browser: Browser, cast: Cast, goteborg: Actor, room: Room, reminder: Occurrence, analysis: MarketAnalysis
) -> None:
    post_message(goteborg, room=room, body="Hur många?")
    named(goteborg, cast, analysis)

    page = text_of(browser("stockholm").get("/"))

    assert f"/reminders/#reminder-{reminder.pk}" in page
    assert "1 unread message" in page
    assert "You are mentioned" in page
    assert page.index('id="monday"') < page.index('id="places"')


def test_an_invitation_to_another_network_waits_too(browser: Browser, cast: Cast) -> None:
    kiruna = cast.people["kiruna"].acting(timezone.now())
    from networks.scoping import actor_in  # noqa: PLC0415

    placed = actor_in(kiruna, cast.other_network.pk)
    wanted = [Wanted(email="member@stockholm.example", authority=str(cast.authority("stockholm").pk))]
    invite_people(placed, network=cast.other_network, wanted=wanted)

    page = text_of(browser("stockholm").get("/"))

    assert f"You are invited to {cast.other_network.name_en}" in page


def test_a_mention_is_ticked_off(
    browser: Browser, cast: Cast, goteborg: Actor, analysis: MarketAnalysis
) -> None:
    notice = named(goteborg, cast, analysis)
    client = browser("stockholm")

    assert browser("orebro").post(f"/mentions/{notice.pk}/seen/").status_code == 404
    assert client.post(f"/mentions/{notice.pk}/seen/")["Location"] == "/"
    assert "You are mentioned" not in text_of(client.get("/"))


def test_a_mention_where_one_may_not_look_any_more_is_not_shown(
    browser: Browser, cast: Cast, goteborg: Actor, analysis: MarketAnalysis
) -> None:
    named(goteborg, cast, analysis)
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert "You are mentioned" not in text_of(browser("stockholm").get("/"))
