"""Wakes a waiting process when a signal arrives: no polling, and nothing done inside a handler."""

import select
import signal
import socket

STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class Bell:
    """Rings for a child that ended and for a wish to stop; one per process, made in its main thread."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in {signal.SIGCHLD, *STOPS}:
            # A handler of ours also overrides the "ignore" that a shell's background job inherits for SIGINT.
            signal.signal(number, lambda *_: None)
        self.is_stop_wanted = False

    def wait(self, seconds: float | None = None) -> None:
        """Sleep until a signal arrives, or this long."""
        readable, _, _ = select.select([self._reader], [], [], seconds)
        if readable:
            rung = self._reader.recv(4096)
            self.is_stop_wanted = self.is_stop_wanted or bool(STOPS.intersection(rung))
