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


@event("reminder.due", stream="person:{person_id}")
class ReminderDue:
    """Something of the person's fell due."""

    person_id: UUID
    reminder_id: UUID
    due_at: datetime


@event("reminder.acknowledged", stream="person:{person_id}")
class ReminderAcknowledged:
    """The person is on it: escalation pauses, the date stays."""

    person_id: UUID
    reminder_id: UUID


@event("reminder.answered", stream="person:{person_id}")
class ReminderAnswered:
    """The person answered, and the date moved."""

    person_id: UUID
    reminder_id: UUID
    outcome: str
