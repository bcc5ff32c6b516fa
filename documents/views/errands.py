"""Documents out as files, and files in as documents: asked for, looked at, fetched."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Conflict, NotVisible
from documents.errand_inputs import ExportInput, ImportInput
from documents.errand_shapes import ExportShape, ImportShape, export_shape, import_shape
from documents.exports import FORMATS
from documents.models.errand import Export, Import
from documents.pandoc.intake import LARGEST
from documents.services.exporting import ask_export
from documents.services.importing import hand_in
from documents.views.documents import DocumentView
from files.serving import kept
from files.uploads import AnythingRenderer, UploadView
from networks.http import InNetworkView
from wire.pages import page
from wire.schema import PageOf


class ExportList(DocumentView):
    """One's own exports of a document."""

    @extend_schema(operation_id="exports_list", responses={200: PageOf(ExportShape)})
    def get(self, request: Request, document_id: UUID) -> Response:
        """A page of them, oldest first; they are kept for a day."""
        rows = Export.objects.visible_to(self.actor).filter(document=self.carried)
        return page(request, rows, lambda found: map(export_shape, found), by=("id",))

    @extend_schema(operation_id="exports_ask", request=ExportInput, responses={202: ExportShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Have it made; ask at the export's own address how far it has come."""
        wanted = self.read(ExportInput)
        export = ask_export(self.actor, document=self.carried, form=wanted["format"])
        return Response(export_shape(export), status=202)


class ExportView(InNetworkView):
    """A door to one of one's own exports."""

    permission = Permission.DOCUMENT_READ
    carrier = Export

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever lost sight of the document lost sight of its copies too."""
        super().initial(request, *args, **kwargs)
        if not self.carried.document.is_in_sight_of(self.actor):
            raise NotVisible

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """To others there is nothing."""
        mine = super().carriers(carrier).filter(asked_by_id=self.actor.person_id)
        return mine.select_related("document")


class ExportDetail(ExportView):
    """One export."""

    @extend_schema(operation_id="exports_read", responses={200: ExportShape})
    def get(self, request: Request, export_id: UUID) -> Response:
        """How far it has come, and where the file is."""
        return Response(export_shape(self.carried))


class ExportContent(ExportView):
    """The file of one export."""

    renderer_classes = (AnythingRenderer,)

    @extend_schema(operation_id="exports_content", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> HttpResponseBase:
        """Stream it, to be saved."""
        export: Export = self.carried
        if not export.is_done:
            raise Conflict("not_ready", "This file is not there yet.")
        return kept(
            request._request,  # noqa: SLF001 - how it is streamed depends on the server
            export.key,
            name=export.name,
            media_type=FORMATS[export.form].media_type.partition(";")[0],
            etag=f'"{export.pk}"',
            size=export.size,
        )


class ImportList(UploadView):
    """One's own imports in a network."""

    permission = Permission.DOCUMENT_READ

    def largest(self) -> int:
        """As much as pandoc is given."""
        return LARGEST

    @extend_schema(operation_id="imports_list", responses={200: PageOf(ImportShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of them, oldest first; they are remembered for a day."""
        rows = Import.objects.visible_to(self.actor)
        return page(request, rows, lambda found: map(import_shape, found), by=("id",))

    @extend_schema(operation_id="imports_hand_in", request=ImportInput, responses={202: ImportShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Hand a DOCX, ODT or Markdown file in; it becomes a document in the chosen zone."""
        wanted = self.read(ImportInput)
        upload = wanted.pop("file")
        made = hand_in(self.actor, network=self.network(), content=upload.read(), name=upload.name, **wanted)
        return Response(import_shape(made), status=202)


class ImportDetail(InNetworkView):
    """One of one's own imports."""

    permission = Permission.DOCUMENT_READ
    carrier = Import

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """To others there is nothing."""
        return super().carriers(carrier).filter(asked_by_id=self.actor.person_id)

    @extend_schema(operation_id="imports_read", responses={200: ImportShape})
    def get(self, request: Request, import_id: UUID) -> Response:
        """How far it has come, and the document that it became."""
        return Response(import_shape(self.carried))
