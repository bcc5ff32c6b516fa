"""Two clocks at once, and clocks that die between two steps: each occurrence once, no mail lost."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction

from journal.models import Entry, Stream
from market.models import MarketAnalysis
from notices.delivery import deliver
from notices.models import Notice, State
from notices.services import LEASE, due_notices
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule
from tests.cast import Cast
from tests.factories.market import ScheduleFactory
from tests.reminders import DUE, PostOffice, clock
from tests.tasks.conftest import Tick

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until(is_so: Callable[[], bool], patience: float = 20) -> None:
    """Look until it is so. A test that waits in vain fails here."""
    until = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def test_four_ticks_at_once_let_everything_fall_due_once(cast: Cast) -> None:
    owner = cast.people["stockholm"]
    schedules = ScheduleFactory.build_batch(200, network=cast.network, owner=owner, next_at=DUE)
    Schedule.objects.bulk_create(schedules)

    def one_clock(_turn: int) -> int:
        try:
            return tick_at(clock())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clocks:
        looked_at = list(clocks.map(one_clock, range(4)))

    assert sum(looked_at) == 200
    assert Occurrence.objects.count() == Notice.objects.count() == 200
    assert Entry.objects.of_stream(f"person:{owner.pk}").count() == 200


def test_two_workers_with_the_same_batch_send_each_mail_once(
    analysis: MarketAnalysis, post_office: PostOffice
) -> None:
    tick_at(clock())
    ids = due_notices(clock())

    def one_worker(_turn: int) -> int:
        try:
            return deliver(clock(), ids)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(one_worker, range(4)))

    assert sum(sent) == len(post_office.taken) == 1


@pytest.mark.slow
def test_a_clock_killed_before_its_commit_leaves_nothing_behind(
    analysis: MarketAnalysis, post_office: PostOffice, tick: Tick, cast: Cast
) -> None:
    stream = Stream.objects.create(key=f"person:{cast.people['stockholm'].pk}")
    with transaction.atomic():
        Stream.objects.select_for_update().get(pk=stream.pk)  # the clock's last step waits for us
        dying = tick()
        wait_until(_somebody_waits_for_us)
        dying.kill()
        dying.wait()

    assert Occurrence.objects.count() == Notice.objects.count() == 0
    assert tick().communicate()[0] == "Fell due: 1. Mails sent: 1.\n"
    assert len(post_office.taken) == 1


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.slow
def test_a_clock_killed_between_commit_and_nudge_loses_no_mail(
    analysis: MarketAnalysis, post_office: PostOffice, tick: Tick, tmp_path: Path
) -> None:
    deaf = socket.socket(socket.AF_UNIX)  # a broker that takes the call and never answers
    path = Path("/tmp") / f"deaf-{uuid4().hex[:8]}.sock"
    deaf.bind(str(path))
    deaf.listen()
    dying = tick(REDIS_URL=f"unix://{path}")
    wait_until(Notice.objects.exists)
    dying.kill()
    dying.wait()
    deaf.close()
    path.unlink()

    assert not post_office.taken
    assert deliver(clock(), due_notices(clock())) == 1
    assert len(post_office.taken) == 1


@pytest.mark.slow
def test_a_worker_killed_after_the_servers_250_repeats_the_same_message_id(
    analysis: MarketAnalysis, post_office: PostOffice, tick: Tick
) -> None:
    dying = tick()
    post_office.taking = dying.kill
    dying.wait()
    assert len(post_office.taken) == 1
    assert Notice.objects.get().state == State.WAITING

    assert due_notices(clock(DUE + LEASE - timedelta(seconds=1))) == []
    later = clock(DUE + LEASE)
    assert deliver(later, due_notices(later)) == 1

    assert post_office.message_ids[0] == post_office.message_ids[1]
    assert Notice.objects.get().state == State.SENT
