"""Authorities are asked to sign a revision of a document off: that text, and no other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from decisions.models import Kind, Question
from decisions.services import Asking, open_question
from documents.models import REVISION, Document, Revision, RevisionKind
from networks.subjects import Subject

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Until when all members are asked, how many have to answer, and what is said to them."""

    closes_at: datetime
    quorum: int | None = None
    text: str = ""


@transaction.atomic
def ask_sign_off(
    actor: Actor, *, document: Document, asking: Round, revision_id: UUID | None = None
) -> Question:
    """Ask the network's authorities to sign off a revision, or the latest that has a name, by its hash.

    Raises Invalid for a revision of another document, Conflict where none has a name, and for what
    not everybody in the network reads; and what `open_question` raises.
    """
    actor.require(Permission.DECISION_OPEN)
    revision = _revision(actor, document, revision_id)
    if revision.zone != "network" or revision.members_only:
        raise Conflict("not_shared", "Share the document with the whole network before it is signed off.")
    wanted = Asking(
        kind=Kind.SIGN_OFF,
        title=revision.title[:LONGEST_TITLE],
        text=asking.text,
        closes_at=asking.closes_at,
        quorum=asking.quorum,
        subject=Subject(REVISION, revision.pk),
        subject_hash=revision.content_hash,
    )
    return open_question(actor, network=document.network, asking=wanted)


def _revision(actor: Actor, document: Document, revision_id: UUID | None) -> Revision:
    rows = Revision.objects.visible_to(actor).of_document(document.pk).select_related("document")
    named = rows.filter(pk=revision_id) if revision_id else rows.filter(kind=RevisionKind.NAMED)
    revision: Revision | None = named.last()
    if revision is not None:
        return revision
    if revision_id is not None:
        raise Invalid.field("revision", "revision", "Give the id of a revision of this document.")
    raise Conflict("no_named_revision", "Keep the document under a name first.")
