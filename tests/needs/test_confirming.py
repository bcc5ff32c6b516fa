"""An authority is asked twice a year whether its annex and volumes still hold, and says so in one answer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Forbidden, Invalid, NotVisible, Stale
from journal.models import Entry
from needs.models import Annex, DemandItem, DemandLine, DemandLineVersion
from needs.services.annexes import change_annex
from needs.services.confirming import confirm_annex
from needs.services.lines import change_line, withdraw_line
from needs.services.publishing import publish_demand
from needs.tables import exact_cells
from networks.models import Seat
from networks.scoping import actor_in
from networks.services import name_deputy
from tasks.models import Schedule
from tasks.services import answer, hand_over, send_due, snooze
from tests.answers import pointed, refused
from tests.asking import ASKED, NEXT, ROUND, after, now_of, reminder
from tests.cast import Cast
from tests.factories.demand import a_line, an_annex, wanting
from tests.factories.needs import a_need
from tests.factories.networks import SeatFactory
from tests.reminders import OPENED, at, clock

Client = APIClient
Journal = Callable[[str], list[str]]


def test_whoever_writes_an_annex_is_asked_in_the_next_round(annex: Annex, stockholm: Actor) -> None:
    schedule = now_of(annex).schedule

    assert schedule is not None
    assert (schedule.owner_id, schedule.next_on, schedule.cadence) == (
        stockholm.user_id,
        ROUND,
        "half-yearly",
    )
    assert schedule.private_to == stockholm.authority_id
    assert Schedule.objects.count() == 1


def test_an_annex_that_a_line_opens_is_asked_about_too(orebro: Actor, vans: DemandItem) -> None:
    a_line(at(orebro, OPENED), vans, period_from=date(2051, 1, 1), period_to=date(2051, 12, 31))

    assert Annex.objects.get().next_confirm_on == ROUND


def test_one_answer_confirms_annex_and_lines_and_moves_the_day_by_half_a_year(
    annex: Annex, stockholm: Actor, journal_of: Journal
) -> None:
    send_due(clock(ASKED))

    then = answer(at(stockholm, ASKED), occurrence=reminder(), outcome="unchanged")

    assert then == NEXT
    confirmed = now_of(annex)
    assert (confirmed.confirmed_on, confirmed.next_confirm_on, confirmed.version) == (ROUND, NEXT, 2)
    assert set(DemandLine.objects.values_list("reported_on", "valid_until", "version")) == {
        (ROUND, ROUND + timedelta(days=365), 2)
    }
    kept = DemandLineVersion.objects.order_by("line", "number").values_list("number", "quantity_mid")
    assert list(kept) == [(1, Decimal(10)), (2, Decimal(10)), (1, Decimal(20)), (2, Decimal(20))]
    assert reminder().outcome == "unchanged"
    assert journal_of(f"authority:{annex.network_id}:{stockholm.authority_id}")[-3:] == [
        "demand.changed",
        "demand.changed",
        "annex.confirmed_privately",
    ]
    assert journal_of(f"person:{stockholm.user_id}")[-1] == "reminder.answered"


def test_the_day_is_a_working_day_where_the_authority_works(aalborg: Actor, vans: DemandItem) -> None:
    annex = an_annex(at(aalborg, datetime(2048, 12, 1, 9, tzinfo=UTC)), vans.need)
    # Saturday 25 November 2051 is three days after the last round that is tried.
    confirmed = confirm_annex(at(aalborg, datetime(2051, 5, 25, 9, tzinfo=UTC)), annex=annex)

    assert confirmed.next_confirm_on == date(2051, 11, 27)


def test_saying_so_early_in_the_round_counts_for_it(annex: Annex, stockholm: Actor) -> None:
    assert confirm_annex(at(stockholm, after(-60)), annex=annex).next_confirm_on == ROUND
    assert confirm_annex(at(stockholm, after(-28)), annex=annex).next_confirm_on == NEXT
    assert confirm_annex(at(stockholm, after(-1)), annex=annex).next_confirm_on == NEXT


def test_what_was_not_answered_is_stale_until_it_is(
    annex: Annex, stockholm: Actor, vans: DemandItem, goteborg: Actor
) -> None:
    day_after = ROUND + timedelta(days=1)
    line = DemandLine.objects.with_names().first()
    assert line is not None
    assert not now_of(annex).is_stale(ROUND)
    assert not line.is_stale(ROUND)
    assert now_of(annex).is_stale(day_after)
    assert line.is_stale(day_after)
    assert [cell["stale"] for cell in exact_cells(vans.need, day_after)] == [1, 1]

    change_line(at(stockholm, after(1)), line=line)
    assert sum(cell["stale"] or 0 for cell in exact_cells(vans.need, day_after)) == 1
    confirm_annex(at(stockholm, after(1)), annex=annex)

    assert not now_of(annex).is_stale(day_after)
    assert [cell["stale"] for cell in exact_cells(vans.need, day_after)] == [0, 0]


def test_a_withdrawn_line_is_not_declared_again(annex: Annex, stockholm: Actor) -> None:
    line = DemandLine.objects.order_by("pk")[0]
    withdraw_line(at(stockholm, OPENED), line=line)

    confirm_annex(at(stockholm, ASKED), annex=annex)

    line.refresh_from_db()
    assert (line.version, line.is_holding) == (2, False)


def test_a_change_of_the_annex_alone_leaves_the_question_open_while_there_are_lines(
    annex: Annex, stockholm: Actor
) -> None:
    send_due(clock(ASKED))

    changed = change_annex(at(stockholm, ASKED), annex=annex, users_count=9)

    assert (changed.confirmed_on, changed.next_confirm_on) == (ROUND, ROUND)
    assert reminder().is_open


def test_without_lines_a_change_of_the_annex_answers(orebro: Actor, vans: DemandItem) -> None:
    annex = an_annex(at(orebro, OPENED), vans.need)
    send_due(clock(ASKED))

    assert change_annex(at(orebro, ASKED), annex=annex, users_count=9).next_confirm_on == NEXT
    assert reminder().outcome == "updated"


def test_its_people_may_choose_another_day(annex: Annex, stockholm: Actor) -> None:
    then = at(stockholm, OPENED)

    assert change_annex(then, annex=annex, next_confirm_on=date(2049, 6, 12)).next_confirm_on == date(
        2049, 6, 14
    )
    with pytest.raises(Invalid) as wrong:
        change_annex(then, annex=annex, next_confirm_on=date(2049, 2, 1))
    assert wrong.value.errors[0].pointer == "/next_confirm_on"
    late = at(stockholm, datetime(2049, 6, 14, 9, tzinfo=UTC))
    assert confirm_annex(late, annex=annex).next_confirm_on == date(2049, 12, 13)


def test_the_answer_and_the_confirmation_are_one_transaction(annex: Annex, stockholm: Actor) -> None:
    send_due(clock(ASKED))
    line = DemandLine.objects.order_by("pk")[1]
    line.version = 2
    line.as_version(stockholm).save()  # in the way of the version that the answer writes last
    entries = Entry.objects.count()

    with pytest.raises(IntegrityError, match="one_row_per_version_of_a_line"):
        answer(at(stockholm, ASKED), occurrence=reminder(), outcome="unchanged")

    assert reminder().is_open
    assert (now_of(annex).confirmed_on, now_of(annex).next_confirm_on) == (OPENED.date(), ROUND)
    assert set(DemandLine.objects.values_list("version", flat=True)) == {1}
    assert Entry.objects.count() == entries


def test_confirming_costs_the_same_however_many_lines_but_for_their_entries(
    annex: Annex, stockholm: Actor, vans: DemandItem, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        wanting(
            at(stockholm, OPENED), vans, 10 + number, period_from=date(2051, 1, 1), period_to=date(2051, 2, 1)
        )

    with django_assert_max_num_queries(30):
        confirm_annex(at(stockholm, ASKED), annex=annex)

    assert set(DemandLine.objects.values_list("version", flat=True)) == {2}


def test_others_confirm_nothing(annex: Annex, goteborg: Actor, turku: Actor, stockholm: Actor) -> None:
    with pytest.raises(NotVisible):
        confirm_annex(at(goteborg, ASKED), annex=annex)
    with pytest.raises(Forbidden, match=r"annex\.write"):
        confirm_annex(at(turku, ASKED), annex=annex)
    with pytest.raises(Stale):
        confirm_annex(at(stockholm, ASKED), annex=annex, version=7)


def test_the_deputy_of_the_seat_answers_too(
    annex: Annex, stockholm: Actor, goteborg: Actor, cast: Cast
) -> None:
    seat = cast.seats["stockholm"]
    deputy = SeatFactory.create(membership=seat.membership).user
    name_deputy(goteborg, seat=seat, deputy=deputy)
    send_due(clock(ASKED))

    hand_over(at(stockholm, ASKED), occurrence=reminder())
    acting = Seat.objects.get(user=deputy)
    answer(actor_in(deputy.acting(ASKED), acting.network_id), occurrence=reminder(), outcome="unchanged")

    assert now_of(annex).next_confirm_on == NEXT


def test_more_time_moves_this_round_and_not_the_next(annex: Annex, stockholm: Actor) -> None:
    send_due(clock(ASKED))

    snooze(at(stockholm, ASKED), occurrence=reminder(), until=date(2049, 6, 8), reason="Budgeten dröjer")

    assert not now_of(annex).is_stale(date(2049, 6, 1))
    confirmed = confirm_annex(at(stockholm, datetime(2049, 6, 8, 9, tzinfo=UTC)), annex=annex)
    assert confirmed.next_confirm_on == NEXT


@pytest.mark.parametrize(
    ("outcome", "note", "field"), [("closed", "", "outcome"), ("unchanged", "Ja", "note")]
)
def test_another_answer_is_refused_by_name(
    annex: Annex, stockholm: Actor, outcome: str, note: str, field: str
) -> None:
    send_due(clock(ASKED))

    with pytest.raises(Invalid) as wrong:
        answer(at(stockholm, ASKED), occurrence=reminder(), outcome=outcome, note=note)

    assert wrong.value.errors[0].pointer == f"/{field}"
    assert reminder().is_open


def test_a_confirmation_makes_nothing_new_to_publish(
    goteborg: Actor, stockholm: Actor, orebro: Actor, aalborg: Actor, vans: DemandItem
) -> None:
    for actor, mid in ((stockholm, 10), (orebro, 20), (aalborg, 30)):
        wanting(at(actor, OPENED), vans, mid)
    publish_demand(at(goteborg, OPENED), need=vans.need)
    for actor in (stockholm, orebro, aalborg):
        mine = Annex.objects.with_names().get(declared_by_id=actor.authority_id)
        confirm_annex(at(actor, ASKED), annex=mine)
    wanting(at(goteborg, ASKED), vans, 40)

    table = publish_demand(at(goteborg, ASKED), need=vans.need).cells

    # Were they shown anew, 100 less 60 would be Göteborg's.
    assert [(cell["mid"], cell["authorities"], cell["awaits_renewal"]) for cell in table] == [("60", 3, True)]


def test_over_http_an_annex_is_confirmed_and_says_when_it_is_asked_next(
    stockholm: Actor, stockholm_client: Client, goteborg_client: Client
) -> None:
    annex = an_annex(stockholm, a_need(stockholm, zone="network"))
    url = f"/api/v1/annexes/{annex.pk}/"
    Schedule.objects.update(next_on=date(2020, 5, 25), anchor_on=date(2020, 5, 25))
    Annex.objects.update(confirmed_on=date(2020, 1, 1))

    late = stockholm_client.get(url).json()
    standing = goteborg_client.get(f"/api/v1/needs/{annex.need_id}/annexes/standing/").json()["results"]
    table = goteborg_client.get(f"/api/v1/needs/{annex.need_id}/demand/").json()
    others = stockholm_client.get(f"/api/v1/needs/{annex.need_id}/demand/").json()
    stale = stockholm_client.post(f"{url}confirm/", headers={"If-Match": '"9"'})
    done = stockholm_client.post(f"{url}confirm/", headers={"If-Match": '"1"'})

    assert (late["is_stale"], late["next_confirm_on"]) == (True, "2020-05-25")
    assert [row["authority"]["name"] for row in standing if row["is_stale"]] == ["Stockholms stad"]
    assert [one["name"] for one in table["members_unconfirmed"]] == ["Stockholms stad"]
    assert others["members_unconfirmed"] is None
    assert refused(stale) == (412, "stale")
    assert (done.status_code, done["ETag"], done.json()["is_stale"]) == (200, '"2"', False)
    assert done.json()["confirmed_on"] == stockholm.now.date().isoformat()
    assert date.fromisoformat(done.json()["next_confirm_on"]) > stockholm.now.date() + timedelta(days=28)
    assert goteborg_client.post(f"{url}confirm/").status_code == 404
    wrong = stockholm_client.patch(url, {"next_confirm_on": "1999-01-01"})
    assert pointed(wrong) == [("/next_confirm_on", "date")]
