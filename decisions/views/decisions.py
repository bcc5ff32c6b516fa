"""The HTTP door of questions to authorities."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from decisions.abilities import abilities_of, is_asked, own_voice
from decisions.listing import with_voices
from decisions.models import Question
from decisions.serializers import QuestionInput, WithdrawalInput
from decisions.services import Asking, close_question, open_question, withdraw_question
from decisions.shapes import (
    DecisionDetailShape,
    DecisionShape,
    decision_shape,
    electorate_shape,
    result_shape,
    signatories,
    voice_shape,
)
from networks.http import InNetworkView
from networks.subjects import Subject
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class DecisionList(InNetworkView):
    """The questions of a network."""

    permission = Permission.DECISION_READ

    @extend_schema(operation_id="decisions_list", responses={200: PageOf(DecisionShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of questions with what was answered so far, oldest first."""
        rows = with_voices(Question.objects.visible_to(self.actor))
        return page(request, rows, lambda found: map(decision_shape, found), by=("id",))

    @extend_schema(operation_id="decisions_open", request=QuestionInput, responses={201: DecisionShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Ask the authorities for a position; who is asked is settled now, and told."""
        self.actor.require(Permission.DECISION_OPEN)
        wanted = self.read(QuestionInput)
        about = wanted.pop("subject")
        subject = Subject(about["kind"], about["id"]) if about else None
        asking = Asking(subject=subject, **wanted)
        question = open_question(self.actor, network=self.network(), asking=asking)
        question = with_voices(Question.objects.filter(pk=question.pk)).get()
        return Response(decision_shape(question), status=201, headers={"ETag": etag(question.version)})


class DecisionView(InNetworkView):
    """A door to one question."""

    permission = Permission.DECISION_READ
    carrier = Question
    carried: Question

    def answer(self) -> Response:
        """The question as it is now, and what this person may do with it."""
        question = with_voices(Question.objects.filter(pk=self.carried.pk)).get()
        voice = own_voice(self.actor, question)
        shape: DecisionDetailShape = {
            **decision_shape(question),
            "electorate": electorate_shape(question),
            "result": result_shape(question),
            "signatories": signatories(question),
            "abilities": abilities_of(self.actor, question),
            "mine": {
                "asked": is_asked(self.actor, question),
                "voice": voice_shape(voice) if voice else None,
            },
        }
        return Response(shape, headers={"ETag": etag(question.version)})


class DecisionDetail(DecisionView):
    """One question."""

    @extend_schema(operation_id="decisions_read", responses={200: DecisionDetailShape})
    def get(self, request: Request, question_id: UUID) -> Response:
        """The question, who is asked, what each says, and the frozen result."""
        return self.answer()


class DecisionClose(DecisionView):
    """Ends a question before its time."""

    @extend_schema(operation_id="decisions_close", request=None, responses={200: DecisionDetailShape})
    def post(self, request: Request, question_id: UUID) -> Response:
        """Freeze the answers, once every authority asked has given one."""
        close_question(self.actor, question=self.carried, version=expected_version(request))
        return self.answer()


class DecisionWithdraw(DecisionView):
    """Takes a question back."""

    @extend_schema(
        operation_id="decisions_withdraw", request=WithdrawalInput, responses={200: DecisionDetailShape}
    )
    def post(self, request: Request, question_id: UUID) -> Response:
        """Take it back, and say why; what was answered stays readable."""
        wanted = self.read(WithdrawalInput)
        withdraw_question(self.actor, question=self.carried, version=expected_version(request), **wanted)
        return self.answer()
