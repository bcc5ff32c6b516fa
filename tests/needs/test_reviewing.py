"""A need's owner is asked whether it still holds: a year after adoption, or on a day that was chosen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict, Forbidden, Invalid, Stale
from needs.models import Need
from needs.services import change_need, share_need
from needs.services.reviewing import review_need
from networks.scoping import actor_in
from networks.services import name_deputy
from notices.models import Notice
from tasks.models import Occurrence, Schedule
from tasks.services import answer, hand_over, send_due, snooze
from tests.answers import pointed, refused
from tests.cast import Cast
from tests.factories.needs import a_need, adopted
from tests.factories.networks import SeatFactory
from tests.reminders import OPENED, at, clock

Client = APIClient
Journal = Callable[[str], list[str]]
IN_A_YEAR = date(2050, 3, 1)  # a Tuesday
ASKED = datetime(2050, 3, 1, 7, tzinfo=UTC)


@pytest.fixture
def need(goteborg: Actor) -> Need:
    """Adopted on 1 March 2049, and owned by its coordinator."""
    return adopted(at(goteborg, OPENED))


@pytest.fixture
def mine(stockholm: Actor, goteborg: Actor) -> Need:
    """Stockholm's, with a day chosen by its owner."""
    made = a_need(at(stockholm, OPENED), zone="network")
    return change_need(at(stockholm, OPENED), need=made, next_review_on=IN_A_YEAR)


def now_of(need: Need) -> Need:
    found: Need = Need.objects.with_names().get(pk=need.pk)
    return found


def reminder() -> Occurrence:
    return Occurrence.objects.select_related("schedule").get()


def test_a_year_after_adoption_its_owner_is_asked(need: Need, goteborg: Actor) -> None:
    assert now_of(need).next_review_on == IN_A_YEAR

    send_due(clock(ASKED))

    told = Notice.objects.get()
    assert (told.cause, told.person_id) == ("reminder_due", goteborg.user_id)


def test_nothing_changed_moves_the_day_by_a_year(need: Need, goteborg: Actor, journal_of: Journal) -> None:
    send_due(clock(ASKED))
    version = now_of(need).version

    then = answer(at(goteborg, ASKED), occurrence=reminder(), outcome="unchanged")

    assert then == now_of(need).next_review_on == date(2051, 3, 1)
    assert now_of(need).version == version + 1
    assert reminder().outcome == "unchanged"
    assert journal_of(f"network:{need.network_id}")[-1] == "need.reviewed"


def test_a_day_that_was_chosen_before_stays_at_adoption(goteborg: Actor) -> None:
    then = at(goteborg, OPENED)
    need = change_need(then, need=a_need(then, zone="network"), next_review_on=date(2049, 9, 1))

    for status in ("internal_review", "hearing", "adopted"):
        need = change_need(then, need=need, status=status)

    assert need.next_review_on == date(2049, 9, 1)


def test_a_day_is_moved_to_a_working_day_and_taken_away(mine: Need, stockholm: Actor) -> None:
    then = at(stockholm, OPENED)

    # 25 and 26 June are Midsummer Eve and a Saturday.
    assert change_need(then, need=mine, next_review_on=date(2049, 6, 25)).next_review_on == date(2049, 6, 28)
    assert change_need(then, need=mine, next_review_on=None).next_review_on is None
    assert Schedule.objects.get().next_at is None
    assert change_need(then, need=mine, next_review_on=IN_A_YEAR).next_review_on == IN_A_YEAR


@pytest.mark.parametrize("day", [date(2049, 2, 28), date(2054, 3, 2)])
def test_a_day_that_can_not_be_is_refused_and_nothing_moves(mine: Need, stockholm: Actor, day: date) -> None:
    with pytest.raises(Invalid) as wrong:
        change_need(at(stockholm, OPENED), need=mine, next_review_on=day)

    assert wrong.value.errors[0].pointer == "/next_review_on"
    assert now_of(mine).next_review_on == IN_A_YEAR


def test_a_late_need_keeps_its_day_when_something_else_is_saved(mine: Need, stockholm: Actor) -> None:
    late = at(stockholm, ASKED + timedelta(days=30))
    send_due(clock(ASKED))

    change_need(late, need=mine, problem="Trånga gårdar", next_review_on=IN_A_YEAR)

    assert now_of(mine).next_review_on == IN_A_YEAR
    assert reminder().is_open


def test_another_owner_is_asked_from_now_on(mine: Need, stockholm: Actor, orebro: Actor) -> None:
    send_due(clock(ASKED))

    change_need(at(stockholm, ASKED), need=mine, owner_id=orebro.person_id)

    assert Schedule.objects.get().owner_id == orebro.user_id
    assert answer(at(orebro, ASKED), occurrence=reminder(), outcome="updated") == date(2051, 3, 1)


