"""People whom a message names: a part of verbs."""

from collections.abc import Sequence
from uuid import UUID

from access.actor import Actor
from accounts.models import User
from messaging.models import Message
from networks.subjects import Subject
from notices.naming import check_number, readers_of
from notices.telling import mention


def named_in(actor: Actor, message: Message, person_ids: Sequence[UUID]) -> list[User]:
    """The people. Raises Invalid for too many, and for somebody who may not read the message."""
    check_number(person_ids)
    return readers_of(actor, message, set(person_ids))


def tell_named(actor: Actor, message: Message, people: Sequence[User]) -> None:
    """Tell those who were not told yet that the message names them."""
    mention(
        actor,
        [person.pk for person in people],
        network_id=message.network_id,
        subject=Subject("message", message.pk),
        cause_id=message.pk,
    )
