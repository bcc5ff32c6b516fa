"""The HTTP doors of what authorities say, and of those that join later."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from decisions.models import Voice
from decisions.serializers import AccessionInput, VoiceInput
from decisions.services import accede, answer_question
from decisions.shapes import AccessionShape, VoiceShape, accession_shape, voice_shape
from decisions.views.decisions import DecisionView
from wire.pages import page
from wire.schema import PageOf


class VoiceList(DecisionView):
    """What was said to one question."""

    @extend_schema(operation_id="voices_list", responses={200: PageOf(VoiceShape)})
    def get(self, request: Request, question_id: UUID) -> Response:
        """A page of voices in the order of time, those that count no more among them."""
        rows = Voice.objects.filter(question=self.carried).select_related("authority", "person", "signatory")
        return page(request, rows, lambda found: map(voice_shape, found), by=("given_at", "id"))

    @extend_schema(operation_id="voices_give", request=VoiceInput, responses={201: VoiceShape})
    def post(self, request: Request, question_id: UUID) -> Response:
        """Answer for one's authority, or answer anew."""
        voice = answer_question(self.actor, question=self.carried, **self.read(VoiceInput))
        given = Voice.objects.select_related("authority", "person", "signatory").get(pk=voice.pk)
        return Response(voice_shape(given), status=201)


class AccessionList(DecisionView):
    """Who joined one decision later."""

    @extend_schema(operation_id="accessions_list", responses={200: PageOf(AccessionShape)})
    def get(self, request: Request, question_id: UUID) -> Response:
        """A page of accessions in the order of time."""
        rows = self.carried.accessions.select_related("authority", "person")
        return page(request, rows, lambda found: map(accession_shape, found), by=("at", "id"))

    @extend_schema(operation_id="accessions_join", request=AccessionInput, responses={201: AccessionShape})
    def post(self, request: Request, question_id: UUID) -> Response:
        """Join a carried decision for one's authority."""
        joined = accede(self.actor, question=self.carried, **self.read(AccessionInput))
        joined = self.carried.accessions.select_related("authority", "person").get(pk=joined.pk)
        return Response(accession_shape(joined), status=201)
