"""Sheets of demand lines and annexes over HTTP: out, looked at, in, and undone."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Invalid, NotVisible
from documents.views.content import FormIsOurs
from files.uploads import UploadView
from needs.models import SheetImport
from needs.services.sheets import import_sheet, plan_sheet, undo_sheet
from needs.sheet_serializers import SheetInput
from needs.sheet_shapes import (
    PlanShape,
    SheetDetailShape,
    SheetShape,
    plan_shape,
    sheet_detail,
    sheet_shape,
)
from needs.sheets.columns import ANNEXES, COLUMNS, LINES
from needs.sheets.reading import LARGEST
from needs.sheets.rows import rows_out
from needs.sheets.writing import FORMS
from needs.views.needs import NeedView
from networks.http import InNetworkView
from wire.pages import page
from wire.schema import PageOf

_FORM = OpenApiParameter("format", str, description="`csv` (usual) or `xlsx`.")
_BYTES = {(200, "*/*"): OpenApiTypes.BINARY}


class _SheetOut(InNetworkView):
    """A door that gives a sheet of one's own authority out."""

    permission = Permission.PRIVATE_ZONE_USE
    content_negotiation_class = FormIsOurs
    kind = LINES

    def sheet(self, need_id: UUID | None = None) -> HttpResponse:
        """The sheet as a file, in the reader's language."""
        form = self.request.query_params.get("format", "csv")
        if form not in FORMS:
            raise Invalid.field("format", "format", f"Choose one of {', '.join(FORMS)}.")
        made = FORMS[form].make(COLUMNS[self.kind], rows_out(self.actor, self.kind, need_id=need_id))
        name = f"samverk-{self.kind}-{self.actor.now.date()}.{form}"
        return HttpResponse(
            made,
            content_type=FORMS[form].media_type,
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
                "X-Content-Type-Options": "nosniff",
            },
        )


class LineSheet(_SheetOut):
    """One's own authority's lines in all needs of a network."""

    @extend_schema(operation_id="demand_lines_sheet_of_network", responses=_BYTES, parameters=[_FORM])
    def get(self, request: Request, network_id: UUID) -> HttpResponse:
        """The lines as a sheet."""
        return self.sheet()


class AnnexSheet(_SheetOut):
    """One's own authority's annexes to all needs of a network."""

    kind = ANNEXES

    @extend_schema(operation_id="annexes_sheet_of_network", responses=_BYTES, parameters=[_FORM])
    def get(self, request: Request, network_id: UUID) -> HttpResponse:
        """The annexes as a sheet."""
        return self.sheet()


class NeedLineSheet(_SheetOut, NeedView):
    """One's own authority's lines for one need."""

    permission = Permission.PRIVATE_ZONE_USE

    @extend_schema(operation_id="demand_lines_sheet", responses=_BYTES, parameters=[_FORM])
    def get(self, request: Request, need_id: UUID) -> HttpResponse:
        """The lines as a sheet, which may be changed and imported again."""
        return self.sheet(need_id)


class NeedAnnexSheet(_SheetOut, NeedView):
    """One's own authority's annex to one need."""

    permission = Permission.PRIVATE_ZONE_USE
    kind = ANNEXES

    @extend_schema(operation_id="annexes_sheet", responses=_BYTES, parameters=[_FORM])
    def get(self, request: Request, need_id: UUID) -> HttpResponse:
        """The annex as a sheet of one row."""
        return self.sheet(need_id)


class _SheetIn(UploadView, NeedView):
    """A door that takes a sheet."""

    permission = Permission.DEMAND_READ

    def largest(self) -> int:
        """As much as is read."""
        return LARGEST

    def sent(self) -> dict[str, Any]:
        """The sheet for the verbs. Raises Invalid where there is neither file nor text."""
        wanted = self.read(SheetInput)
        file, text = wanted.get("file"), wanted.get("text", "")
        if file is None and not text.strip():
            raise Invalid.field("file", "blank", "Send a file, or cells as text.")
        if file is None:
            return {"kind": wanted["kind"], "content": text.encode(), "field": "text"}
        return {"kind": wanted["kind"], "content": file.read(LARGEST + 1), "name": file.name}


class SheetPreview(_SheetIn):
    """What a sheet would do."""

    @extend_schema(operation_id="sheets_preview", request=SheetInput, responses={200: PlanShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """What would come of each row; nothing is written."""
        sent = self.sent()
        sent.pop("name", None)
        return Response(plan_shape(plan_sheet(self.actor, need=self.carried, **sent)))


class SheetList(_SheetIn):
    """The sheets that one's own authority imported for a need."""

    @extend_schema(operation_id="sheets_list", responses={200: PageOf(SheetShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of them, oldest first."""
        rows = SheetImport.objects.visible_to(self.actor).with_names().filter(need=self.carried)
        return page(request, rows, lambda found: map(sheet_shape, found), by=("id",))

    @extend_schema(operation_id="sheets_import", request=SheetInput, responses={201: SheetShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Import one: every row or none. Where rows are wrong, `errors` point at `/rows/<row>/<column>`."""
        sheet = import_sheet(self.actor, need=self.carried, **self.sent())
        return Response(sheet_shape(sheet), status=201)


class _SheetView(InNetworkView):
    """A door to one imported sheet."""

    permission = Permission.DEMAND_READ
    carrier = SheetImport
    carried: SheetImport

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Sheets with their need, and what their shape names."""
        return SheetImport.objects.with_names().select_related("need", "imported_by", "undone_by")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse also where the need is out of sight."""
        super().initial(request, *args, **kwargs)
        if not self.carried.need.is_in_sight_of(self.actor):
            raise NotVisible


class SheetDetail(_SheetView):
    """One imported sheet."""

    @extend_schema(operation_id="sheets_read", responses={200: SheetDetailShape})
    def get(self, request: Request, sheetimport_id: UUID) -> Response:
        """What came of it, and whether it can be undone."""
        return Response(sheet_detail(self.carried, self.actor))


class SheetUndo(_SheetView):
    """The way back of an import."""

    @extend_schema(operation_id="sheets_undo", request=None, responses={200: SheetDetailShape})
    def post(self, request: Request, sheetimport_id: UUID) -> Response:
        """Withdraw what it added, and let what it changed say again what it said before."""
        undo_sheet(self.actor, sheet=self.carried)
        sheet = SheetImport.objects.with_names().get(pk=sheetimport_id)
        return Response(sheet_detail(sheet, self.actor))
