import subprocess
import sys

from backend.processes import LaunchError
from backend.watch import GOOD_LIFE, LONGEST_WAIT, Watched


def ended() -> subprocess.Popen[bytes]:
    """A process that has already ended with exit code 3."""
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    return process


def test_a_death_is_told_and_the_next_start_is_put_off() -> None:
    watched = Watched("web", ended, ended(), born_at=0)

    assert watched.look(now=1) == "web ended (exit code 3); it starts again in 0.5 s."
    assert watched.look(now=1.4) == ""
    assert watched.look(now=1.5) == "web started again."


def test_dying_again_and_again_waits_longer_each_time_up_to_a_limit() -> None:
    watched, now, waits = Watched("web", ended, ended(), born_at=0), 0.0, []
    for _ in range(7):
        watched.look(now)
        assert watched.due_at is not None
        waits.append(watched.due_at - now)
        now = watched.due_at
        watched.look(now)

    assert waits == [0.5, 1, 2, 4, 8, LONGEST_WAIT, LONGEST_WAIT]


def test_after_a_good_life_the_first_wait_is_short_again() -> None:
    watched = Watched("web", ended, ended(), wait=8, born_at=0)

    assert watched.look(now=GOOD_LIFE).endswith("in 0.5 s.")


def test_a_launch_that_is_refused_is_told_and_tried_again() -> None:
    def refuse() -> subprocess.Popen[bytes]:
        raise LaunchError("the data is in use")

    watched = Watched("Postgres", refuse, ended(), born_at=0)
    watched.look(now=0)

    assert watched.look(now=1) == "Postgres did not start (the data is in use); it starts again in 1 s."
    assert watched.due_at == 2


def test_a_death_by_signal_names_the_signal() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    process.kill()
    process.wait()

    assert "signal 9" in Watched("worker", ended, process, born_at=0).look(now=0)
