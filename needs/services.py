"""A need is opened with its document, changed, and shared."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from access.actor import Actor
from access.policy import GRANTS, Permission, Role
from access.refusals import Conflict, Invalid, NotVisible
from accounts.models import Language
from documents.services import create_document, share_document
from documents.templates import Template
from journal.events import (
    Event,
    NeedChanged,
    NeedChangedPrivately,
    NeedOpened,
    NeedOpenedPrivately,
    NeedShared,
)
from journal.recorder import record
from needs.indexing import need_piece
from needs.models import KIND, Need, Status
from networks.models import Network, Seat
from networks.subjects import Subject
from networks.zones import Zone
from search.indexing import index
from wire.preconditions import check_version
from wire.text import readable

LENGTHS = {"title_sv": 200, "title_en": 200, "one_liner": 500}


@transaction.atomic
def open_need(
    actor: Actor,
    *,
    network: Network,
    title_sv: str,
    title_en: str,
    one_liner: str = "",
    owner_id: UUID | None = None,
    zone: str = Zone.AUTHORITY,
    language: str = Language.SWEDISH,
) -> Need:
    """Open a need together with its needs document, as a draft in the actor's authority's own zone.

    Who opens it owns it, unless somebody else is named. With the zone `network` everybody sees it
    from the start. Raises Invalid.
    """
    actor.require(Permission.NEED_OPEN)
    texts = _texts(title_sv=title_sv, title_en=title_en, one_liner=one_liner)
    if language not in Language.values:
        raise Invalid.field("language", "language", f"Choose one of {', '.join(Language.values)}.")
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    seat = _seat_of(actor, owner_id or actor.person_id, is_private=zone == Zone.AUTHORITY)
    need = Need.objects.create(
        network=network,
        zone=zone,
        authority_id=actor.represents if zone == Zone.AUTHORITY else None,
        language=language,
        owner=seat.user,
        owner_authority=seat.authority,
        opened_by_id=actor.person_id,
        opened_at=actor.now,
        **texts,
    )
    _write(actor, need, title=texts[f"title_{language}"])
    index(need_piece(need, actor.now))
    record(actor, _opened(need))
    return need


@transaction.atomic
def change_need(actor: Actor, *, need: Need, version: int | None = None, **changes: Any) -> Need:
    """Change titles, one-liner, owner (`owner_id`) or status; what is not named stays.

    A coordinator does so, or the need's owner. Raises Stale where `version` is not the current
    one, Invalid, and Conflict for a status that does not follow the present one.
    """
    actor.require(Permission.NEED_EDIT if need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = _in_sight(actor, need)
    check_version(need.version, version)
    before = _state(need)
    for name, text in _texts(**{name: changes[name] for name in LENGTHS if name in changes}).items():
        setattr(need, name, text)
    if "owner_id" in changes:
        seat = _seat_of(actor, changes["owner_id"], is_private=need.is_private)
        need.owner, need.owner_authority = seat.user, seat.authority
    if changes.get("status", need.status) != need.status:
        _step(need, changes["status"])
    if _state(need) == before:
        return need

    need.version += 1
    need.save(update_fields=[*LENGTHS, "owner", "owner_authority", "status", "version"])
    index(need_piece(need, actor.now))
    record(actor, _changed(need))
    return need


@transaction.atomic
def share_need(actor: Actor, *, need: Need) -> Need:
    """Show an authority's own need and its document to the network: a record at every member from now on.

    There is no way back. Raises Conflict for a need that the network sees already.
    """
    actor.require(Permission.NEED_SHARE)
    need = _in_sight(actor, need)
    if not need.is_private:
        raise Conflict("already_shared", "The whole network sees this need already.")

    if (
        need.document is not None and need.document.is_private
    ):  # its people may have shared the document alone before
        share_document(actor, document=need.document)
    need.zone, need.authority = Zone.NETWORK, None
    need.shared_at = actor.now
    need.version += 1
    need.save(update_fields=["zone", "authority", "shared_at", "version"])
    index(need_piece(need, actor.now))
    record(actor, NeedShared(network_id=need.network_id, need_id=need.pk, authority_id=actor.represents))
    return need


def _write(actor: Actor, need: Need, *, title: str) -> None:
    """Start the needs document, in the need's zone and language."""
    need.document = create_document(
        actor,
        network=need.network,
        title=title,
        zone=need.zone,
        template=Template.NEED,
        language=need.language,
        about=Subject(KIND, need.pk),
    )
    need.save(update_fields=["document"])


def _in_sight(actor: Actor, need: Need) -> Need:
    need = need.locked()
    if not need.is_in_sight_of(actor):
        raise NotVisible
    return need


def _texts(**texts: str) -> dict[str, str]:
    return {
        name: readable(text, name=name, longest=LENGTHS[name], blank=name == "one_liner")
        for name, text in texts.items()
    }


def _seat_of(actor: Actor, owner_id: UUID, *, is_private: bool) -> Seat:
    """The seat in which somebody is to answer for a need."""
    seats = Seat.objects.active(actor.now).filter(Q(network_id=actor.network_id, user_id=owner_id))
    seat = seats.select_related("user", "authority").first()
    if seat is None:
        raise Invalid.field("owner", "no_seat", "The owner has to be a person with a seat in this network.")
    if Permission.NEED_EDIT not in GRANTS[Role(seat.role)]:
        raise Invalid.field("owner", "reads_only", "The owner's seat lets them read, but not answer.")
    if is_private and seat.authority_id != actor.authority_id:
        raise Invalid.field("owner", "out_of_sight", "Share the need before somebody elsewhere can own it.")
    return seat


def _step(need: Need, status: str) -> None:
    if status not in Status.values:
        raise Invalid.field("status", "status", f"Choose one of {', '.join(Status.values)}.")
    if status not in need.next_steps():
        raise Conflict("no_such_step", f"A need in {need.zone} can't go from {need.status} to {status}.")
    need.status = status


def _state(need: Need) -> tuple[object, ...]:
    return (*(getattr(need, name) for name in LENGTHS), need.owner_id, need.owner_authority_id, need.status)


def _opened(need: Need) -> Event:
    if need.authority_id is None:
        return NeedOpened(network_id=need.network_id, need_id=need.pk)
    return NeedOpenedPrivately(network_id=need.network_id, authority_id=need.authority_id, need_id=need.pk)


def _changed(need: Need) -> Event:
    if need.authority_id is None:
        return NeedChanged(network_id=need.network_id, need_id=need.pk, version=need.version)
    return NeedChangedPrivately(
        network_id=need.network_id,
        authority_id=need.authority_id,
        need_id=need.pk,
        version=need.version,
    )
