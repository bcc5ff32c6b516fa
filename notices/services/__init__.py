"""Letters are leased, gathered and settled; people say how they want to be told."""

from notices.services.calendar import make_calendar_key, note_shown, revoke_calendar_key
from notices.services.gathering import DIGEST_JOB, gather_digests
from notices.services.letters import (
    LEASE,
    UNSEEN,
    Mailed,
    due_letters,
    due_notices,
    hold_letter,
    lease_letter,
    put_off_letter,
    settle_letter,
    withhold_unseen,
)
from notices.services.mentions import tick_off_mention
from notices.services.preferences import change_rhythm, change_ways, unsubscribe

__all__ = [
    "DIGEST_JOB",
    "LEASE",
    "UNSEEN",
    "Mailed",
    "change_rhythm",
    "change_ways",
    "due_letters",
    "due_notices",
    "gather_digests",
    "hold_letter",
    "lease_letter",
    "make_calendar_key",
    "note_shown",
    "put_off_letter",
    "revoke_calendar_key",
    "settle_letter",
    "tick_off_mention",
    "unsubscribe",
    "withhold_unseen",
]
