"""Two beats and four workers at once, each killed at a named step; then a second life without deaths.

The processes are forks: what they do is the product's own code against a real database and a real
mail server, and dying is SIGKILL in the middle of it.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.mail.backends.smtp import EmailBackend
from django.db import connections

from market.models import MarketAnalysis
from notices import delivery
from notices.delivery import deliver
from notices.models import Notice, State
from notices.services import LEASE, due_notices
from tasks import jobs
from tasks.claims import Claimed
from tasks.jobs import tick_at
from tasks.models import Occurrence, Schedule
from tasks.services import falling_due
from tests.cast import Cast
from tests.factories.market import AnalysisFactory
from tests.reminders import DUE, PostOffice, clock

BEAT_STEPS = ("claimed", "notice written")
WORKER_STEPS = ("lease taken", "250 received", "outcome written")
STEPS = BEAT_STEPS + WORKER_STEPS
BEATS, WORKERS = 2, 4
SCHEDULES = 8
A_BATCH = 3  # so that two beats share the work
SECOND_LIFE = DUE + LEASE + timedelta(minutes=1)


@dataclass
class Tolls:
    """How often processes died at each step, and which mails came more than once."""

    deaths: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    rounds: int = 0


def one_round(cast: Cast, office: PostOffice, chance: random.Random, tolls: Tolls, *, step: str = "") -> None:
    """Let things fall due among deaths, finish without, and check what came of it.

    With `step`, everybody whose step it is dies there the first time.
    """
    ids = _fall_due(cast)
    office.taken.clear()
    doomed = [
        (work, step if step in steps else chance.choice(steps), 1 if step in steps else chance.randint(1, 4))
        for work, steps, count in ((_beat, BEAT_STEPS, BEATS), (_worker, WORKER_STEPS, WORKERS))
        for _turn in range(count)
    ]
    children = {_fork(work, where, passings): where for work, where, passings in doomed}
    died = Counter(where for pid, where in children.items() if _killed(pid))
    tick_at(clock(SECOND_LIFE))
    deliver(clock(SECOND_LIFE), due_notices(clock(SECOND_LIFE)))
    _check(ids, office, died, tolls)


def _fall_due(cast: Cast) -> set[Any]:
    owner = cast.people["stockholm"]
    made = [
        AnalysisFactory.create(network=cast.network, owner=owner, due_at=DUE) for _turn in range(SCHEDULES)
    ]
    ids = {analysis.schedule_id for analysis in made}
    Schedule.objects.filter(pk__in=ids).update(next_at=DUE)
    assert MarketAnalysis.objects.filter(schedule_id__in=ids).count() == SCHEDULES
    return ids


def _fork(work: Callable[[], None], step: str, passings: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        for connection in connections.all(initialized_only=True):
            connection.connection = None  # it is our parent's; psycopg leaves it open in a fork
        falling_due.BATCH = A_BATCH
        vars(jobs)["BATCH"] = A_BATCH
        _doom(step, passings)
        work()
    finally:
        os._exit(0)


def _killed(pid: int) -> bool:
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _beat() -> None:
    tick_at(clock())


def _worker() -> None:
    idle = 0
    while idle < 25:
        ids = due_notices(clock())
        deliver(clock(), ids)
        idle = 0 if ids else idle + 1
        time.sleep(0.02)


def _doom(step: str, passings: int) -> None:
    """Die after the step was taken so many times by this process."""
    left = iter(range(passings - 1, -1, -1))

    def after(done: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*args: Any, **options: Any) -> Any:
            came = done(*args, **options)
            if (came is not None or step == "outcome written") and next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return came

        return dying

    places: dict[str, tuple[Any, str]] = {
        "claimed": (Claimed, "climb"),
        "notice written": (falling_due, "tell"),
        "lease taken": (delivery, "lease_letter"),
        "250 received": (EmailBackend, "send_messages"),
        "outcome written": (delivery, "settle_letter"),
    }
    where, name = places[step]
    setattr(where, name, after(getattr(where, name)))


def _check(ids: set[Any], office: PostOffice, died: Counter[str], tolls: Tolls) -> None:
    occurrences = Occurrence.objects.filter(schedule_id__in=ids)
    notices = Notice.objects.filter(cause_id__in=occurrences.values("pk"))
    came = Counter(office.message_ids)
    repeats = sum(came.values()) - len(came)

    assert Counter(occurrences.values_list("schedule_id", flat=True)) == Counter(dict.fromkeys(ids, 1))
    assert notices.count() == SCHEDULES
    assert set(notices.values_list("state", flat=True)) == {State.SENT}
    assert came.keys() == {f"<notice-{pk}@localhost>" for pk in notices.values_list("pk", flat=True)}
    # The one window: between the server's 250 and our commit.
    assert repeats == died["250 received"]
    tolls.deaths += died
    tolls.repeats += repeats
    tolls.rounds += 1
