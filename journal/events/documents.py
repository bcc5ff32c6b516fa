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


@event("revision.made", stream="document:{document_id}")
class RevisionMade:
    """What the document said was kept as its revision of this number; the kind says why."""

    network_id: UUID
    document_id: UUID
    revision_id: UUID
    number: int
    kind: str


@event("revision.restored", stream="document:{document_id}")
class RevisionRestored:
    """The document was edited until it said again what an earlier revision says; that is a new revision."""

    network_id: UUID
    document_id: UUID
    revision_id: UUID
    number: int
    restored_id: UUID


@event("comment.made", stream="document:{document_id}")
class CommentMade:
    """Somebody commented on a passage or on the whole document, or answered a comment."""

    network_id: UUID
    document_id: UUID
    comment_id: UUID


@event("comment.edited", stream="document:{document_id}")
class CommentEdited:
    """The author changed a comment; what it said before is kept."""

    network_id: UUID
    document_id: UUID
    comment_id: UUID
    version: int


@event("comment.deleted", stream="document:{document_id}")
class CommentDeleted:
    """A comment was taken away; its answers stay."""

    network_id: UUID
    document_id: UUID
    comment_id: UUID


@event("comment.resolved", stream="document:{document_id}")
class CommentResolved:
    """What a comment was about is settled."""

    network_id: UUID
    document_id: UUID
    comment_id: UUID


@event("comment.reopened", stream="document:{document_id}")
class CommentReopened:
    """What a comment was about is not settled after all."""

    network_id: UUID
    document_id: UUID
    comment_id: UUID
