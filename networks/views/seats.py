"""People in seats."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import Invalid
from accounts.models import User
from networks.http import InNetworkView
from networks.models import Seat
from networks.serializers import DeputyInput, RoleInput
from networks.services import change_role, end_seat, hand_over_seat, name_deputy
from networks.shapes import SeatShape, seat_shape
from wire.pages import page
from wire.preconditions import etag
from wire.schema import PageOf

NAMED = ("user", "authority", "deputy")


class SeatList(InNetworkView):
    """The people in a network."""

    permission = Permission.MEMBERSHIP_READ

    @extend_schema(operation_id="seats_list", responses={200: PageOf(SeatShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of active seats, in the order they were taken."""
        rows = Seat.objects.active(self.actor.now).filter(network_id=network_id).select_related(*NAMED)
        return page(request, rows, lambda found: map(seat_shape, found), by=("id",))


class SeatView(InNetworkView):
    """A door to one seat."""

    permission = Permission.MEMBERSHIP_READ
    carrier = Seat

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Fetch the names along with the seat."""
        return super().carriers(carrier).select_related("network", *NAMED)


class SeatDetail(SeatView):
    """One person's seat."""

    @extend_schema(operation_id="seats_read", responses={200: SeatShape})
    def get(self, request: Request, seat_id: UUID) -> Response:
        """The seat."""
        return Response(seat_shape(self.carried), headers={"ETag": etag(self.carried.version)})

    @extend_schema(operation_id="seats_end", responses={204: None})
    def delete(self, request: Request, seat_id: UUID) -> Response:
        """End the seat: one's own, or as coordinator anyone's."""
        end_seat(self.actor, seat=self.carried)
        return Response(status=204)


class SeatHandOver(SeatView):
    """Succession in one step."""

    @extend_schema(operation_id="seats_hand_over", request=None, responses={201: SeatShape})
    def post(self, request: Request, seat_id: UUID) -> Response:
        """Give the seat to its deputy."""
        return Response(seat_shape(hand_over_seat(self.actor, seat=self.carried)), status=201)


class SeatDeputy(SeatView):
    """Who takes over."""

    @extend_schema(operation_id="seats_name_deputy", request=DeputyInput, responses={200: SeatShape})
    def put(self, request: Request, seat_id: UUID) -> Response:
        """Name the deputy, or nobody."""
        person = self.read(DeputyInput)["person"]
        deputy = User.objects.filter(pk=person).first() if person else None
        if person and deputy is None:
            raise Invalid.field("person", "deputy", "There is nobody with this id.")
        return Response(seat_shape(name_deputy(self.actor, seat=self.carried, deputy=deputy)))


class SeatRoleView(SeatView):
    """Which role the seat carries."""

    @extend_schema(operation_id="seats_change_role", request=RoleInput, responses={200: SeatShape})
    def put(self, request: Request, seat_id: UUID) -> Response:
        """Give the seat another role."""
        return Response(seat_shape(change_role(self.actor, seat=self.carried, **self.read(RoleInput))))
