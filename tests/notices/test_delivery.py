from datetime import timedelta

import pytest
from pytest_django import Settings

from access.actor import Actor
from access.refusals import Forbidden
from backend.ports import free_port
from networks.services import end_seat
from notices.delivery import deliver
from notices.jobs import deliver_notices, sweep_notices
from notices.models import Notice, State
from notices.patience import GIVES_UP_AFTER
from notices.services import LEASE, due_notices, lease_letter, settle_letter
from notices.telling import Telling, tell, withdraw
from tasks.models import Occurrence
from tests.cast import Cast
from tests.reminders import DUE, TOO_LONG, PostOffice, clock

A_MINUTE = timedelta(minutes=1)


def deliver_all(at: Actor) -> int:
    """What the sweep does at that moment."""
    return deliver(at, due_notices(at))


@pytest.fixture
def notice(reminder: Occurrence) -> Notice:
    """Stockholm is to be told."""
    return Notice.objects.get()


def again(notice: Notice) -> Notice:
    notice.refresh_from_db()
    return notice


def telling(notice: Notice) -> Telling:
    return Telling(
        network_id=notice.network_id,
        person_id=notice.person_id,
        cause=notice.cause,
        cause_id=notice.cause_id,
        subject=notice.subject,
        on_date=notice.on_date,
    )


def test_a_notice_is_mailed_once(notice: Notice, post_office: PostOffice) -> None:
    assert deliver_all(clock()) == 1
    assert deliver_all(clock(DUE + timedelta(days=9))) == 0

    assert again(notice).state == State.SENT
    assert post_office.message_ids == [f"<notice-{notice.pk}@localhost>"]


def test_telling_twice_is_telling_once(notice: Notice, post_office: PostOffice) -> None:
    assert tell([telling(notice)], now=DUE) == []

    assert deliver_all(clock()) == 1


@pytest.mark.parametrize("reply", ["RCPT 550 No such user", "554 Looks like spam"])
def test_a_mail_refused_for_good_is_not_tried_again(
    notice: Notice, post_office: PostOffice, reply: str
) -> None:
    post_office.replies = [reply]

    assert deliver_all(clock()) == 0

    assert again(notice).state == State.FAILED
    assert reply.removeprefix("RCPT ")[:3] in notice.remark
    assert deliver_all(clock(DUE + timedelta(days=1))) == 0


@pytest.mark.parametrize("reply", ["RCPT 451 Greylisted", "452 Full", "421 Going down"])
def test_a_mail_refused_for_now_is_tried_again_later(
    notice: Notice, post_office: PostOffice, reply: str
) -> None:
    post_office.replies = [reply]

    assert deliver_all(clock()) == 0
    assert deliver_all(clock(DUE + A_MINUTE - timedelta(seconds=1))) == 0
    assert deliver_all(clock(DUE + A_MINUTE)) == 1

    assert again(notice).attempts == 2
    assert len(post_office.taken) == 1


def test_a_line_dropped_after_the_data_repeats_the_same_message_id(
    notice: Notice, post_office: PostOffice
) -> None:
    post_office.replies = ["DROP"]

    assert deliver_all(clock()) == 0
    assert deliver_all(clock(DUE + A_MINUTE)) == 1

    first, second = post_office.message_ids
    assert first == second


