"""Rooms are opened."""

from uuid import UUID

from django.db import connection, transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid
from journal.events import RoomOpened, RoomOpenedPrivately
from journal.recorder import record
from messaging.indexing import room_piece
from messaging.models import Room
from networks.models import Network
from networks.subjects import Subject, card_of
from networks.zones import Zone
from search.indexing import index
from wire.text import readable


@transaction.atomic
def open_room(
    actor: Actor,
    *,
    network: Network,
    title: str,
    zone: str = Zone.NETWORK,
    about: Subject | None = None,
    members_only: bool = False,
) -> Room:
    """Open a room in the network's zone or in the actor's authority's own. Raises Invalid.

    A room in the private zone is told only to that authority.
    """
    actor.require(Permission.ROOM_OPEN)
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    is_private = zone == Zone.AUTHORITY
    if is_private:
        actor.require(Permission.PRIVATE_ZONE_USE)
    if about is not None:
        card_of(actor, about)
    room = Room.objects.create(
        network=network,
        zone=zone,
        authority_id=actor.authority_id if is_private else None,
        members_only=members_only,
        title=readable(title, name="title", longest=200),
        about_kind=about.kind if about else "",
        about_id=about.id if about else None,
        opened_by_id=actor.person_id,
        created_at=actor.now,
    )
    index(room_piece(room, actor.now))
    record(actor, _opened(room))
    return room


@transaction.atomic
def discuss(actor: Actor, *, network: Network, about: Subject, title: str, zone: str) -> Room:
    """The room about a subject in this zone, opened where there is none yet: two clicks make one room.

    Raises NotVisible for a subject out of sight, and Invalid.
    """
    actor.require(Permission.ROOM_OPEN)
    card_of(actor, about)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"discuss {about.id} {zone}"]
        )
    room = Room.objects.visible_to(actor).about(about).filter(zone=zone).first()
    return room or open_room(actor, network=network, title=title, zone=zone, about=about)


def _opened(room: Room) -> RoomOpened | RoomOpenedPrivately:
    authority_id: UUID | None = room.authority_id
    if authority_id is None:
        return RoomOpened(network_id=room.network_id, room_id=room.pk)
    return RoomOpenedPrivately(network_id=room.network_id, authority_id=authority_id, room_id=room.pk)
