"""What is in a document, in the form that is asked for."""

import re
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from access.refusals import Conflict, Invalid
from documents.content import canonical
from documents.exports import FORMATS, Format, Sheet
from documents.models import Document
from documents.pandoc.pictures import Album, album_of
from documents.reading import content_at, state_of
from documents.views.documents import DocumentView

# Of content as JSON, in bytes: what pandoc and typst do in a second or two.
LARGEST_AT_ONCE = 200_000
_NOT_IN_A_NAME = re.compile(r"[^\w -]+")


class FormIsOurs(DefaultContentNegotiation):
    """`format` is a form of ours, not a renderer of the framework; refusals are JSON as everywhere."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The one renderer there is."""
        return renderers[0], renderers[0].media_type


class DocumentContent(DocumentView):
    """What is in a document."""

    content_negotiation_class = FormIsOurs

    @extend_schema(
        operation_id="documents_content",
        responses={(200, "*/*"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("format", str, description="`html` (usual), `md`, `json` and others.")],
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        """The whole document as a file. The ETag changes with every edit."""
        name = request.query_params.get("format", "html")
        if name not in FORMATS:
            raise Invalid.field("format", "format", f"Choose one of {', '.join(FORMATS)}.")
        document: Document = self.carried
        state = state_of(document.pk)
        tag = f'"{state.epoch}-{state.seq}-{document.version}-{name}"'
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": tag})
        content, form = content_at(state), FORMATS[name]
        if form.takes_time and len(canonical(content)) > LARGEST_AT_ONCE:
            raise Conflict("takes_time", "This document is long. Ask for an export of it, and fetch that.")
        album = album_of(self.actor, content) if form.takes_time else Album()
        sheet = Sheet(title=document.title, language=document.language, content=content, album=album)
        return _file(sheet, form, tag)


def _file(sheet: Sheet, form: Format, tag: str) -> HttpResponse:
    name = " ".join(_NOT_IN_A_NAME.sub(" ", sheet.title).split())[:100] or "document"
    return HttpResponse(
        form.make(sheet),
        content_type=form.media_type,
        headers={
            "ETag": tag,
            "Cache-Control": "private, no-cache",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{form.suffix}')}",
            "X-Content-Type-Options": "nosniff",
        },
    )
