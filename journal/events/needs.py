"""Facts about needs."""

from uuid import UUID

from journal.events.vocabulary import event


@event("need.opened", stream="network:{network_id}")
class NeedOpened:
    """A need that the whole network sees was opened."""

    network_id: UUID
    need_id: UUID


@event("need.opened_privately", stream="authority:{network_id}:{authority_id}")
class NeedOpenedPrivately:
    """A need in one authority's private zone was opened."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID


@event("need.changed", stream="network:{network_id}")
class NeedChanged:
    """Titles, one-liner, owner or status of a need are others now."""

    network_id: UUID
    need_id: UUID
    version: int


@event("need.changed_privately", stream="authority:{network_id}:{authority_id}")
class NeedChangedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    version: int


@event("need.shared", stream="network:{network_id}")
class NeedShared:
    """An authority shared its need and document with the network: records at every member from now on."""

    network_id: UUID
    need_id: UUID
    authority_id: UUID
