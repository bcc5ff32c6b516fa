"""The HTTP door of support: counts for those who follow networks, a nudge for those who hold one together."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import GRANTS, Permission
from access.refusals import SignInNeeded
from networks.http import InNetworkView
from networks.models import Network, Seat
from support.follow_up import followed
from support.models import HealthWeek
from support.services import nudge_person
from support.shapes import (
    FollowedShape,
    NudgeShape,
    OverviewShape,
    WeekShape,
    followed_shape,
    nudge_shape,
    overview_shape,
    week_shape,
)
from support.standing import standings
from wire.pages import page
from wire.schema import PageOf
from wire.views import ApiView

_FOLLOWING = [role.value for role, granted in GRANTS.items() if Permission.HEALTH_READ in granted]


class Overview(ApiView):
    """How networks stand: all of them for the facilitator, one's own for who follows them up."""

    @extend_schema(operation_id="support_overview", responses={200: PageOf(OverviewShape)})
    def get(self, request: Request) -> Response:
        """A page of networks in counts; counts below 3 are null."""
        if not self.actor.is_signed_in:
            raise SignInNeeded
        rows = Network.objects.all()
        if not self.actor.can(Permission.HEALTH_READ):
            seats = Seat.objects.active(self.actor.now).filter(user_id=self.actor.person_id)
            rows = rows.filter(pk__in=seats.filter(role__in=_FOLLOWING).values("network_id"))
        return page(
            request,
            rows,
            lambda found: map(overview_shape, standings(found, now=self.actor.now)),
            by=("id",),
        )


class HealthWeeks(InNetworkView):
    """How a network stood week by week."""

    permission = Permission.HEALTH_READ

    @extend_schema(operation_id="networks_health_weeks", responses={200: PageOf(WeekShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of weeks, oldest first, masked as the overview is."""
        rows = HealthWeek.objects.filter(network_id=network_id)
        return page(request, rows, lambda found: map(week_shape, found), by=("week_on", "id"))


class FollowUp(InNetworkView):
    """Who is silent, late or without a deputy."""

    permission = Permission.SEAT_NUDGE

    @extend_schema(operation_id="networks_follow_up", responses={200: PageOf(FollowedShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of the network's seats, in the order in which they were taken."""
        rows = Seat.objects.active(self.actor.now).filter(network_id=network_id)
        people = rows.select_related("user", "authority")
        return page(
            request, people, lambda found: map(followed_shape, followed(self.actor, found)), by=("id",)
        )


class SeatNudge(InNetworkView):
    """Where a coordinator asks somebody to look at what waits for them."""

    permission = Permission.SEAT_NUDGE
    carrier = Seat

    @extend_schema(operation_id="seats_nudge", request=None, responses={201: NudgeShape})
    def post(self, request: Request, seat_id: UUID) -> Response:
        """Send one mail, once a week at most."""
        return Response(nudge_shape(nudge_person(self.actor, seat=self.carried)), status=201)
