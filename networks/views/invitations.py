"""Invitations: sent by the line, accepted by link, taken back."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from networks.http import InNetworkView
from networks.models import Invitation
from networks.serializers import AcceptInput, InvitationInput
from networks.services import (
    Answer,
    Wanted,
    accept_invitation,
    invite_people,
    open_invitation,
    revoke_invitation,
)
from networks.shapes import (
    AcceptedShape,
    AddressedShape,
    AnswersShape,
    RefusedLine,
    addressed_shape,
    seat_shape,
)
from wire.pages import page
from wire.problems import problem_of
from wire.schema import PageOf
from wire.views import ApiView


class InvitationList(InNetworkView):
    """Invitations that wait for an answer."""

    permission = Permission.INVITATION_READ

    @extend_schema(operation_id="invitations_list", responses={200: PageOf(AddressedShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of open invitations, oldest first."""
        rows = Invitation.objects.open().filter(network_id=network_id).select_related("authority")
        return page(request, rows, lambda found: map(addressed_shape, found), by=("id",))

    @extend_schema(
        operation_id="invitations_send",
        request=InvitationInput(many=True),
        responses={201: AddressedShape | AnswersShape},
    )
    def post(self, request: Request, network_id: UUID) -> Response:
        """Invite one person, or a list of them with one answer per line."""
        self.actor.require(Permission.INVITATION_SEND)
        if isinstance(request.data, list):
            return Response({"results": self._answers(request.data)}, status=201)
        answer = self._invite([Wanted(**self.read(InvitationInput))])[0]
        if answer.refusal is not None:
            raise answer.refusal
        return Response(_shape(answer), status=201)

    def _answers(self, lines: list[object]) -> list[AddressedShape | RefusedLine]:
        # A line whose shape can't be read is answered here, and not guessed at; the verb judges the others.
        read = [_line(one) for one in lines]
        wanted = [line for line in read if isinstance(line, Wanted)]
        answers = iter(self._invite(wanted) if wanted or not lines else [])
        return [_shape(next(answers)) if isinstance(line, Wanted) else line for line in read]

    def _invite(self, wanted: list[Wanted]) -> list[Answer]:
        return invite_people(self.actor, network=self.network(), wanted=wanted)


def _line(one: object) -> Wanted | RefusedLine:
    """The line as the verb wants it, or the answer to one that has another shape."""
    shape = InvitationInput(data=one)
    if shape.is_valid():
        return Wanted(**shape.validated_data)
    email = one.get("email") if isinstance(one, dict) else None
    return _refused(str(email or "")[:254], ValidationError(shape.errors))


def _shape(answer: Answer) -> AddressedShape | RefusedLine:
    if answer.invitation is not None:
        return addressed_shape(answer.invitation)
    return _refused(answer.wanted.email, answer.refusal)


def _refused(email: str, error: Exception | None) -> RefusedLine:
    problem = problem_of(error) if error else None
    return {"email": email, "problem": problem.body() if problem else {}}


class InvitationDetail(InNetworkView):
    """One invitation."""

    permission = Permission.INVITATION_READ
    carrier = Invitation

    @extend_schema(operation_id="invitations_revoke", responses={204: None})
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        """Take the invitation back."""
        revoke_invitation(self.actor, invitation=self.carried)
        return Response(status=204)


class InvitationAccept(ApiView):
    """Where the link of the mail leads; open to whoever holds it."""

    permission_classes = []

    @extend_schema(operation_id="invitations_accept", request=AcceptInput, responses={201: AcceptedShape})
    def post(self, request: Request, token: str) -> Response:
        """Take the seat; a person without an account gives a name and a password."""
        invitation = open_invitation(token, now=self.actor.now)
        seat = accept_invitation(self.actor, invitation=invitation, **self.read(AcceptInput))
        return Response({**seat_shape(seat), "network": seat.network_id}, status=201)
