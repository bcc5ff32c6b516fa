"""Facts about market analyses and reminders."""

from datetime import date, datetime
from uuid import UUID

from journal.events.vocabulary import event


@event("analysis.opened", stream="network:{network_id}")
class AnalysisOpened:
    """A market analysis with a review date was started."""

    network_id: UUID
    analysis_id: UUID
    next_review_on: date


@event("analysis.reviewed", stream="network:{network_id}")
class AnalysisReviewed:
    """Somebody answered for the analysis, and its next review date is this."""

    network_id: UUID
    analysis_id: UUID
    review_id: UUID
    outcome: str
    next_review_on: date | None


@event("analysis.changed", stream="network:{network_id}")
class AnalysisChanged:
    """What the analysis asks, says or concludes, who answers for it or when it is due is new."""

    network_id: UUID
    analysis_id: UUID


@event("finding.added", stream="network:{network_id}")
class FindingAdded:
    """Something was found out for an analysis, with its sources."""

    network_id: UUID
    analysis_id: UUID
    finding_id: UUID


@event("finding.withdrawn", stream="network:{network_id}")
class FindingWithdrawn:
    """A finding does not hold any more."""

    network_id: UUID
    analysis_id: UUID
    finding_id: UUID


@event("reminder.due", stream="person:{person_id}")
class ReminderDue:
    """Something that the person answers for is due, soon due or late: `step` says which."""

    person_id: UUID
    reminder_id: UUID
    due_at: datetime
    step: str


@event("reminder.escalated", stream="person:{person_id}")
class ReminderEscalated:
    """Others did not answer in time, and the person is told because of their role in the network."""

    person_id: UUID
    network_id: UUID
    reminder_id: UUID
    step: str


@event("reminder.acknowledged", stream="person:{person_id}")
class ReminderAcknowledged:
    """Somebody who answers for it is on it: escalation pauses, the date stays."""

    person_id: UUID
    reminder_id: UUID


@event("reminder.handed_over", stream="person:{person_id}")
class ReminderHandedOver:
    """The owner asked the deputy to answer this time."""

    person_id: UUID
    reminder_id: UUID


@event("reminder.answered", stream="person:{person_id}")
class ReminderAnswered:
    """Somebody answered, and the date moved."""

    person_id: UUID
    reminder_id: UUID
    outcome: str
