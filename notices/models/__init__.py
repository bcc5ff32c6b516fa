"""What people are told, how they want to be told, and what became of it."""

from notices.models.calendar import CalendarKey, CalendarLine, digest_of
from notices.models.digest import Digest
from notices.models.letters import Letter, LetterQuerySet, State
from notices.models.notice import KIND_OF, Cause, Channel, Notice, NoticeQuerySet
from notices.models.preferences import Preference, Rhythm, manner_of, manners_of

__all__ = [
    "KIND_OF",
    "CalendarKey",
    "CalendarLine",
    "Cause",
    "Channel",
    "Digest",
    "Letter",
    "LetterQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Preference",
    "Rhythm",
    "State",
    "digest_of",
    "manner_of",
    "manners_of",
]
