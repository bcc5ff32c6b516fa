from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from access.actor import Actor
from access.refusals import Forbidden
from accounts.models import User
from journal.ids import uuid7
from market.models import KIND, MarketAnalysis
from networks.services import end_seat
from notices.delivery import deliver
from notices.jobs import MOST_PAGES, gather, sweep_notices
from notices.models import Cause, Digest, Notice, State
from notices.services import due_letters, gather_digests
from notices.telling import withdraw
from tests.cast import Cast
from tests.notices.conftest import MONDAY, NOON, Told
from tests.reminders import PostOffice, clock

A_DAY = timedelta(days=1)
# Who has news, what, how they want it (2); digests, which of them are new, news marked; a savepoint, as in
# a test the transaction is not the outermost one (2).
GATHERING = 9


def post(now: Actor) -> int:
    """What the clock does at that moment: gather, and deliver."""
    gather_digests(now)
    return deliver(now, due_letters(now, model=Digest), model=Digest)


def text_of(mail: Any) -> str:
    return str(mail.get_payload(0).get_payload(decode=True).decode()).replace("\r\n", "\n")


def html_of(mail: Any) -> str:
    return str(mail.get_payload(1).get_payload(decode=True).decode())


def test_a_week_s_news_is_one_mail(told: Told, post_office: PostOffice, settings: Settings) -> None:
    for _turn in range(3):
        notice = told(Cause.TASK_GIVEN)

    assert post(clock(MONDAY - timedelta(seconds=1))) == 0
    assert post(clock(MONDAY)) == 1
    assert post(clock(MONDAY)) == post(clock(MONDAY + 7 * A_DAY)) == 0

    (mail,) = post_office.taken
    assert mail["Subject"] == "3 things in your networks"
    assert mail["Message-ID"] == f"<digest-{Digest.objects.get().pk}@localhost>"
    assert text_of(mail).count("You were given the task") == 3
    assert "Nordic zero-emission delivery" in text_of(mail)
    assert f"{settings.SITE_URL}/go/{KIND}/{notice.subject_id}/" in html_of(mail)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}


def test_a_digest_speaks_the_persons_language(told: Told, cast: Cast, post_office: PostOffice) -> None:
    User.objects.filter(pk=cast.people["stockholm"].pk).update(language="sv")
    told(Cause.TASK_GIVEN)

    post(clock(MONDAY))

    assert "Nordisk utsläppsfri varuleverans" in text_of(post_office.taken[0])
    assert '<html lang="sv">' in html_of(post_office.taken[0])


def test_where_nothing_happened_nothing_is_mailed(cast: Cast, post_office: PostOffice) -> None:
    assert post(clock(MONDAY)) == 0
    assert not Digest.objects.exists()


def test_news_is_grouped_by_network(
    told: Told, cast: Cast, post_office: PostOffice, kiruna_too: Callable[[], None]
) -> None:
    told(Cause.TASK_GIVEN)
    kiruna_too()

    post(clock(MONDAY))

    text = text_of(post_office.taken[0])
    assert text.index("Nordic zero-emission delivery\n") < text.index("Welfare technology\n")


@pytest.fixture
def kiruna_too(cast: Cast) -> Callable[[], None]:
    """Tell Stockholm of an analysis in the other network, where they get a seat too."""
    from tests.factories.market import AnalysisFactory  # noqa: PLC0415
    from tests.factories.networks import MembershipFactory, SeatFactory  # noqa: PLC0415

    def do() -> None:
        membership = MembershipFactory.create(
            network=cast.other_network, authority=cast.authority("stockholm")
        )
        SeatFactory.create(membership=membership, user=cast.people["stockholm"])
        analysis = AnalysisFactory.create(network=cast.other_network)
        Notice.objects.create(
            network=cast.other_network,
            person=cast.people["stockholm"],
            cause=Cause.TASK_GIVEN,
            cause_id=uuid7(),
            subject_kind=KIND,
            subject_id=analysis.pk,
            on_date=NOON.date(),
            created_at=NOON,
            try_at=MONDAY,
            state=State.GATHERED,
        )

    return do


def test_what_may_not_be_seen_any_more_is_left_out(
    told: Told, cast: Cast, goteborg: Actor, post_office: PostOffice, kiruna_too: Callable[[], None]
) -> None:
    hidden = told(Cause.TASK_GIVEN)
    kiruna_too()
    gather_digests(clock(MONDAY))
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert post(clock(MONDAY)) == 1

    assert "Nordic zero-emission delivery" not in text_of(post_office.taken[0])
    assert post_office.taken[0]["Subject"] == "One thing in your networks"
    hidden.refresh_from_db()
    assert hidden.state == State.WITHHELD


def test_a_digest_of_which_nothing_may_be_seen_does_not_leave(
    told: Told, cast: Cast, goteborg: Actor, post_office: PostOffice
) -> None:
    told(Cause.TASK_GIVEN)
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert post(clock(MONDAY)) == 0
    assert Digest.objects.get().state == State.WITHHELD


