"""The HTTP doors of asking people without a seat, for members: whom their authority asked."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.refusals import NotVisible
from decisions.models import Signatory
from decisions.seatless import SeatlessSignatoryShape, of_question, signatory_shape, signatory_shapes
from decisions.serializers import SignatoryInput
from decisions.services import Invitee, invite_signatory, renew_signatory, revoke_signatory
from decisions.views.decisions import DecisionView
from wire.pages import page
from wire.schema import PageOf


class SignatoryList(DecisionView):
    """People without a seat whom the reader's authority has asked about one question."""

    @extend_schema(operation_id="signatories_list", responses={200: PageOf(SeatlessSignatoryShape)})
    def get(self, request: Request, question_id: UUID) -> Response:
        """A page of them, oldest first; those of other authorities are nobody else's business."""
        rows = of_question(Signatory.objects.visible_to(self.actor), self.carried)
        return page(request, rows, signatory_shapes, by=("id",))

    @extend_schema(
        operation_id="signatories_invite", request=SignatoryInput, responses={201: SeatlessSignatoryShape}
    )
    def post(self, request: Request, question_id: UUID) -> Response:
        """Ask somebody, by a personal link that is mailed to them."""
        invitee = Invitee(**self.read(SignatoryInput))
        invited = invite_signatory(self.actor, question=self.carried, invitee=invitee)
        row = of_question(Signatory.objects.filter(pk=invited.pk), self.carried).get()
        return Response(signatory_shape(row), status=201)


class OneSignatory(DecisionView):
    """A door to one of them."""

    def signatory(self, signatory_id: UUID) -> Signatory:
        """The one that the address names. Raises NotVisible."""
        rows = Signatory.objects.visible_to(self.actor).filter(question=self.carried, pk=signatory_id)
        found: Signatory | None = rows.first()
        if found is None:
            raise NotVisible
        return found


class SignatoryRenewal(OneSignatory):
    """Another link in place of one."""

    @extend_schema(operation_id="signatories_renew", request=None, responses={201: SeatlessSignatoryShape})
    def post(self, request: Request, question_id: UUID, signatory_id: UUID) -> Response:
        """Mail the same person another link, with codes and tries of its own; the one before is closed."""
        renewed = renew_signatory(self.actor, signatory=self.signatory(signatory_id))
        row = of_question(Signatory.objects.filter(pk=renewed.pk), self.carried).get()
        return Response(signatory_shape(row), status=201)


class SignatoryDetail(OneSignatory):
    """One of them."""

    @extend_schema(operation_id="signatories_revoke", request=None, responses={204: None})
    def delete(self, request: Request, question_id: UUID, signatory_id: UUID) -> Response:
        """Take the link back: it works no more, at once. What was signed stays."""
        revoke_signatory(self.actor, signatory=self.signatory(signatory_id))
        return Response(status=204)
