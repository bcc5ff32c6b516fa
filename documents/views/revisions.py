"""What was kept of a document, what differs, and the way back."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import Invalid, NotVisible
from documents.diffing import difference
from documents.fitting import fitted
from documents.models import Document, Revision
from documents.reading import content_of
from documents.rendering import html_of
from documents.revision_shapes import DiffShape, RevisionDetailShape, RevisionShape, revision_shape
from documents.schema import Content
from documents.serializers import RevisionInput
from documents.services import name_revision, restore_revision
from documents.views.documents import DocumentView
from wire.pages import page
from wire.schema import PageOf

NOW = "now"


class RevisionList(DocumentView):
    """What was kept of one document."""

    @extend_schema(operation_id="revisions_list", responses={200: PageOf(RevisionShape)})
    def get(self, request: Request, document_id: UUID) -> Response:
        """A page of revisions with their authors, by number."""
        rows = Revision.objects.visible_to(self.actor).of_document(document_id).named()
        return page(request, rows, lambda found: map(revision_shape, found), by=("number",))

    @extend_schema(operation_id="revisions_name", request=RevisionInput, responses={201: RevisionShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Keep the document as it is now, under a name."""
        revision = name_revision(self.actor, document=self.carried, **self.read(RevisionInput))
        return _made(revision)


class RevisionView(DocumentView):
    """A door to one revision of a document."""

    def revision(self, revision_id: UUID) -> Revision:
        """The revision of this document that the address names. Raises NotVisible."""
        document: Document = self.carried
        return _revision(self.actor, document, revision_id)


class RevisionDetail(RevisionView):
    """One revision."""

    @extend_schema(operation_id="revisions_read", responses={200: RevisionDetailShape})
    def get(self, request: Request, document_id: UUID, revision_id: UUID) -> Response:
        """What the editor showed, and what the reader may do with it."""
        revision = self.revision(revision_id)
        content = revision.written
        abilities = ["revision.restore"] if self.actor.can(Permission.DOCUMENT_EDIT) else []
        more = {"content": content, "html": html_of(content), "abilities": abilities}
        return Response(revision_shape(revision) | more, headers={"ETag": f'"{revision.content_hash}"'})


class RevisionRestore(RevisionView):
    """The way back to a revision."""

    @extend_schema(operation_id="revisions_restore", request=None, responses={201: RevisionShape})
    def post(self, request: Request, document_id: UUID, revision_id: UUID) -> Response:
        """Edit the document until it says again what the revision says; nothing of its history is lost."""
        revision = self.revision(revision_id)
        restored = restore_revision(self.actor, document=self.carried, revision=revision)
        return _made(restored)


class DocumentDiff(DocumentView):
    """What differs between two revisions of a document."""

    @extend_schema(
        operation_id="documents_diff",
        responses={200: DiffShape},
        parameters=[
            OpenApiParameter("from", str, description="A revision; usually the last one before `to`."),
            OpenApiParameter("to", str, description="A revision, or `now` (usual)."),
        ],
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        """Both contents in one, word by word, and the changes as a list."""
        document: Document = self.carried
        to = _named(self.actor, document, request, "to")
        since = _named(self.actor, document, request, "from") or self._before(document, to)
        content = to.written if to else content_of(document.pk)
        found = difference(_written(since), content)
        return Response(
            {
                "from": since.pk if since else None,
                "to": to.pk if to else None,
                "html": html_of(found.content),
                "changes": [
                    {"kind": one.kind, "before": one.before, "after": one.after} for one in found.changes
                ],
            }
        )

    def _before(self, document: Document, to: Revision | None) -> Revision | None:
        rows: Any = Revision.objects.visible_to(self.actor).filter(document=document)
        rows = rows.filter(number__lt=to.number) if to else rows
        found: Revision | None = rows.order_by("number").last()
        return found


def _made(revision: Revision) -> Response:
    return Response(revision_shape(Revision.objects.named().get(pk=revision.pk)), status=201)


def _written(revision: Revision | None) -> Content:
    return revision.written if revision else fitted({})


def _named(actor: Actor, document: Document, request: Request, name: str) -> Revision | None:
    text = request.query_params.get(name, NOW)
    if text == NOW:
        return None
    try:
        return _revision(actor, document, UUID(text))
    except (ValueError, NotVisible):
        raise Invalid.field(name, "revision", "Give the id of a revision of this document.") from None


def _revision(actor: Actor, document: Document, revision_id: UUID) -> Revision:
    rows = Revision.objects.visible_to(actor).filter(document=document, pk=revision_id).named()
    revision: Revision | None = rows.first()
    if revision is None:
        raise NotVisible
    return revision
