"""Facts about tasks: in the network's stream, or in an authority's own where the task is private."""

from uuid import UUID

from journal.events.vocabulary import event


@event("task.given", stream="network:{network_id}")
class TaskGiven:
    """Somebody was asked to do something by a day."""

    network_id: UUID
    task_id: UUID


@event("task.given_privately", stream="authority:{network_id}:{authority_id}")
class TaskGivenPrivately:
    """As task.given, inside one authority."""

    network_id: UUID
    authority_id: UUID
    task_id: UUID


@event("task.changed", stream="network:{network_id}")
class TaskChanged:
    """The task, its day, its state or who has it is new."""

    network_id: UUID
    task_id: UUID


@event("task.changed_privately", stream="authority:{network_id}:{authority_id}")
class TaskChangedPrivately:
    """As task.changed, inside one authority."""

    network_id: UUID
    authority_id: UUID
    task_id: UUID
