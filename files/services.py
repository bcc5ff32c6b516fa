"""Every change to files."""

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Infected, Invalid, TooLarge
from files import storage, told
from files.drawing import drawn
from files.models import State, StoredFile
from files.names import clean_name
from files.scanning import scan
from files.sniffing import IMAGES, KINDS, kind_of
from journal.events import Event, FileShared
from journal.ids import uuid7
from journal.recorder import record
from networks.models import Network
from networks.zones import Zone
from wire.nudges import nudge

REMOVE_JOB = "files.remove"


class _Checked(NamedTuple):
    """What is going to be stored."""

    content: bytes
    kind: str
    width: int | None
    height: int | None
    is_scanned: bool


def store_file(
    actor: Actor,
    *,
    network: Network,
    content: bytes,
    name: str,
    zone: str = Zone.NETWORK,
    members_only: bool = False,
) -> StoredFile:
    """Keep an upload in the network's zone or in the actor's authority's own; pictures are drawn anew.

    The content decides what it is, and has to agree with the name. Raises Invalid, TooLarge, Infected,
    and Unavailable where the scanner is away. Nothing is kept of what is refused.
    """
    actor.require(Permission.FILE_STORE)
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    if zone == Zone.AUTHORITY:
        actor.require(Permission.PRIVATE_ZONE_USE)
    if members_only:
        actor.require(Permission.MEMBERS_ONLY_READ)
    called = clean_name(name)
    checked = _checked(content, called)
    row = _row(actor, network, called, checked)
    row.zone, row.members_only = zone, members_only
    row.authority_id = actor.represents if zone == Zone.AUTHORITY else None
    # Before the row: a file that is in the table is in storage. What no row names is swept.
    storage.keep(row.key, checked.content)
    with transaction.atomic():
        row.save(force_insert=True)
        record(actor, told.stored(row))
    return row


def _checked(content: bytes, name: str) -> _Checked:
    if len(content) > settings.LARGEST_FILE:
        raise TooLarge("file_too_large", f"A file may have {settings.LARGEST_FILE // 2**20} MB.")
    kind = kind_of(content, name=name)
    is_scanned = scan(content)  # what was sent, not what we draw of it
    if kind not in IMAGES:
        return _Checked(content, kind, None, None, is_scanned)
    picture = drawn(content, kind=kind)
    return _Checked(picture.content, kind, picture.width, picture.height, is_scanned)


def _row(actor: Actor, network: Network, name: str, checked: _Checked) -> StoredFile:
    pk = uuid7()
    return StoredFile(
        id=pk,
        network=network,
        name=name,
        media_type=KINDS[checked.kind].media_type,
        size=len(checked.content),
        sha256=sha256(checked.content).hexdigest(),
        width=checked.width,
        height=checked.height,
        key=storage.key_for("files", actor.now.date(), pk),
        uploaded_by_id=actor.person_id,
        uploaded_for_id=actor.represents,
        created_at=actor.now,
        scanned_at=actor.now if checked.is_scanned else None,
    )


@transaction.atomic
def erase_file(actor: Actor, *, file: StoredFile) -> StoredFile:
    """Erase one's own upload, or as coordinator anyone's: its name and bytes go, that it was there stays.

    Raises Conflict where it was erased already.
    """
    actor.require(Permission.FILE_STORE if file.is_by(actor) else Permission.FILE_MODERATE)
    file = file.locked()
    if file.state == State.ERASED:
        raise Conflict("file_erased", "This file was erased already.")
    file.state, file.name, file.erased_at = State.ERASED, "", actor.now
    file.save(update_fields=["state", "name", "erased_at"])
    record(actor, told.erased(file))
    nudge(REMOVE_JOB, [file.pk], queue="clock")
    return file


@transaction.atomic
def scan_again(actor: Actor, *, file: StoredFile) -> bool:
    """Scan a kept file once more, and set it aside where it is found infected now. Returns whether it was.

    Raises Unavailable where the scanner is away.
    """
    actor.require(Permission.CLOCK_TICK)
    facts = _scanned_again(actor, file)
    record(actor, *facts)
    return bool(facts)


def _scanned_again(actor: Actor, file: StoredFile) -> list[Event]:
    try:
        is_scanned = scan(storage.read(file.key))
    except Infected:
        return set_aside([file.pk])
    StoredFile.objects.filter(pk=file.pk).update(scanned_at=actor.now if is_scanned else None)
    return []


def set_aside(ids: list[UUID]) -> list[Event]:
    """Keep these files where nobody can have them; a part of verbs, which record what it returns."""
    kept = StoredFile.objects.kept().filter(pk__in=ids)
    rows = list(kept.select_for_update(of=("self",), no_key=True).order_by("pk"))
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.QUARANTINED)
    return [told.set_aside(row) for row in rows]


def share_out(ids: list[UUID], *, authority_id: UUID) -> list[Event]:
    """Let the whole network have these files out of one authority's own; a part of verbs, as `set_aside` is.

    Only pictures, which are part of what shows them. There is no way back.
    """
    own = StoredFile.objects.kept().filter(pk__in=ids, authority_id=authority_id, width__isnull=False)
    rows = list(own.select_for_update(of=("self",), no_key=True).order_by("pk"))
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).update(zone=Zone.NETWORK, authority=None)
    return [FileShared(network_id=row.network_id, authority_id=authority_id, file_id=row.pk) for row in rows]


@transaction.atomic
def remove_bytes(actor: Actor, *, file_id: UUID) -> bool:
    """Take the bytes of an erased file out of storage. False where there is nothing to do."""
    actor.require(Permission.CLOCK_TICK)
    erased = StoredFile.objects.to_remove().filter(pk=file_id)
    row = erased.select_for_update(skip_locked=True, no_key=True).first()
    if row is None:
        return False
    storage.remove(row.key)
    StoredFile.objects.filter(pk=row.pk).update(removed_at=actor.now)
    return True
