"""What people are told of, and by what way unless they say otherwise: a table. Pure, no framework."""

from enum import StrEnum


class Kind(StrEnum):
    """What a person chooses a way for."""

    DUE = "due"
    AHEAD = "ahead"
    FOLLOWING = "following"
    TASK = "task"
    MENTION = "mention"
    NUDGE = "nudge"
    DECISION = "decision"


class Way(StrEnum):
    """How a person hears of a kind of news."""

    IMMEDIATE = "immediate"
    DIGEST = "digest"
    OFF = "off"


# At once only what can't wait; everything else is gathered.
DEFAULTS: dict[Kind, Way] = {
    Kind.DUE: Way.IMMEDIATE,
    Kind.AHEAD: Way.DIGEST,
    Kind.FOLLOWING: Way.DIGEST,
    Kind.TASK: Way.DIGEST,
    Kind.MENTION: Way.IMMEDIATE,
    Kind.NUDGE: Way.IMMEDIATE,
    Kind.DECISION: Way.IMMEDIATE,
}
