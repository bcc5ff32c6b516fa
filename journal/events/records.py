"""Facts about the records of an authority being given out, to its own people."""

from uuid import UUID

from journal.events.vocabulary import event


@event("records.requested", stream="authority:{network_id}:{authority_id}")
class RecordsRequested:
    """All records of an authority were asked for, by a person who keeps them."""

    network_id: UUID
    authority_id: UUID
    export_id: UUID
    person_id: UUID


@event("records.exported", stream="authority:{network_id}:{authority_id}")
class RecordsExported:
    """An archive of all records of an authority was made for whoever had asked."""

    network_id: UUID
    authority_id: UUID
    export_id: UUID
    person_id: UUID
