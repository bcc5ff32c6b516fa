"""By what right a socket is open: ticket, Bearer token or the browser's session, read from its handshake."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models
from django.http import HttpRequest, parse_cookie
from django.http.request import split_domain_port, validate_host

from access.refusals import SignInNeeded
from accounts.credentials import redeem_ticket, token_of
from accounts.models import ApiToken, SocketTicket, User
from wire.questions import Question, is_any, slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The person behind a socket, and the session or token that it stands or falls with.

    `session_mark` changes with the password; it is empty where a ticket stood in for the session.
    """

    user_id: UUID
    session_key: str = ""
    session_mark: str = ""
    token_id: UUID | None = None
    can_write: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """What a client brings to prove who it is."""

    ticket: str = ""
    authorization: str = ""
    session_key: str = ""
    origin: str | None = None
    host: str = ""
    is_secure: bool = False

    @classmethod
    def of(cls, scope: dict[str, Any]) -> "Handshake":
        """Read it from the scope of an ASGI connection."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        jar = parse_cookie(headers.get(b"cookie", ""))
        forwarded = headers.get(b"x-forwarded-proto", "") if settings.TRUSTED_PROXIES else ""
        return cls(
            ticket=query.get("ticket", [""])[0],
            authorization=headers.get(b"authorization", ""),
            session_key=jar.get(settings.SESSION_COOKIE_NAME, ""),
            origin=headers.get(b"origin"),
            host=headers.get(b"host", ""),
            is_secure=scope.get("scheme") in {"https", "wss"} or forwarded == "https",
        )

    @property
    def is_from_our_page(self) -> bool:
        """Was this sent by a page of ours? A browser names the page's origin where it matters."""
        if self.origin in settings.CSRF_TRUSTED_ORIGINS:
            return True
        host, _ = split_domain_port(self.host.lower())
        own = f"{'https' if self.is_secure else 'http'}://{self.host}"
        return self.origin == own and validate_host(host, settings.ALLOWED_HOSTS)


def standing_of(handshake: Handshake, *, needs_origin: bool, now: datetime) -> Standing:
    """Who opens the socket. Raises SignInNeeded.

    `needs_origin`: a WebSocket may be opened by any page with our cookie, so the page must be ours;
    a stream of events can't be read by others, and browsers name no origin there.
    """
    if handshake.ticket:
        return _by_ticket(redeem_ticket(handshake.ticket, now=now))
    if handshake.authorization:
        scheme, _, secret = handshake.authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret.isascii():
            raise SignInNeeded("token_refused", "Send the token as `Authorization: Bearer <token>`.")
        return _by_token(token_of(secret.strip(), now=now))
    if not handshake.session_key:
        raise SignInNeeded
    if (needs_origin or handshake.origin is not None) and not handshake.is_from_our_page:
        raise SignInNeeded("origin_refused", "A session's cookie is taken from our own pages only.")
    return _by_session(handshake.session_key)


def _by_ticket(ticket: SocketTicket) -> Standing:
    if ticket.token is not None:
        return _by_token(ticket.token)
    return Standing(user_id=ticket.user_id, session_key=ticket.session_key)


def _by_token(token: ApiToken) -> Standing:
    return Standing(user_id=token.user_id, token_id=token.id, can_write="write" in token.scopes)


def _by_session(session_key: str) -> Standing:
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User):
        raise SignInNeeded
    return Standing(user_id=user.pk, session_key=session_key, session_mark=user.get_session_auth_hash())


def people_behind(standings: Collection[Standing], *, now: datetime) -> dict[Standing, User]:
    """Those that still open something, each with its person: at most three queries however many."""
    ids = [standing.user_id for standing in standings]
    people = {user.pk: user for user in _PEOPLE.all(ids=ids)}
    sessions = _open_sessions({standing.session_key for standing in standings} - {""}, now)
    tokens = _usable_tokens({standing.token_id for standing in standings} - {None}, now)
    return {
        standing: people[standing.user_id]
        for standing in standings
        if standing.user_id in people
        and (standing.token_id is None or standing.token_id in tokens)
        and (not standing.session_key or standing.session_key in sessions)
        and standing.session_mark in {"", people[standing.user_id].get_session_auth_hash()}
    }


def person_behind(standing: Standing, *, now: datetime) -> User | None:
    """The person of one standing that still opens something."""
    if standing.token_id is None:
        return people_behind([standing], now=now).get(standing)
    token = _TOKEN.first(pk=standing.token_id, now=now)
    return token.user if token is not None else None


# Every command of a program asks this.
_TOKEN = Question(
    lambda: (
        ApiToken.objects.usable(slot("now", models.DateTimeField()))
        .select_related("user")
        .filter(pk=slot("pk", models.UUIDField()))
        .order_by()
    )
)


_PEOPLE = Question(lambda: User.objects.active().filter(is_any("pk", "ids", models.UUIDField())).order_by())
_SESSIONS = Question(
    lambda: Session.objects.filter(
        is_any("session_key", "keys", models.CharField()), expire_date__gt=slot("now", models.DateTimeField())
    ).order_by()
)
_TOKENS = Question(
    lambda: (
        ApiToken.objects.usable(slot("now", models.DateTimeField()))
        .filter(is_any("pk", "ids", models.UUIDField()))
        .order_by()
    )
)


def _open_sessions(keys: set[str], now: datetime) -> set[str]:
    return {row.session_key for row in _SESSIONS.all(keys=list(keys), now=now)} if keys else set()


def _usable_tokens(ids: set[Any], now: datetime) -> set[UUID]:
    return {row.pk for row in _TOKENS.all(ids=list(ids), now=now)} if ids else set()
