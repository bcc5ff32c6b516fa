"""Documents as subjects: what rooms, reminders and sockets may point at."""

from collections.abc import Iterable
from uuid import UUID

from access.actor import Actor
from documents.models import REVISION, Comment, Document, Revision
from networks import subjects


def _visible(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Document.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return {row.pk: subjects.Card(title=row.title, path=f"/documents/{row.pk}/") for row in rows}


def _network_of(pk: UUID) -> UUID | None:
    return Document.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _heard(actor: Actor) -> list[UUID]:
    return list(Document.objects.visible_to(actor).order_by("pk").values_list("pk", flat=True))


def _comments(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Comment.objects.visible_to(actor).filter(pk__in=ids).select_related("document").order_by("pk")
    return {
        row.pk: subjects.Card(
            title=row.document.title, path=f"/documents/{row.document_id}/#comment-{row.pk}"
        )
        for row in rows
    }


def _network_of_comment(pk: UUID) -> UUID | None:
    return Comment.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def _revisions(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, subjects.Card]:
    rows = Revision.objects.visible_to(actor).filter(pk__in=ids).select_related("document").defer("content")
    return {
        row.pk: subjects.Card(title=row.title, path=f"/documents/{row.document_id}/")
        for row in rows.order_by("pk")
    }


def _network_of_revision(pk: UUID) -> UUID | None:
    return Revision.objects.filter(pk=pk).values_list("network_id", flat=True).first()


def register() -> None:
    """Make all three kinds known."""
    subjects.register(
        subjects.SubjectKind(kind="document", visible=_visible, network_of=_network_of, heard=_heard)
    )
    subjects.register(subjects.SubjectKind(kind="comment", visible=_comments, network_of=_network_of_comment))
    subjects.register(
        subjects.SubjectKind(kind=REVISION, visible=_revisions, network_of=_network_of_revision)
    )
