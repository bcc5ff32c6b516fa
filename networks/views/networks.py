"""Networks, what they count, and the authorities in them."""

from dataclasses import asdict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import SignInNeeded
from networks.health import health_of
from networks.http import InNetworkView
from networks.models import Membership, Network
from networks.serializers import NetworkEdit, NetworkInput
from networks.services import change_network, create_network, end_membership
from networks.services.invitations import authority_named
from networks.shapes import (
    HealthShape,
    MembershipShape,
    NetworkDetailShape,
    NetworkShape,
    membership_shape,
    network_shape,
)
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf
from wire.views import ApiView

MANAGED = (Permission.NETWORK_EDIT, Permission.INVITATION_SEND, Permission.SEAT_MANAGE, Permission.ROOM_OPEN)


class NetworkList(ApiView):
    """The networks whose card one may see: one's own, open ones, and all for the facilitator."""

    @extend_schema(operation_id="networks_list", responses={200: PageOf(NetworkShape)})
    def get(self, request: Request) -> Response:
        """A page of networks, oldest first."""
        if not self.actor.is_signed_in:
            raise SignInNeeded
        rows = Network.objects.visible_to(self.actor)
        return page(request, rows, lambda found: map(network_shape, found), by=("id",))

    @extend_schema(operation_id="networks_create", request=NetworkInput, responses={201: NetworkShape})
    def post(self, request: Request) -> Response:
        """Set up a network; its coordinator is invited by mail."""
        self.actor.require(Permission.NETWORK_CREATE)
        wanted = self.read(NetworkInput)
        host = authority_named(wanted["host"], name="host")
        network = create_network(self.actor, **wanted | {"host": host})
        return Response(network_shape(network), status=201, headers={"ETag": etag(network.version)})


class NetworkDetail(InNetworkView):
    """One network's card. Open networks show it to anyone signed in, and nothing below it."""

    permission = Permission.PROFILE_EDIT  # whoever is signed in; the scope has decided who sees the card

    @extend_schema(operation_id="networks_read", responses={200: NetworkDetailShape})
    def get(self, request: Request, network_id: UUID) -> Response:
        """The card, with what the reader may do here."""
        return self._answer(self.network())

    @extend_schema(operation_id="networks_edit", request=NetworkEdit, responses={200: NetworkDetailShape})
    def patch(self, request: Request, network_id: UUID) -> Response:
        """Change texts, phase or openness."""
        wanted = self.read(NetworkEdit)
        network = change_network(
            self.actor, network=self.network(), version=expected_version(request), **wanted
        )
        return self._answer(network)

    def _answer(self, network: Network) -> Response:
        shape = network_shape(network) | {"abilities": abilities_in(self.actor)}
        return Response(shape, headers={"ETag": etag(network.version)})


def abilities_in(actor: Actor) -> list[str]:
    """What the actor may do with the network they stand in, by the names of permissions."""
    return [str(permission) for permission in MANAGED if actor.can(permission)]


class NetworkHealth(InNetworkView):
    """Counts of one network, for those who support it without reading it."""

    permission = Permission.HEALTH_READ

    @extend_schema(operation_id="networks_health", responses={200: HealthShape})
    def get(self, request: Request, network_id: UUID) -> Response:
        """Counts below 3 are null."""
        return Response(asdict(health_of([network_id], now=self.actor.now)[network_id]))


class MembershipList(InNetworkView):
    """The authorities in a network."""

    permission = Permission.MEMBERSHIP_READ

    @extend_schema(operation_id="memberships_list", responses={200: PageOf(MembershipShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of the authorities that have not left, in the order they joined."""
        rows = Membership.objects.active().filter(network_id=network_id).select_related("authority")
        return page(request, rows, lambda found: map(membership_shape, found), by=("id",))


class MembershipDetail(InNetworkView):
    """One authority in a network."""

    permission = Permission.MEMBERSHIP_READ
    carrier = Membership

    @extend_schema(operation_id="memberships_read", responses={200: MembershipShape})
    def get(self, request: Request, membership_id: UUID) -> Response:
        """The authority's membership."""
        return Response(membership_shape(self.carried), headers={"ETag": etag(self.carried.version)})

    @extend_schema(operation_id="memberships_end", responses={204: None})
    def delete(self, request: Request, membership_id: UUID) -> Response:
        """Let the authority leave; its seats end with it."""
        end_membership(self.actor, membership=self.carried)
        return Response(status=204)
