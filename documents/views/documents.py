"""Documents over HTTP. What is in them goes over their sockets."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from accounts.models import Language
from documents.models import Document
from documents.serializers import DocumentInput
from documents.services import create_document, share_document
from documents.shapes import DocumentDetailShape, DocumentShape, document_shape
from networks.http import InNetworkView
from networks.subjects import Subject
from wire.pages import page
from wire.preconditions import etag
from wire.schema import PageOf

MANAGED = (Permission.DOCUMENT_EDIT, Permission.DOCUMENT_SHARE)


class DocumentList(InNetworkView):
    """The documents of a network that the reader may open."""

    permission = Permission.DOCUMENT_READ

    @extend_schema(operation_id="documents_list", responses={200: PageOf(DocumentShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of documents, oldest first."""
        rows = Document.objects.visible_to(self.actor).select_related("created_by", "started_at_authority")
        return page(request, rows, lambda found: map(document_shape, found), by=("id",))

    @extend_schema(operation_id="documents_create", request=DocumentInput, responses={201: DocumentShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Start a document for the network, or for one's own authority alone, empty or from a template."""
        wanted = self.read(DocumentInput)
        about = wanted.pop("about")
        wanted.setdefault("language", getattr(request.user, "language", Language.SWEDISH))
        document = create_document(
            self.actor, network=self.network(), about=Subject(**about) if about else None, **wanted
        )
        return _answer(document, status=201)


class DocumentView(InNetworkView):
    """A door to one document."""

    permission = Permission.DOCUMENT_READ
    carrier = Document

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """The document with the names that its shape shows."""
        return super().carriers(carrier).select_related("created_by", "started_at_authority")


class DocumentDetail(DocumentView):
    """One document."""

    @extend_schema(operation_id="documents_read", responses={200: DocumentDetailShape})
    def get(self, request: Request, document_id: UUID) -> Response:
        """The document without its content, and what the reader may do with it."""
        document: Document = self.carried
        abilities = [
            str(one)
            for one in MANAGED
            if self.actor.can(one) and (document.is_private or one != Permission.DOCUMENT_SHARE)
        ]
        shape = document_shape(document) | {"abilities": abilities, "mine": {}}
        return Response(shape, headers={"ETag": etag(document.version)})


class DocumentShare(DocumentView):
    """The way of an authority's own document to the network."""

    @extend_schema(operation_id="documents_share", request=None, responses={200: DocumentShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Share it with the whole network; it becomes a record at every member, and there is no way back."""
        return _answer(share_document(self.actor, document=self.carried), status=200)


def _answer(document: Document, *, status: int) -> Response:
    return Response(document_shape(document), status=status, headers={"ETag": etag(document.version)})
