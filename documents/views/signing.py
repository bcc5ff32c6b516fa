"""The HTTP door of sign-offs: questions to the authorities about one revision's hash."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from decisions.listing import with_voices
from decisions.models import Question
from decisions.shapes import DecisionShape, decision_shape
from documents.serializers import SignOffInput
from documents.services import Round, ask_sign_off
from documents.signing import sign_offs_of
from documents.views.documents import DocumentView
from wire.pages import page
from wire.preconditions import etag
from wire.schema import PageOf


class SignOffList(DocumentView):
    """The rounds in which one document's revisions were signed off."""

    @extend_schema(operation_id="sign_offs_list", responses={200: PageOf(DecisionShape)})
    def get(self, request: Request, document_id: UUID) -> Response:
        """A page of rounds, oldest first; each is a decision, and is answered there."""
        rows = with_voices(sign_offs_of(self.actor, document_id))
        return page(request, rows, lambda found: map(decision_shape, found), by=("id",))

    @extend_schema(operation_id="sign_offs_ask", request=SignOffInput, responses={201: DecisionShape})
    def post(self, request: Request, document_id: UUID) -> Response:
        """Ask the authorities to sign a revision off; without one, the latest that has a name."""
        self.actor.require(Permission.DECISION_OPEN)
        wanted = self.read(SignOffInput)
        revision_id = wanted.pop("revision_id")
        asked = ask_sign_off(
            self.actor, document=self.carried, revision_id=revision_id, asking=Round(**wanted)
        )
        question = with_voices(Question.objects.filter(pk=asked.pk)).get()
        return Response(decision_shape(question), status=201, headers={"ETag": etag(question.version)})