def test_a_need_that_is_replaced_is_asked_about_no_more(need: Need, goteborg: Actor) -> None:
    send_due(clock(ASKED))

    change_need(at(goteborg, ASKED), need=need, status="superseded")

    assert now_of(need).next_review_on is None
    assert reminder().outcome == "superseded"
    with pytest.raises(Conflict, match="need_superseded"):
        review_need(at(goteborg, ASKED), need=need)
    with pytest.raises(Conflict, match="need_superseded"):
        change_need(at(goteborg, ASKED), need=need, next_review_on=date(2051, 1, 9))


def test_nobody_need_ask_any_more(mine: Need, stockholm: Actor) -> None:
    send_due(clock(ASKED))

    assert answer(at(stockholm, ASKED), occurrence=reminder(), outcome="not_relevant") is None

    assert now_of(mine).next_review_on is None
    assert reminder().outcome == "closed"
    assert review_need(at(stockholm, ASKED), need=mine).next_review_on == date(2051, 3, 1)


def test_a_private_need_is_told_to_its_own_people_alone(
    stockholm: Actor, cast: Cast, journal_of: Journal
) -> None:
    then = at(stockholm, OPENED)
    need = change_need(then, need=a_need(then), next_review_on=IN_A_YEAR)
    for days in (0, 1, 7, 21):
        send_due(clock(ASKED + timedelta(days=days)))
    assert {one.person_id for one in Notice.objects.all()} == {stockholm.user_id}

    review_need(at(stockholm, ASKED + timedelta(days=21)), need=need)
    assert (
        journal_of(f"authority:{need.network_id}:{stockholm.authority_id}")[-1] == "need.reviewed_privately"
    )
    assert "need.reviewed" not in journal_of(f"network:{need.network_id}")

    share_need(then, need=need)
    assert Schedule.objects.get().private_to is None


def test_who_reviews(mine: Need, stockholm: Actor, goteborg: Actor, orebro: Actor, turku: Actor) -> None:
    with pytest.raises(Forbidden, match=r"need\.manage"):
        review_need(at(orebro, OPENED), need=mine)
    with pytest.raises(Forbidden, match=r"need\.edit"):
        review_need(at(turku, OPENED), need=mine)
    with pytest.raises(Stale):
        review_need(at(stockholm, OPENED), need=mine, version=9)
    with pytest.raises(Invalid):
        review_need(at(stockholm, OPENED), need=mine, outcome="perhaps")

    assert review_need(at(goteborg, OPENED), need=mine).next_review_on == date(2051, 3, 1)


def test_the_deputy_reviews_what_was_handed_over(
    mine: Need, stockholm: Actor, goteborg: Actor, cast: Cast
) -> None:
    deputy = SeatFactory.create(membership=cast.seats["stockholm"].membership).user
    name_deputy(goteborg, seat=cast.seats["stockholm"], deputy=deputy)
    send_due(clock(ASKED))
    hand_over(at(stockholm, ASKED), occurrence=reminder())

    standing = actor_in(deputy.acting(ASKED), cast.network.pk)

    assert answer(standing, occurrence=reminder(), outcome="unchanged") == date(2051, 3, 1)


def test_more_time_is_told_to_those_who_see_the_need(
    mine: Need, stockholm: Actor, journal_of: Journal
) -> None:
    send_due(clock(ASKED))

    snooze(at(stockholm, ASKED), occurrence=reminder(), until=date(2050, 3, 15), reason="Ledig")

    assert now_of(mine).next_review_on == date(2050, 3, 15)
    assert journal_of(f"network:{mine.network_id}")[-1] == "need.changed"


def test_a_note_is_refused_rather_than_lost(mine: Need, stockholm: Actor) -> None:
    send_due(clock(ASKED))

    with pytest.raises(Invalid) as wrong:
        answer(at(stockholm, ASKED), occurrence=reminder(), outcome="unchanged", note="Ja")

    assert wrong.value.errors[0].pointer == "/note"


def test_over_http_a_need_is_reviewed(
    stockholm: Actor, stockholm_client: Client, orebro_client: Client
) -> None:
    need = a_need(stockholm, zone="network")
    url = f"/api/v1/needs/{need.pk}/"
    chosen = (stockholm.now + timedelta(days=40)).date().isoformat()
    set_to = stockholm_client.patch(url, {"next_review_on": chosen})

    late = stockholm_client.post(f"{url}review/", {"outcome": "unchanged"}, headers={"If-Match": '"1"'})
    done = stockholm_client.post(f"{url}review/", {"outcome": "unchanged"}, headers={"If-Match": '"2"'})

    assert set_to.json()["next_review_on"] >= chosen
    assert refused(late) == (412, "stale")
    assert (done.status_code, done["ETag"]) == (200, '"3"')
    assert done.json()["next_review_on"] > set_to.json()["next_review_on"]
    assert orebro_client.post(f"{url}review/", {"outcome": "unchanged"}).status_code == 403
    assert pointed(stockholm_client.post(f"{url}review/", {"outcome": "maybe"})) == [
        ("/outcome", "invalid_choice")
    ]
