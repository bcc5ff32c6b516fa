"""A sheet that was looked at is kept as it was chosen until it is imported, for a day at most."""

from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from files.names import clean_name
from needs.models import Need, SheetDraft, SheetImport, SheetKind
from needs.models.draft import KEPT_FOR
from needs.services.annexes import need_in_sight
from needs.services.sheets import import_sheet


@transaction.atomic
def keep_draft(actor: Actor, *, need: Need, kind: str, content: bytes, name: str = "") -> SheetDraft:
    """Keep the bytes that one has looked at, in place of those before. Raises Invalid for an unknown kind."""
    actor.require(Permission.DEMAND_DECLARE)
    need = need_in_sight(actor, need)
    if kind not in SheetKind.values:
        raise Invalid.field("kind", "kind", f"Choose one of {', '.join(SheetKind.values)}.")
    # Another row, not the same one again: whoever looked at the one before does not import this one.
    SheetDraft.objects.filter(need=need, brought_by_id=actor.person_id).delete()
    draft: SheetDraft = SheetDraft.objects.create(
        network_id=need.network_id,
        need=need,
        brought_by_id=actor.person_id,
        brought_for_id=actor.represents,
        kind=kind,
        name=clean_name(name) if name else "",
        content=content,
        brought_at=actor.now,
    )
    return draft


@transaction.atomic
def import_draft(actor: Actor, *, need: Need, draft_id: UUID) -> SheetImport:
    """Import what one has looked at, byte for byte, and forget it. Raises as `import_sheet`.

    Raises Conflict where another sheet was looked at since, or a day has passed.
    """
    actor.require(Permission.DEMAND_DECLARE)
    need = need_in_sight(actor, need)
    draft = draft_of(actor, need, draft_id)
    content = bytes(draft.content)
    draft.delete()
    return import_sheet(actor, need=need, kind=draft.kind, content=content, name=draft.name)


def draft_of(actor: Actor, need: Need, draft_id: UUID) -> SheetDraft:
    """What one has looked at last for a need. Raises Conflict where it is gone."""
    rows = SheetDraft.objects.visible_to(actor).filter(need=need, brought_at__gte=actor.now - KEPT_FOR)
    draft = rows.filter(pk=draft_id).first()
    if draft is None:
        raise Conflict("draft_gone", "This sheet is not kept any more. Choose it again.")
    return draft


@transaction.atomic
def forget_drafts(actor: Actor) -> int:
    """Forget what nobody imported within a day. Returns how many."""
    actor.require(Permission.CLOCK_TICK)
    return SheetDraft.objects.filter(brought_at__lt=actor.now - KEPT_FOR).delete()[0]
