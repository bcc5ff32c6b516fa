"""Public bodies enter the register. They are facts of the world, so no stream tells of them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from accounts.inputs import invalid
from accounts.models import Authority


class AuthorityRow(NamedTuple):
    """One line of a register of public bodies; `unit` tells apart those that share one number."""

    country: str
    number: str
    name: str
    kind: str
    unit: str = ""


@transaction.atomic
def register_authority(actor: Actor, *, row: AuthorityRow) -> Authority:
    """Add one public body. Raises Invalid for a wrong number, and Conflict where it is known already."""
    actor.require(Permission.AUTHORITY_REGISTER)
    authority = _checked(row)
    try:
        with transaction.atomic():  # the database decides which of two at once was first
            authority.save(force_insert=True)
    except IntegrityError:
        raise Conflict("authority_registered", "This organisation number is registered already.") from None
    return authority


@transaction.atomic
def register_authorities(actor: Actor, *, rows: Iterable[AuthorityRow]) -> int:
    """Add a whole register, or bring name and kind of those that are known up to date.

    Returns the number of lines. Raises Invalid at the first wrong one, and keeps nothing then.
    """
    actor.require(Permission.AUTHORITY_REGISTER)
    authorities = [_checked(row) for row in rows]
    Authority.objects.bulk_create(
        authorities,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["country", "number", "unit"],
        update_fields=["name", "kind"],
    )
    return len(authorities)


def _checked(row: AuthorityRow) -> Authority:
    """Return the authority, ready to be stored. Raises Invalid for a wrong number, kind or name."""
    authority = Authority(**row._asdict())
    try:
        authority.full_clean(validate_constraints=False, validate_unique=False)
    except ValidationError as error:
        raise invalid(error) from error
    return authority
