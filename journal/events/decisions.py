"""Facts about what the authorities of a network decide."""

from datetime import datetime
from uuid import UUID

from journal.events.vocabulary import event


@event("decision.opened", stream="network:{network_id}")
class DecisionOpened:
    """A question was put to so many authorities, and can be answered until this moment."""

    network_id: UUID
    decision_id: UUID
    asked: int
    closes_at: datetime


@event("decision.answered", stream="network:{network_id}")
class DecisionAnswered:
    """An authority answered, or answered anew: its voice with this number counts from now on."""

    network_id: UUID
    decision_id: UUID
    authority_id: UUID
    voice_id: UUID
    number: int


@event("decision.closed", stream="network:{network_id}")
class DecisionClosed:
    """The answers were frozen; the hash is that of the result's bytes."""

    network_id: UUID
    decision_id: UUID
    outcome: str
    result_hash: str


@event("decision.withdrawn", stream="network:{network_id}")
class DecisionWithdrawn:
    """The question was taken back before it was decided."""

    network_id: UUID
    decision_id: UUID


@event("decision.acceded", stream="network:{network_id}")
class DecisionAcceded:
    """A further authority joined what had been decided."""

    network_id: UUID
    decision_id: UUID
    authority_id: UUID
    accession_id: UUID
