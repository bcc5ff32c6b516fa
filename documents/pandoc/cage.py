"""Becomes another program that can't outlive us, nor take more time, memory or disk than it is given.

Run as a script: `cage.py SECONDS MEGABYTES COMMAND ...`; 0 megabytes where the program keeps its own
bounds. Knows nothing of the house, so that it starts fast.
"""

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG = 1
_LARGEST_FILE = 256 * 1024 * 1024


def enter(seconds: int, megabytes: int) -> None:
    """Bind this process, and whatever it becomes, to these bounds, and to the life of its parent."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


if __name__ == "__main__":
    enter(int(sys.argv[1]), int(sys.argv[2]))
    os.execvp(sys.argv[3], sys.argv[3:])  # noqa: S606 - becoming that program is what it is for
