from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from access.refusals import Invalid, NotVisible
from journal.models import Entry
from market.models import KIND, MarketAnalysis
from networks.subjects import Subject
from notices.delivery import deliver
from notices.kinds import Kind, Way
from notices.manner import Every
from notices.models import KIND_OF, Cause, Notice, State
from notices.services import change_rhythm, change_ways, due_notices, tick_off_mention, unsubscribe
from notices.telling import mention
from notices.words import WORDS
from tests.cast import Cast
from tests.notices.conftest import MONDAY, MORNING, NIGHT, NOON, Told
from tests.reminders import PostOffice, at, clock


def person(cast: Cast, name: str = "stockholm") -> Actor:
    return cast.people[name].acting(NOON)


def deliver_at(now: Actor) -> int:
    return deliver(now, due_notices(now))


def test_every_cause_has_words_and_a_kind() -> None:
    assert WORDS.keys() == KIND_OF.keys() == set(Cause.values)


def test_what_can_wait_is_gathered_for_monday(told: Told, post_office: PostOffice) -> None:
    notice = told(Cause.TASK_GIVEN)

    assert (notice.state, notice.try_at) == (State.GATHERED, MONDAY)
    assert deliver_at(clock(MONDAY)) == 0


def test_a_mention_is_mailed_at_once(told: Told, post_office: PostOffice) -> None:
    told(Cause.MENTION)

    assert deliver_at(clock(NOON)) == 1
    assert post_office.taken[0]["Subject"].startswith("You are mentioned")


def test_a_mention_at_night_waits_for_the_morning(told: Told, post_office: PostOffice) -> None:
    told(Cause.MENTION, now=NIGHT)

    assert deliver_at(clock(NIGHT)) == deliver_at(clock(MORNING - timedelta(seconds=1))) == 0
    assert deliver_at(clock(MORNING)) == 1


def test_what_is_due_today_does_not_wait_for_the_morning(told: Told, post_office: PostOffice) -> None:
    told(Cause.REMINDER_DUE, now=NIGHT, on_date=date(2049, 3, 24))

    assert deliver_at(clock(NIGHT)) == 1


def test_what_was_due_before_a_clock_was_down_waits_for_the_morning(
    told: Told, post_office: PostOffice
) -> None:
    told(Cause.REMINDER_LATE, now=NIGHT, on_date=date(2049, 3, 22))

    assert deliver_at(clock(NIGHT)) == 0
    assert deliver_at(clock(MORNING)) == 1


def test_a_worker_that_comes_late_keeps_the_quiet_hours_and_counts_no_try(
    told: Told, post_office: PostOffice
) -> None:
    notice = told(Cause.MENTION)

    assert deliver_at(clock(NIGHT)) == 0
    notice.refresh_from_db()
    assert (notice.state, notice.try_at, notice.attempts) == (State.WAITING, MORNING, 0)


def test_who_wants_no_mentions_is_mailed_none_but_finds_them(
    told: Told, cast: Cast, post_office: PostOffice
) -> None:
    change_ways(person(cast), ways={"mention": "off"})

    notice = told(Cause.MENTION)

    assert notice.state == State.WITHHELD
    assert deliver_at(clock(NOON)) == 0
    assert Notice.objects.visible_to(person(cast)).unseen_mentions().get() == notice


def test_a_kind_may_be_moved_to_the_digest_and_back(told: Told, cast: Cast) -> None:
    change_ways(person(cast), ways={"mention": "digest", "task": "immediate"})

    assert told(Cause.MENTION).state == State.GATHERED
    assert told(Cause.TASK_GIVEN).state == State.WAITING


def test_what_was_unsubscribed_while_it_waited_does_not_leave(
    told: Told, cast: Cast, post_office: PostOffice
) -> None:
    notice = told(Cause.MENTION, now=NIGHT)

    unsubscribe(person(cast), kind=Kind.MENTION)

    notice.refresh_from_db()
    assert notice.state == State.WITHHELD
    assert deliver_at(clock(MORNING)) == 0


