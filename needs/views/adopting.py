"""The HTTP door of adoptions: questions to the authorities about a need as it stands."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from decisions.listing import with_voices
from decisions.models import Kind, Question
from decisions.serializers import RoundInput
from decisions.shapes import DecisionShape, decision_shape
from needs.models import KIND
from needs.services.adopting import ask_adoption
from needs.views.needs import NeedView
from networks.subjects import Subject
from wire.pages import page
from wire.preconditions import etag
from wire.schema import PageOf


class AdoptionList(NeedView):
    """The rounds in which authorities were asked to adopt one need."""

    @extend_schema(operation_id="adoptions_list", responses={200: PageOf(DecisionShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of rounds, oldest first; each is a decision, and is answered there."""
        asked = Question.objects.visible_to(self.actor).about(Subject(KIND, need_id))
        rows = with_voices(asked.filter(kind=Kind.ADOPTION))
        return page(request, rows, lambda found: map(decision_shape, found), by=("id",))

    @extend_schema(operation_id="adoptions_ask", request=RoundInput, responses={201: DecisionShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Ask the authorities to adopt the need, which is in hearing; carried, it is adopted."""
        self.actor.require(Permission.DECISION_OPEN)
        asked = ask_adoption(self.actor, need=self.carried, **self.read(RoundInput))
        question = with_voices(Question.objects.filter(pk=asked.pk)).get()
        return Response(decision_shape(question), status=201, headers={"ETag": etag(question.version)})
