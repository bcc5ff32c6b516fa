"""Facts about needs that were looked at again."""

from datetime import date
from uuid import UUID

from journal.events.vocabulary import event


@event("need.reviewed", stream="network:{network_id}")
class NeedReviewed:
    """Somebody said whether the need still holds, and its owner is asked again on this day."""

    network_id: UUID
    need_id: UUID
    version: int
    outcome: str
    next_review_on: date | None


@event("need.reviewed_privately", stream="authority:{network_id}:{authority_id}")
class NeedReviewedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    version: int
    outcome: str
    next_review_on: date | None
