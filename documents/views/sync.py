"""Writing together where WebSockets are blocked: the sync messages of a document's socket, over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from documents.exchange import exchange
from documents.messages import read_messages
from documents.views.documents import DocumentView
from wire.octets import OCTETS, OctetParser, OctetRenderer

EPOCH = "Document-Epoch"


class DocumentSync(DocumentView):
    """One document's content, as Yjs clients exchange it."""

    parser_classes = [OctetParser]
    renderer_classes = [OctetRenderer]
    keeps_keys = True  # the same again changes nothing: Yjs merges

    @extend_schema(
        operation_id="documents_sync",
        parameters=[
            OpenApiParameter("epoch", str, description="The document's epoch, as the client knows it."),
        ],
        request={OCTETS: OpenApiTypes.BINARY},
        responses={(200, OCTETS): OpenApiTypes.BINARY},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        """Take and give y-protocols sync messages, one after the other; `document.changed` says when to ask.

        What is sent (step 2, update) is committed before the answer. A step 1 is answered with step 2: what
        the client lacks; and, to those who may write, with a step 1: what we have. A 409 `other_epoch`
        tells to load the document anew. Messages may have y-websocket's 0 before them, or not.
        """
        body: Any = request.data or b""  # the framework has an empty form for an empty body
        said = read_messages(body if isinstance(body, bytes) else b"")
        known = request.query_params.get("epoch")
        answer = exchange(self.actor, document=self.carried, said=said, epoch=known)
        return Response(answer.body, headers={EPOCH: answer.epoch})
