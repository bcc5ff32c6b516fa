"""Documents as search finds them: by title at once, by their words within a minute of writing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from documents.copies import LoadError
from documents.models import Document
from documents.reading import paragraphs_of
from networks.subjects import Subject
from search.indexing import Piece
from search.models import Searchable
from search.sources import UNKNOWN, Source, following, register

KIND = "document"
# A document that is being written is read at most so often.
PAUSE = timedelta(minutes=1)


def document_piece(document: Document, now: datetime, *, text: str = "", mark: int = 0) -> Piece:
    """A document with its text as of update `mark`."""
    return Piece(
        subject=Subject(KIND, document.pk),
        network_id=document.network_id,
        zone=document.zone,
        authority_id=document.authority_id,
        members_only=document.members_only,
        title=document.title,
        text=text,
        author_id=document.created_by_id,
        at=document.created_at,
        indexed_at=now,
        mark=mark,
    )


def _pieces(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    # Read before the rows are locked: nobody who writes waits for it.
    marks = dict(Document.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "seq"))
    texts = {pk: _text(pk) for pk in marks}
    rows = Document.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return [document_piece(row, now, text=texts[row.pk], mark=marks[row.pk]) for row in rows]


def _text(document_id: UUID) -> str:
    try:
        return "\n".join(paragraphs_of(document_id))
    except LoadError:  # told by those who open it; its title can be found
        return ""


def _waiting(_since: datetime, now: datetime, most: int) -> list[UUID]:
    known = Searchable.objects.filter(subject_kind=KIND, subject_id=OuterRef("pk"))
    rows = Document.objects.annotate(
        mark=Coalesce(Subquery(known.values("mark")), UNKNOWN), read_at=Subquery(known.values("indexed_at"))
    ).filter(Q(mark__lt=F("seq")), Q(mark__lte=0) | Q(read_at__lte=now - PAUSE))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def register_source() -> None:
    """Make documents findable."""
    register(
        Source(kind=KIND, pieces=_pieces, waiting=_waiting, after=partial(following, Document.objects.all()))
    )
