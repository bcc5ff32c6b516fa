"""Tokens, tickets and the register of public bodies over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from access.refusals import NotVisible
from accounts import serializers
from accounts.credentials import person_of
from accounts.models import ApiToken, Authority
from accounts.services import create_token, issue_ticket, revoke_token
from wire.pages import page
from wire.schemas import PAGE, paged
from wire.text import readable
from wire.views import ApiView


class TokenList(ApiView):
    """One's tokens, and a new one for whoever knows address and password."""

    # A kept answer would keep the secret; made twice, a token is only revoked twice.
    keeps_keys = True

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Who asks for a token is not signed in yet: the body says who they are."""
        return [] if self._asks_for_token() else super().get_authenticators()

    def get_permissions(self) -> list[BasePermission]:
        """Let anybody ask for a token."""
        return [] if self._asks_for_token() else [IsAuthenticated()]

    def _asks_for_token(self) -> bool:
        # No request at all stands behind the view while the OpenAPI document is written.
        return getattr(self.request, "method", None) == "POST"

    @extend_schema(operation_id="tokens_list", responses=paged(serializers.TokenRead), parameters=PAGE)
    def get(self, request: Request) -> Response:
        """List one's own tokens, oldest first, without their secrets."""
        tokens = ApiToken.objects.visible_to(self.actor)
        return page(request, tokens, lambda rows: serializers.TokenRead(rows, many=True).data, by=("id",))

    @extend_schema(
        operation_id="tokens_create",
        request=serializers.TokenInput,
        responses={201: serializers.TokenCreatedRead},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Make a token; its secret is in this answer and nowhere else."""
        wanted = self.read(serializers.TokenInput)
        person = person_of(request._request, email=wanted["email"], password=wanted["password"])  # noqa: SLF001 - allauth wants Django's request
        actor = person.acting(self.actor.now)
        token, secret = create_token(actor, name=wanted["name"], scopes=wanted["scopes"])
        shape = serializers.TokenCreatedRead({**serializers.TokenRead(token).data, "token": secret})
        return Response(shape.data, status=201)


class TokenDetail(ApiView):
    """One of one's tokens."""

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        """Revoke the token: it opens nothing from now on."""
        token = ApiToken.objects.visible_to(self.actor).filter(pk=token_id).first()
        if token is None:
            raise NotVisible
        revoke_token(self.actor, token=token)
        return Response(status=204)


class TicketList(ApiView):
    """Tickets for sockets."""

    keeps_keys = True  # as for tokens

    @extend_schema(operation_id="tickets_create", request=None, responses={201: serializers.TicketRead})
    def post(self, request: Request) -> Response:
        """Make a ticket that opens one socket, once, within 60 seconds."""
        token = request.auth if isinstance(request.auth, ApiToken) else None
        session_key = "" if token else request.session.session_key or ""
        ticket, secret = issue_ticket(self.actor, session_key=session_key, token=token)
        shape = serializers.TicketRead({"ticket": secret, "expires_at": ticket.expires_at})
        return Response(shape.data, status=201)


class AuthorityList(ApiView):
    """The register of public bodies."""

    @extend_schema(
        operation_id="authorities_list",
        responses=paged(serializers.AuthorityRead),
        parameters=[OpenApiParameter("q", str), *PAGE],
    )
    def get(self, request: Request) -> Response:
        """List public bodies by name; `q` finds a part of a name or the beginning of a number."""
        text = readable(request.query_params.get("q", ""), name="q", longest=200, blank=True)
        found = Authority.objects.visible_to(self.actor).matching(text)
        return page(
            request, found, lambda rows: serializers.AuthorityRead(rows, many=True).data, by=("name", "id")
        )


class AuthorityDetail(ApiView):
    """One public body."""

    @extend_schema(operation_id="authorities_read", responses=serializers.AuthorityRead)
    def get(self, request: Request, authority_id: UUID) -> Response:
        """Show name, number, kind and country."""
        authority = Authority.objects.visible_to(self.actor).filter(pk=authority_id).first()
        if authority is None:
            raise NotVisible
        return Response(serializers.AuthorityRead(authority).data)
