"""Facts about people without a seat who read and sign by a personal link. Their addresses are in none."""

from uuid import UUID

from journal.events.vocabulary import event


@event("signatory.invited", stream="authority:{network_id}:{authority_id}")
class SignatoryInvited:
    """Somebody without a seat was asked to read a question for an authority, by a personal link."""

    network_id: UUID
    authority_id: UUID
    decision_id: UUID
    signatory_id: UUID


@event("signatory.revoked", stream="authority:{network_id}:{authority_id}")
class SignatoryRevoked:
    """Their link was taken back."""

    network_id: UUID
    authority_id: UUID
    decision_id: UUID
    signatory_id: UUID


@event("signatory.entered", stream="authority:{network_id}:{authority_id}")
class SignatoryEntered:
    """Somebody followed the link and knew the code that was mailed."""

    network_id: UUID
    authority_id: UUID
    decision_id: UUID
    signatory_id: UUID


@event("signatory.blocked", stream="authority:{network_id}:{authority_id}")
class SignatoryBlocked:
    """Too many wrong codes were tried: the link works no more."""

    network_id: UUID
    authority_id: UUID
    decision_id: UUID
    signatory_id: UUID


@event("signatory.signed", stream="network:{network_id}")
class SignatorySigned:
    """Somebody without a seat signed for an authority, or signed anew."""

    network_id: UUID
    decision_id: UUID
    authority_id: UUID
    signatory_id: UUID
    number: int
