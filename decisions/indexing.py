"""Questions as search finds them: by what is asked, why authorities answer as they do, and what they aim at.

Everybody in the network reads all of it. Names stay out: who signed without a seat is forgotten some day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from decisions.models import KIND, Accession, Question, Signature, Voice
from networks.subjects import Subject
from search.indexing import Piece
from search.sources import Source, behind, following, register


def question_piece(question: Question, now: datetime) -> Piece:
    """A question as it stands, with the reasons that were given. Three queries."""
    return _piece(question, _reasons([question.pk])[question.pk], now)


def _piece(question: Question, reasons: Iterable[str], now: datetime) -> Piece:
    return Piece(
        subject=Subject(KIND, question.pk),
        network_id=question.network_id,
        zone=question.zone,
        authority_id=question.authority_id,
        members_only=question.members_only,
        title=question.title,
        text="\n".join(filter(None, [question.text, question.withdrawal, *reasons])),
        author_id=question.opened_by_id,
        at=question.opened_at,
        indexed_at=now,
        mark=question.version,
    )


def _reasons(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What counts of what was said: the last answer of each authority and signatory, and who joined."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for rows, name in (
        (Voice.objects.present().order_by("given_at", "pk"), "reason"),
        (Signature.objects.present().order_by("signed_at", "pk"), "reason"),
        (Accession.objects.order_by("at", "pk"), "target"),
    ):
        for question_id, text in rows.filter(question_id__in=ids).values_list("question_id", name):
            found[question_id].append(text)
    return found


def _pieces(ids: Sequence[UUID], now: datetime) -> Iterable[Piece]:
    locked = Question.objects.select_for_update(of=("self",), no_key=True)
    rows = list(locked.filter(pk__in=ids).order_by("pk"))
    reasons = _reasons(ids)
    return [_piece(row, reasons[row.pk], now) for row in rows]


def _waiting(_since: datetime, _now: datetime, most: int) -> list[UUID]:
    return behind(Question.objects.all(), KIND, state="version", most=most)


def register_source() -> None:
    """Make questions findable."""
    register(
        Source(kind=KIND, pieces=_pieces, waiting=_waiting, after=partial(following, Question.objects.all()))
    )
