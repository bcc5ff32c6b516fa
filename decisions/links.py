"""The personal link of somebody without a seat: its secret, and whether it works now."""

from datetime import datetime

from access.refusals import Conflict, NotVisible
from decisions.mandate import speaks_for
from decisions.models import Capacity, Signatory
from decisions.saying import check_open
from decisions.seals import sealed, unsealed
from networks.models import Seat

_LINK = "decisions.signatory"


def token_of(signatory: Signatory) -> str:
    """The secret in the address."""
    return sealed(signatory.pk.hex, salt=_LINK)


def signatory_of(token: str) -> Signatory:
    """Whose link it is. Raises NotVisible for one that we never signed."""
    pk = unsealed(token, salt=_LINK)
    rows = Signatory.objects.select_related("question", "network", "authority", "invited_by")
    found: Signatory | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def check_link(signatory: Signatory, now: datetime) -> None:
    """Raise Conflict for a link that does not work now.

    It rests on the seat of whoever asked: when that ends, so does the link. Who was asked to answer
    needs the mandate of whoever asked, as it is now.
    """
    check_open(signatory.question, now)
    if not signatory.is_open(now) or not is_backed(signatory, now):
        raise Conflict("sign_link_closed", "This link is closed. Ask whoever sent it for another.")


def works(signatory: Signatory, now: datetime) -> bool:
    """Does the link work now?"""
    try:
        check_link(signatory, now)
    except Conflict:
        return False
    return True


def is_backed(signatory: Signatory, now: datetime) -> bool:
    """Does whoever asked still sit there, and have the mandate that they lent?"""
    place = {"network_id": signatory.network_id, "authority_id": signatory.authority_id}
    if signatory.capacity == Capacity.ANSWERS:
        asker, authority = signatory.invited_by_id, signatory.authority_id
        return speaks_for(authority, asker, network_id=signatory.network_id, now=now)
    return Seat.objects.active(now).filter(user_id=signatory.invited_by_id, **place).exists()