def test_what_was_answered_meanwhile_is_not_news(told: Told, post_office: PostOffice) -> None:
    notice = told(Cause.REMINDER_AHEAD)
    gather_digests(clock(MONDAY))
    withdraw([notice.cause_id], now=MONDAY, remark="answered")

    assert post(clock(MONDAY)) == 0
    assert not post_office.taken


def test_news_after_todays_digest_waits_for_the_next(told: Told, post_office: PostOffice) -> None:
    told(Cause.TASK_GIVEN)
    post(clock(MONDAY))
    late = told(Cause.TASK_GIVEN)
    Notice.objects.filter(pk=late.pk).update(try_at=MONDAY)  # as if told before, and committed after

    assert post(clock(MONDAY + timedelta(hours=1))) == 0
    assert post(clock(MONDAY + 7 * A_DAY)) == 1


def test_after_a_week_without_a_clock_one_digest_comes(told: Told, post_office: PostOffice) -> None:
    told(Cause.TASK_GIVEN)
    told(Cause.TASK_GIVEN, now=NOON + 7 * A_DAY)

    assert post(clock(MONDAY + 16 * A_DAY)) == 1
    assert post_office.taken[0]["Subject"] == "2 things in your networks"


@pytest.mark.parametrize(("reply", "sent"), [("RCPT 550 No such user", 0), ("452 Greylisted", 1)])
def test_a_digest_is_tried_again_or_given_up_like_any_mail(
    told: Told, post_office: PostOffice, reply: str, sent: int
) -> None:
    notice = told(Cause.TASK_GIVEN)
    post_office.replies = [reply]

    assert post(clock(MONDAY)) == 0
    assert post(clock(MONDAY + timedelta(minutes=1))) == sent

    notice.refresh_from_db()
    assert notice.state == (State.SENT if sent else State.FAILED)


def test_a_digest_names_fifty_things_and_counts_the_rest(told: Told, post_office: PostOffice) -> None:
    first = told(Cause.TASK_GIVEN)
    more = []
    for _turn in range(54):
        copy = Notice.objects.get(pk=first.pk)
        copy.id, copy.cause_id = uuid7(), uuid7()
        more.append(copy)
    Notice.objects.bulk_create(more)

    post(clock(MONDAY))

    (mail,) = post_office.taken
    assert mail["Subject"] == "55 things in your networks"
    assert text_of(mail).count("You were given the task") == 50
    assert "And 5 more things" in text_of(mail)


def news_for(people: list[User], like: Notice) -> None:
    """One piece of news, as that one, for each of these."""
    rows = []
    for person in people:
        copy = Notice.objects.get(pk=like.pk)
        copy.id, copy.cause_id, copy.person = uuid7(), uuid7(), person
        rows.append(copy)
    Notice.objects.bulk_create(rows)


@pytest.mark.parametrize("people", [1, 3])
def test_gathering_costs_the_same_however_many_have_news(
    told: Told, cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    like = told(Cause.TASK_GIVEN)
    names = ["orebro", "aalborg", "goteborg"][:people]
    news_for([cast.people[name] for name in names], like)

    with django_assert_num_queries(GATHERING):
        assert len(gather_digests(clock(MONDAY))) == people + 1


def test_of_fifty_thousand_people_a_hundred_with_news_cost_a_hundred_mails_and_one_job(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 18 of the failure modes."""
    like = told(Cause.TASK_GIVEN)
    User.objects.bulk_create(
        [User(name="Kim", email=f"kim.{number}@big.example") for number in range(50_000)], batch_size=5000
    )
    everybody = User.objects.filter(email__endswith="@big.example").order_by("pk")
    news_for(list(everybody[::500]), like)
    jobs: list[int] = []

    def nudged(_job: str, ids: list[UUID], *, queue: str) -> None:
        assert queue == "mail"
        jobs.append(len(ids))

    monkeypatch.setattr("notices.services.gathering.nudge", nudged)

    with CaptureQueriesContext(connection) as asked:
        while gather_digests(clock(MONDAY)):
            pass

    assert jobs == [101, 0]
    assert Digest.objects.count() == 101
    assert len(asked) < 20


def test_only_the_clock_gathers(goteborg: Actor) -> None:
    with pytest.raises(Forbidden, match=r"clock\.tick"):
        gather_digests(goteborg)


def test_the_clock_s_jobs_gather_and_deliver_what_has_waited(
    told: Told, post_office: PostOffice, analysis: MarketAnalysis
) -> None:
    told(Cause.TASK_GIVEN)
    Notice.objects.update(try_at=NOON.replace(year=2020))

    assert gather() == 1
    assert sweep_notices() == 1
    assert gather() == 0
    assert MOST_PAGES * 500 >= 100_000