def test_another_rhythm_moves_what_waits(told: Told, cast: Cast) -> None:
    notice = told(Cause.TASK_GIVEN)

    change_rhythm(person(cast), every="day", weekday=0, hour=7, quiet_from=22, quiet_until=6)

    notice.refresh_from_db()
    assert notice.try_at == MORNING + timedelta(hours=1)


def test_no_digest_at_all_ends_what_waits_for_one(told: Told, cast: Cast) -> None:
    notice = told(Cause.TASK_GIVEN)

    unsubscribe(person(cast), kind=None)

    notice.refresh_from_db()
    assert notice.state == State.WITHHELD
    assert told(Cause.TASK_GIVEN).state == State.WITHHELD


def test_settings_are_ones_own_and_journaled(told: Told, cast: Cast) -> None:
    change_ways(person(cast, "orebro"), ways={"mention": "off"})
    change_rhythm(person(cast, "orebro"), every="never", weekday=0, hour=7, quiet_from=0, quiet_until=0)

    assert told(Cause.MENTION).state == State.WAITING
    assert told(Cause.MENTION, to="orebro").state == State.WITHHELD
    stream = f"person:{cast.people['orebro'].pk}"
    assert list(Entry.objects.of_stream(stream).values_list("type", flat=True)) == ["notices.changed"] * 2


@pytest.mark.parametrize(
    "wrong",
    [{"every": "hour"}, {"weekday": 7}, {"weekday": -1}, {"hour": 24}, {"quiet_from": 99}, {"hour": -1}],
)
def test_a_rhythm_that_is_none_is_refused(cast: Cast, wrong: dict[str, int | str]) -> None:
    rhythm = {"every": Every.DAY, "weekday": 0, "hour": 8, "quiet_from": 21, "quiet_until": 6}

    with pytest.raises(Invalid):
        change_rhythm(person(cast), **{**rhythm, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"gossip": "off"}, {"mention": "shout"}])
def test_an_unknown_kind_or_way_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        change_ways(person(cast), ways=wrong)


@pytest.mark.parametrize("people", [1, 3])
def test_telling_costs_the_same_however_many_are_told(
    cast: Cast, analysis: MarketAnalysis, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = ["stockholm", "orebro", "aalborg"][:people]
    ids = [cast.people[name].pk for name in names]
    subject, goteborg = Subject(KIND, analysis.pk), at(cast.actor("goteborg"), NOON)

    with django_assert_num_queries(3):
        told = mention(
            goteborg,
            ids,
            network_id=cast.network.pk,
            subject=subject,
            cause_id=analysis.pk,
        )

    assert len(told) == people


def test_naming_oneself_or_somebody_twice_in_the_same_words_tells_nobody(
    cast: Cast, analysis: MarketAnalysis
) -> None:
    goteborg, subject = at(cast.actor("goteborg"), NOON), Subject(KIND, analysis.pk)
    ids = [cast.people["goteborg"].pk, cast.people["orebro"].pk]

    for _turn in range(2):
        mention(goteborg, ids, network_id=cast.network.pk, subject=subject, cause_id=analysis.pk)

    assert Notice.objects.get().person == cast.people["orebro"]


def test_a_mention_is_ticked_off_once_and_by_its_person_alone(told: Told, cast: Cast) -> None:
    notice = told(Cause.MENTION)

    with pytest.raises(NotVisible):
        tick_off_mention(person(cast, "orebro"), notice_id=notice.pk)
    for _turn in range(2):
        tick_off_mention(person(cast), notice_id=notice.pk)

    assert not Notice.objects.unseen_mentions().exists()


def test_only_mentions_are_ticked_off(told: Told, cast: Cast) -> None:
    with pytest.raises(NotVisible):
        tick_off_mention(person(cast), notice_id=told(Cause.NUDGE).pk)


def test_ways_that_are_no_change_are_the_house_s(cast: Cast) -> None:
    change_ways(person(cast), ways={kind.value: Way.IMMEDIATE.value for kind in Kind})
    change_ways(person(cast), ways={})

    assert cast.people["stockholm"].preferences.count() == len(Kind)
