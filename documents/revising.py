"""Taking revisions: a part of verbs, which record what comes of it.

Reading a document takes the process's copy of it, and whoever holds the copy may wait for the row lock.
So a verb reads first (`now_in`), and locks the row afterwards; never the other way round.
"""

import zlib
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from access.actor import Actor
from documents.content import canonical, read_content
from documents.copies import Copy
from documents.models import Document, Revision, RevisionAuthor, RevisionKind, Update
from documents.reading import content_at, state_of
from documents.schema import Content
from journal.events import RevisionMade

# A spell of writing ends after quiet, or when it has gone on for long.
QUIET = timedelta(minutes=10)
LONGEST_SPELL = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the editor shows of a document after one update."""

    epoch: str
    seq: int
    content: Content


def now_in(document_id: UUID) -> Moment:
    """What the editor shows now. Not to be called under the document's row lock. Raises LoadError."""
    state = state_of(document_id)
    return Moment(epoch=state.epoch, seq=state.seq, content=content_at(state))


def locked_now(document: Document) -> Moment:
    """What the editor shows of a document that is locked: read from the log, past the process's copy."""
    copy = Copy()
    copy.catch_up(document)
    return Moment(epoch=copy.epoch, seq=copy.seq, content=read_content(copy.doc))


def take(
    actor: Actor,
    document: Document,
    moment: Moment,
    *,
    kind: RevisionKind,
    name: str = "",
    restored_from: Revision | None = None,
) -> Revision:
    """Keep the moment as a revision of the document, which is locked, in the zone that it is in now."""
    written = canonical(moment.content)
    revision = Revision.objects.create(
        network_id=document.network_id,
        zone=document.zone,
        authority_id=document.authority_id,
        members_only=document.members_only,
        document=document,
        number=_next_number(document),
        kind=kind,
        name=name,
        epoch=moment.epoch,
        seq=moment.seq,
        content=zlib.compress(written),
        content_hash=sha256(written).hexdigest(),
        made_by_id=actor.user_id,
        restored_from=restored_from,
        at=actor.now,
    )
    _name_authors(revision)
    Document.objects.filter(pk=document.pk).update(revised_seq=Greatest("revised_seq", moment.seq))
    return revision


def take_unless_kept(actor: Actor, document: Document, moment: Moment) -> list[Revision]:
    """Keep the moment as an automatic revision, unless the document's zone has this content already.

    None or one, for the caller to record.
    """
    last = Revision.objects.of_document(document.pk).filter(zone=document.zone).last()
    is_kept = last is not None and last.content_hash == sha256(canonical(moment.content)).hexdigest()
    is_old = last is not None and last.epoch == moment.epoch and last.seq > moment.seq
    if is_kept or is_old or (last is None and not moment.content["content"]):
        Document.objects.filter(pk=document.pk).update(revised_seq=Greatest("revised_seq", moment.seq))
        return []
    return [take(actor, document, moment, kind=RevisionKind.AUTOMATIC)]


def made(revisions: list[Revision]) -> list[RevisionMade]:
    """The facts to record of revisions."""
    return [
        RevisionMade(
            network_id=revision.network_id,
            document_id=revision.document_id,
            revision_id=revision.pk,
            number=revision.number,
            kind=revision.kind,
        )
        for revision in revisions
    ]


def _next_number(document: Document) -> int:
    numbers = Revision.objects.filter(document=document).aggregate(last=Max("number"))
    return (numbers["last"] or 0) + 1


def _name_authors(revision: Revision) -> None:
    """Who wrote since the last revision of this zone.

    The log knows those since the last revision of any zone; earlier ones stand in revisions, for a log that
    was compacted has forgotten them.
    """
    before = Revision.objects.filter(document=revision.document_id, number__lt=revision.number)
    last_here = before.filter(zone=revision.zone).aggregate(last=Max("number"))["last"] or 0
    last_seq = before.filter(epoch=revision.epoch).aggregate(last=Max("seq"))["last"] or 0
    wrote = Update.objects.after(revision.document_id, last_seq).filter(seq__lte=revision.seq)
    authors = set(wrote.values_list("author_id", "authority_id"))
    earlier = RevisionAuthor.objects.filter(revision__in=before.filter(number__gt=last_here))
    authors |= set(earlier.values_list("person_id", "authority_id"))
    RevisionAuthor.objects.bulk_create(
        RevisionAuthor(revision=revision, person_id=person, authority_id=authority)
        for person, authority in sorted(authors)
    )


def ended_spells(actor: Actor, *, most: int = 200) -> "QuerySet[Document]":
    """Documents in which a spell of writing is over, and that have no revision of it."""

    def at(seq: Any) -> Subquery:
        return Subquery(
            Update.objects.filter(document=OuterRef("pk"), seq=seq).order_by("seq").values("at")[:1]
        )

    written = Document.objects.filter(seq__gt=F("revised_seq")).annotate(
        first_at=at(OuterRef("revised_seq") + 1), last_at=at(OuterRef("seq"))
    )
    # A log that was compacted does not say when: it is time.
    is_over = Q(last_at=None) | Q(last_at__lte=actor.now - QUIET)
    is_long = Q(first_at__lte=actor.now - LONGEST_SPELL)
    ended: QuerySet[Document] = written.filter(is_over | is_long).order_by("pk")[:most]
    return ended
