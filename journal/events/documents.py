"""Facts about documents."""

from uuid import UUID

from journal.events.vocabulary import event


@event("document.created", stream="network:{network_id}")
class DocumentCreated:
    """A document that the whole network sees was started."""

    network_id: UUID
    document_id: UUID


@event("document.created_privately", stream="authority:{network_id}:{authority_id}")
class DocumentCreatedPrivately:
    """A document in one authority's private zone was started."""

    network_id: UUID
    authority_id: UUID
    document_id: UUID


@event("document.shared", stream="network:{network_id}")
class DocumentShared:
    """An authority shared its document with the network: it is a record at every member from now on."""

    network_id: UUID
    document_id: UUID
    authority_id: UUID
