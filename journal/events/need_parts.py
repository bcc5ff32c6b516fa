"""Facts about what stands beside a need: its effect goals, its stakeholders, its words."""

from uuid import UUID

from journal.events.vocabulary import event


@event("goal.changed", stream="network:{network_id}")
class EffectGoalChanged:
    """An effect goal of a need was added, changed or withdrawn, which made a new version of the need."""

    network_id: UUID
    need_id: UUID
    goal_id: UUID
    version: int


@event("goal.changed_privately", stream="authority:{network_id}:{authority_id}")
class EffectGoalChangedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    goal_id: UUID
    version: int


@event("stakeholder.changed", stream="network:{network_id}")
class StakeholderChanged:
    """A stakeholder of a need was added, changed or withdrawn, which made a new version of the need."""

    network_id: UUID
    need_id: UUID
    stakeholder_id: UUID
    version: int


@event("stakeholder.changed_privately", stream="authority:{network_id}:{authority_id}")
class StakeholderChangedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    stakeholder_id: UUID
    version: int


@event("word.overruled", stream="network:{network_id}")
class WordOverruled:
    """A reviewer let a product word stand in a need, with a reason."""

    network_id: UUID
    need_id: UUID
    overruling_id: UUID


@event("word.overruled_privately", stream="authority:{network_id}:{authority_id}")
class WordOverruledPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    overruling_id: UUID
