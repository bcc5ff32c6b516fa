"""The rounds in which revisions of a document were, or are, signed off."""

from uuid import UUID

from access.actor import Actor
from decisions.models import Kind, Question, QuestionQuerySet
from documents.models import REVISION, Revision


def sign_offs_of(actor: Actor, document_id: UUID) -> QuestionQuerySet:
    """Those about any revision of the document that the actor may read."""
    revisions = Revision.objects.visible_to(actor).filter(document_id=document_id).values("pk")
    rows: QuestionQuerySet = Question.objects.visible_to(actor).filter(
        kind=Kind.SIGN_OFF, subject_kind=REVISION, subject_id__in=revisions
    )
    return rows
