"""Facts about members' annexes and demand. Who wants how much is told to nobody else: ids only."""

from uuid import UUID

from journal.events.vocabulary import event


@event("annex.opened_privately", stream="authority:{network_id}:{authority_id}")
class AnnexOpenedPrivately:
    """An authority opened its annex to a need, in its private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    annex_id: UUID


@event("annex.changed_privately", stream="authority:{network_id}:{authority_id}")
class AnnexChangedPrivately:
    """What an annex in the private zone says, or who approved it, is another now."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    annex_id: UUID
    version: int


@event("annex.changed", stream="network:{network_id}")
class AnnexChanged:
    """The same of an annex that the network sees."""

    network_id: UUID
    need_id: UUID
    annex_id: UUID
    version: int


@event("annex.shared", stream="network:{network_id}")
class AnnexShared:
    """An authority shared its annex with the network: a record at every member from now on."""

    network_id: UUID
    need_id: UUID
    annex_id: UUID
    authority_id: UUID


@event("annex.confirmed_privately", stream="authority:{network_id}:{authority_id}")
class AnnexConfirmedPrivately:
    """Its authority said that an annex in the private zone, and the lines with it, hold as they stand."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    annex_id: UUID
    version: int


@event("annex.confirmed", stream="network:{network_id}")
class AnnexConfirmed:
    """The same of an annex that the network sees. What the lines say is told to its own people only."""

    network_id: UUID
    need_id: UUID
    annex_id: UUID
    version: int


@event("item.added", stream="network:{network_id}")
class DemandItemAdded:
    """A need's catalogue got one more item."""

    network_id: UUID
    need_id: UUID
    item_id: UUID


@event("item.added_privately", stream="authority:{network_id}:{authority_id}")
class DemandItemAddedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    item_id: UUID


@event("item.corrected", stream="network:{network_id}")
class DemandItemCorrected:
    """An item of a need's catalogue got another name, CPV code or unit."""

    network_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("item.corrected_privately", stream="authority:{network_id}:{authority_id}")
class DemandItemCorrectedPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("item.retired", stream="network:{network_id}")
class DemandItemRetired:
    """An item of a need's catalogue takes no new lines any more."""

    network_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("item.retired_privately", stream="authority:{network_id}:{authority_id}")
class DemandItemRetiredPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("item.restored", stream="network:{network_id}")
class DemandItemRestored:
    """A retired item of a need's catalogue takes new lines again."""

    network_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("item.restored_privately", stream="authority:{network_id}:{authority_id}")
class DemandItemRestoredPrivately:
    """The same of a need in one authority's private zone."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    item_id: UUID
    version: int


@event("demand.declared", stream="authority:{network_id}:{authority_id}")
class DemandDeclared:
    """An authority declared demand. Whoever may see the line, this is told to its own people only."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    line_id: UUID
    version: int


@event("demand.changed", stream="authority:{network_id}:{authority_id}")
class DemandChanged:
    """An authority changed or confirmed a line of its demand."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    line_id: UUID
    version: int


@event("demand.withdrawn", stream="authority:{network_id}:{authority_id}")
class DemandWithdrawn:
    """An authority withdrew a line of its demand."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    line_id: UUID


@event("volume.realised", stream="authority:{network_id}:{authority_id}")
class VolumeRealised:
    """An authority noted what it bought of what a line declared."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    line_id: UUID
    volume_id: UUID


@event("volumes.told", stream="authority:{network_id}:{authority_id}")
class VolumesTold:
    """An authority said that all that it bought of its lines for a need up to now is noted."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    annex_id: UUID


@event("trust.begun", stream="authority:{network_id}:{authority_id}")
class TrustBegun:
    """The demand of an authority that sells on a market is held in trust by the coordinator."""

    network_id: UUID
    authority_id: UUID


@event("trust.ended", stream="authority:{network_id}:{authority_id}")
class TrustEnded:
    """It is held in trust no longer."""

    network_id: UUID
    authority_id: UUID


@event("demand.published", stream="network:{network_id}")
class DemandPublished:
    """The coordinator published the masked table of a need's demand, for the `number`th time."""

    network_id: UUID
    need_id: UUID
    number: int


@event("snapshot.taken", stream="network:{network_id}")
class SnapshotTaken:
    """The coordinator froze the published table under a name."""

    network_id: UUID
    need_id: UUID
    snapshot_id: UUID


@event("public_table.published", stream="network:{network_id}")
class PublicTablePublished:
    """The coordinator made public what of the table adds up lines that may be."""

    network_id: UUID
    need_id: UUID
    table_id: UUID


@event("sheet.imported", stream="authority:{network_id}:{authority_id}")
class SheetImported:
    """An authority imported a sheet of demand lines or its annex; what each row did is told before."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    sheet_id: UUID


@event("sheet.undone", stream="authority:{network_id}:{authority_id}")
class SheetUndone:
    """An authority undid an import: what it added is withdrawn, what it changed says what it said before."""

    network_id: UUID
    authority_id: UUID
    need_id: UUID
    sheet_id: UUID
