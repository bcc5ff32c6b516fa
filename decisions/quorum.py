"""What the voices of authorities add up to: a rule for people, in one place. Pure, no framework.

The quorum is a number of authorities that have answered, neutral ones among them: who says neutral
has looked at it. A question is carried when the quorum is reached and more authorities back it, with
or without a change, than say that they cannot. A tie carries nothing: what half of a network cannot
do is not shared. Where one of those who back it asks for a change, it is carried with changes. An
authority that cannot is never bound; its dissent stands in the result with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Stance(StrEnum):
    """What an authority says to a question."""

    SUPPORT = "support"
    WITH_CHANGE = "with_change"
    CANNOT = "cannot"
    NEUTRAL = "neutral"


class Outcome(StrEnum):
    """What came of a question."""

    CARRIED = "carried"
    CARRIED_WITH_CHANGES = "carried_with_changes"
    NOT_CARRIED = "not_carried"
    NO_QUORUM = "no_quorum"


# Nobody can meet an objection or a wish that is not said.
NEEDS_REASON = (Stance.WITH_CHANGE, Stance.CANNOT)
BACKING = (Stance.SUPPORT, Stance.WITH_CHANGE)
CARRIED = (Outcome.CARRIED, Outcome.CARRIED_WITH_CHANGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many authorities said what."""

    support: int = 0
    with_change: int = 0
    cannot: int = 0
    neutral: int = 0

    @classmethod
    def of(cls, stances: Iterable[str]) -> "Count":
        """The count of one stance per authority."""
        said = list(stances)
        return cls(**{stance.value: said.count(stance.value) for stance in Stance})

    @property
    def answered(self) -> int:
        """How many authorities answered at all."""
        return self.support + self.with_change + self.cannot + self.neutral

    @property
    def backing(self) -> int:
        """How many stand behind it, with or without a change."""
        return self.support + self.with_change

    def reaches(self, quorum: int) -> bool:
        """Have enough authorities answered?"""
        return self.answered >= quorum

    def outcome(self, quorum: int) -> Outcome:
        """What comes of it if it closes now."""
        if not self.reaches(quorum):
            return Outcome.NO_QUORUM
        if self.backing <= self.cannot:
            return Outcome.NOT_CARRIED
        return Outcome.CARRIED_WITH_CHANGES if self.with_change else Outcome.CARRIED


def usual_quorum(asked: int) -> int:
    """More than half of the authorities asked."""
    return asked // 2 + 1


def dissent(stances: Mapping[UUID, str]) -> list[UUID]:
    """The authorities that cannot, by id, so that everybody lists them alike."""
    return sorted(authority for authority, stance in stances.items() if stance == Stance.CANNOT)
