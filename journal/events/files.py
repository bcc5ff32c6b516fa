"""Facts about files."""

from uuid import UUID

from journal.events.vocabulary import event


@event("file.stored", stream="network:{network_id}")
class FileStored:
    """A file that the whole network sees was uploaded."""

    network_id: UUID
    file_id: UUID


@event("file.stored_privately", stream="authority:{network_id}:{authority_id}")
class FileStoredPrivately:
    """A file in one authority's private zone was uploaded."""

    network_id: UUID
    authority_id: UUID
    file_id: UUID


@event("file.erased", stream="network:{network_id}")
class FileErased:
    """A file's name and bytes were erased; that it was there stays."""

    network_id: UUID
    file_id: UUID


@event("file.erased_privately", stream="authority:{network_id}:{authority_id}")
class FileErasedPrivately:
    """Name and bytes of a file in one authority's private zone were erased."""

    network_id: UUID
    authority_id: UUID
    file_id: UUID


@event("file.set_aside", stream="network:{network_id}")
class FileSetAside:
    """A file is kept where nobody can have it: its message was taken away, or it turned out infected."""

    network_id: UUID
    file_id: UUID


@event("file.set_aside_privately", stream="authority:{network_id}:{authority_id}")
class FileSetAsidePrivately:
    """A file in one authority's private zone is kept where nobody can have it."""

    network_id: UUID
    authority_id: UUID
    file_id: UUID


@event("file.shared", stream="network:{network_id}")
class FileShared:
    """A file of one authority's private zone is seen by the whole network, as part of what was shared."""

    network_id: UUID
    authority_id: UUID
    file_id: UUID