def test_a_server_that_is_too_slow_is_left_and_tried_again_later(
    notice: Notice, post_office: PostOffice, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = TOO_LONG / 5
    post_office.replies = ["SLOW"]

    assert deliver_all(clock()) == 0
    assert post_office.taken == []
    assert deliver_all(clock(DUE + A_MINUTE)) == 1

    assert again(notice).attempts == 2
    assert len(post_office.taken) == 1


def test_after_four_days_of_refusals_we_give_up(notice: Notice, post_office: PostOffice) -> None:
    post_office.replies = ["452 Full"] * 2

    deliver_all(clock())
    deliver_all(clock(DUE + GIVES_UP_AFTER))

    assert again(notice).state == State.FAILED


def test_where_no_server_answers_one_notice_is_tried_and_the_rest_wait(
    notice: Notice, cast: Cast, post_office: PostOffice, settings: Settings
) -> None:
    other = Notice.objects.get()
    other.pk, other.person_id = None, cast.people["orebro"].pk
    other.id = Notice._meta.get_field("id").get_default()
    other.save(force_insert=True)
    open_port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()

    assert deliver_all(clock()) == 0
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 1]

    settings.EMAIL_PORT = open_port
    assert deliver_all(clock(DUE + A_MINUTE)) == 2


def test_one_bad_address_holds_up_nobody_else(notice: Notice, cast: Cast, post_office: PostOffice) -> None:
    second = Notice.objects.get()
    second.pk, second.person_id = None, cast.people["orebro"].pk
    second.id = Notice._meta.get_field("id").get_default()
    second.save(force_insert=True)
    post_office.replies = ["RCPT 550 No such user"]

    assert deliver_all(clock()) == 1
    assert sorted(Notice.objects.values_list("state", flat=True)) == [State.FAILED, State.SENT]


def test_a_person_whose_seat_ended_gets_no_mail(
    notice: Notice, goteborg: Actor, cast: Cast, post_office: PostOffice
) -> None:
    end_seat(goteborg, seat=cast.seats["stockholm"])

    assert deliver_all(clock()) == 0

    assert again(notice).state == State.WITHHELD
    assert not post_office.taken


def test_somebody_who_may_not_sign_in_gets_no_mail(
    notice: Notice, cast: Cast, post_office: PostOffice
) -> None:
    cast.people["stockholm"].is_active = False
    cast.people["stockholm"].save()

    assert deliver_all(clock()) == 0
    assert again(notice).state == State.WITHHELD


def test_a_withdrawn_notice_is_not_mailed(notice: Notice, post_office: PostOffice) -> None:
    assert withdraw([notice.cause_id], now=DUE, remark="answered") == 1

    assert deliver_all(clock()) == 0
    assert not post_office.taken


def test_a_leased_notice_is_nobody_elses_until_the_lease_has_run_out(notice: Notice) -> None:
    assert lease_letter(clock(), model=Notice, letter_id=notice.pk)

    assert lease_letter(clock(), model=Notice, letter_id=notice.pk) is None
    assert due_notices(clock(DUE + LEASE - timedelta(seconds=1))) == []
    assert due_notices(clock(DUE + LEASE)) == [notice.pk]


def test_who_lost_the_lease_writes_no_outcome(notice: Notice) -> None:
    late = lease_letter(clock(), model=Notice, letter_id=notice.pk)
    current = lease_letter(clock(DUE + LEASE), model=Notice, letter_id=notice.pk)
    assert late is not None
    assert current is not None

    settle_letter(clock(DUE + LEASE), letter=late, state=State.FAILED)
    assert again(notice).state == State.WAITING
    settle_letter(clock(DUE + LEASE), letter=current, state=State.SENT)
    assert again(notice).state == State.SENT


def test_only_the_clock_delivers(notice: Notice, goteborg: Actor) -> None:
    with pytest.raises(Forbidden, match=r"clock\.tick"):
        deliver(goteborg, [notice.pk])


def test_the_sweep_delivers_what_no_nudge_arrived_for(notice: Notice, post_office: PostOffice) -> None:
    Notice.objects.update(try_at=notice.created_at.replace(year=2020))

    assert sweep_notices() == 1
    assert sweep_notices() == 0


def test_the_job_delivers_by_id_and_may_run_twice(notice: Notice, post_office: PostOffice) -> None:
    Notice.objects.update(try_at=notice.created_at.replace(year=2020))

    assert deliver_notices(ids=[str(notice.pk)]) == 1
    assert deliver_notices(ids=[str(notice.pk)]) == 0
