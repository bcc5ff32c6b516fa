"""How fast and how large a client may speak."""

import time

from django.conf import settings

# Frames a second that a client may keep up, and how many it may send at once. Promised: at least 50.
FRAMES_A_SECOND = 100.0
BURST = 300.0
# Bytes of one frame: the longest message, every character escaped in the worst usual way, fits.
LARGEST_FRAME = 128 * 1024


class Allowance:
    """What one client may still send: refilled all the time, never above the burst."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float = FRAMES_A_SECOND, burst: float = BURST) -> None:
        self._at = time.monotonic()
        self._rate = rate
        self._left = self._burst = burst

    def spend(self) -> bool:
        """Take one frame; False where the client has sent too many."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate) - 1
        self._at = now
        return self._left >= 0 or not settings.RATE_LIMITS


def is_too_large(text: str) -> bool:
    """Is the frame larger than a client has any reason to send?"""
    return len(text) > LARGEST_FRAME or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FRAME
