"""A need is opened with its document, changed, and shared."""

from typing import Any
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
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
from needs.adoption import check_adoption
from needs.ending import seen
from needs.indexing import need_piece
from needs.keeping import check_open, keep_version, latest
from needs.models import (
    KIND,
    STATEMENT,
    TITLES,
    EffectGoal,
    Need,
    NeedVersion,
    Overruling,
    Stakeholder,
    Status,
)
from needs.owners import seat_of
from needs.reviewing import in_sight_on_time, replan
from needs.stating import stated
from needs.stepping import step_to
from networks.models import Network
from networks.subjects import Subject
from networks.zones import Zone
from search.indexing import index
from wire.preconditions import check_version
from wire.text import readable

LENGTHS = {"title_sv": 200, "title_en": 200, "one_liner": 500}
CHANGED = ("owner", "owner_authority", "status", "schedule", "adopted_on", "adopted_version")


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
    **statement: Any,
) -> Need:
    """Open a need together with its needs document, as a draft in the actor's authority's own zone.

    Who opens it owns it, unless somebody else is named. With the zone `network` everybody sees it
    from the start. `statement` as change_need takes it. Raises Invalid.
    """
    actor.require(Permission.NEED_OPEN)
    texts = _texts(title_sv=title_sv, title_en=title_en, one_liner=one_liner)
    if language not in Language.values:
        raise Invalid.field("language", "language", f"Choose one of {', '.join(Language.values)}.")
    if zone not in (Zone.NETWORK, Zone.AUTHORITY):
        raise Invalid.field("zone", "zone", "Choose `network` or `authority`.")
    seat = seat_of(actor, owner_id or actor.person_id, is_private=zone == Zone.AUTHORITY)
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
    keep_version(actor, need, None, **stated(statement))
    index(need_piece(need, actor.now))
    record(actor, _opened(need))
    return need


@transaction.atomic
def change_need(actor: Actor, *, need: Need, version: int | None = None, **changes: Any) -> Need:
    """Change what a need says, its owner (`owner_id`), status or `next_review_on`; what is not named stays.

    What it says are the titles, the one-liner and the fields of its statement; every version of them
    is kept. A coordinator does so, or the need's owner; only a coordinator adopts what was heard. Raises
    Stale where `version` is not the current one, Invalid, and Conflict for a status that does not follow
    the present one, a hearing about product words, an adoption that the authorities are being asked
    about, new words in a need that was adopted, and a day for one that was replaced.
    """
    actor.require(Permission.NEED_EDIT if need.is_owned_by(actor) else Permission.NEED_MANAGE)
    need = in_sight_on_time(actor, need)
    check_version(need.version, version)
    before, was = latest(need), _state(need)
    for name, text in _texts(**{name: changes[name] for name in LENGTHS if name in changes}).items():
        setattr(need, name, text)
    said = stated({name: changes[name] for name in STATEMENT if name in changes})
    is_rewritten = _is_other(need, before, said)
    if is_rewritten:
        check_open(need)
    if "owner_id" in changes:
        seat = seat_of(actor, changes["owner_id"], is_private=need.is_private)
        need.owner, need.owner_authority = seat.user, seat.authority
    facts = replan(actor, need, changes)
    is_stepping = changes.get("status", need.status) != need.status
    if not (is_stepping or is_rewritten) and _state(need) == was:
        return need

    need.version += 1
    if is_rewritten:
        keep_version(actor, need, before, **said)
    if is_stepping:
        facts += _step(actor, need, changes["status"])
    need.save(update_fields=[*LENGTHS, *CHANGED, "version"])
    index(need_piece(need, actor.now))
    record(actor, *facts, changed_fact(need))
    return need


@transaction.atomic
def share_need(actor: Actor, *, need: Need) -> Need:
    """Show an authority's own need and its document to the network: a record at every member from now on.

    Goals and stakeholders go with it; older versions and what was withdrawn stay with the authority.
    There is no way back. Raises Conflict for a need that the network sees already.
    """
    actor.require(Permission.NEED_SHARE)
    need = in_sight_on_time(actor, need)
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
    _share_parts(actor, need)
    seen(need)
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


def _step(actor: Actor, need: Need, status: str) -> list[Event]:
    if need.status == Status.HEARING and status == Status.ADOPTED:
        check_adoption(actor, need)
    return step_to(actor, need, status)


def _share_parts(actor: Actor, need: Need) -> None:
    shared = {"zone": Zone.NETWORK, "authority": None}
    for model in (EffectGoal, Stakeholder):
        model.objects.filter(need=need).holding().update(**shared)
    Overruling.objects.filter(need=need).update(**shared)
    keep_version(actor, need, latest(need))


def _texts(**texts: str) -> dict[str, str]:
    return {
        name: readable(text, name=name, longest=LENGTHS[name], blank=name == "one_liner")
        for name, text in texts.items()
    }


def _is_other(need: Need, before: NeedVersion, said: dict[str, Any]) -> bool:
    titles = {name: getattr(need, name) for name in TITLES}
    return any(getattr(before, name) != value for name, value in {**titles, **said}.items())


def _state(need: Need) -> tuple[object, ...]:
    return need.owner_id, need.owner_authority_id, need.next_review_on


def _opened(need: Need) -> Event:
    if need.authority_id is None:
        return NeedOpened(network_id=need.network_id, need_id=need.pk)
    return NeedOpenedPrivately(network_id=need.network_id, authority_id=need.authority_id, need_id=need.pk)


def changed_fact(need: Need) -> Event:
    """The fact that a need is another than before, in the stream of those who may read it."""
    if need.authority_id is None:
        return NeedChanged(network_id=need.network_id, need_id=need.pk, version=need.version)
    return NeedChangedPrivately(
        network_id=need.network_id,
        authority_id=need.authority_id,
        need_id=need.pk,
        version=need.version,
    )
