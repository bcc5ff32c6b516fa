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


@event("document.changed", stream="document:{document_id}")
class DocumentChanged:
    """A document was written in, up to the update of this number; told at most once a second.

    Updates are no facts. This is for whoever does not hear them: it says when to ask for them.
    """

    network_id: UUID
    document_id: UUID
    update: int


@event("document.shared", stream="network:{network_id}")
class DocumentShared:
    """An authority shared its document with the network: it is a record at every member from now on."""

    network_id: UUID
    document_id: UUID
    authority_id: UUID
