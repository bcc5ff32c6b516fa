"""All records of an authority over HTTP: asked for, looked at, fetched."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Conflict, NotVisible, SignInNeeded
from accounts.models import Authority, Language
from files.serving import kept
from files.uploads import AnythingRenderer
from records.models import RecordExport
from records.services import ask_records
from records.shapes import RecordExportShape, record_export_shape
from records.sight import keeper
from wire.pages import page
from wire.schema import PageOf
from wire.views import ApiView


class RecordExportList(ApiView):
    """The exports of one authority's records, for who keeps them."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Place the actor at the authority."""
        super().initial(request, *args, **kwargs)
        if not self.actor.is_signed_in:
            raise SignInNeeded
        if not Authority.objects.visible_to(self.actor).filter(pk=kwargs["authority_id"]).exists():
            raise NotVisible
        self.actor = keeper(self.actor, kwargs["authority_id"])
        self.actor.require(Permission.RECORDS_EXPORT)

    @extend_schema(operation_id="record_exports_list", responses={200: PageOf(RecordExportShape)})
    def get(self, request: Request, authority_id: UUID) -> Response:
        """A page of them, oldest first; each is kept for seven days."""
        rows = RecordExport.objects.visible_to(self.actor).kept(self.actor.now).select_related("asked_by")
        return page(request, rows, lambda found: map(record_export_shape, found), by=("id",))

    @extend_schema(operation_id="record_exports_ask", request=None, responses={202: RecordExportShape})
    def post(self, request: Request, authority_id: UUID) -> Response:
        """Have all records made into one archive; ask at its own address how far it has come."""
        language = getattr(request.user, "language", Language.SWEDISH)
        export = ask_records(self.actor, language=language)
        return Response(record_export_shape(export), status=202)


class RecordExportView(ApiView):
    """A door to one export. To whoever does not keep these records there is nothing."""

    carried: RecordExport

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the export, and place the actor at its authority."""
        super().initial(request, *args, **kwargs)
        if not self.actor.is_signed_in:
            raise SignInNeeded
        kept = RecordExport.objects.kept(self.actor.now).select_related("asked_by")
        found = kept.filter(pk=kwargs["recordexport_id"]).first()
        if found is None:
            raise NotVisible
        self.actor = keeper(self.actor, found.authority_id)
        if not self.actor.can(Permission.RECORDS_EXPORT):
            raise NotVisible
        self.carried = found


class RecordExportDetail(RecordExportView):
    """One export."""

    @extend_schema(operation_id="record_exports_read", responses={200: RecordExportShape})
    def get(self, request: Request, recordexport_id: UUID) -> Response:
        """How far it has come, and where the archive is."""
        return Response(record_export_shape(self.carried))


class RecordExportContent(RecordExportView):
    """The archive of one export."""

    renderer_classes = (AnythingRenderer,)

    @extend_schema(operation_id="record_exports_content", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, recordexport_id: UUID) -> HttpResponseBase:
        """Stream it, to be saved."""
        export = self.carried
        if not export.is_done:
            raise Conflict("not_ready", "This archive is not there yet.")
        return kept(
            request._request,  # noqa: SLF001 - how it is streamed depends on the server
            export.key,
            name=export.name,
            media_type="application/zip",
            etag=f'"{export.sha256}"',
            size=export.size,
        )
