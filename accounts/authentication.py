"""How the HTTP API learns who asks: a session's cookie with its CSRF token, or a Bearer token."""

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from access.refusals import Barred, SignInNeeded
from accounts.credentials import token_of
from accounts.models import ApiToken, User
from accounts.preferences import speak_to


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer <token>`; `request.auth` is the token, whose scopes the base view asks."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return person and token. Raises SignInNeeded for a token that opens nothing."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        if not secret.strip().isascii() or not secret.strip():
            raise SignInNeeded("token_refused", "Send the token as `Authorization: Bearer <token>`.")
        token = token_of(secret.strip(), now=timezone.now())
        speak_to(token.user)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that whoever is not signed in is answered 401."""
        return "Bearer"


class SessionWithCsrf(SessionAuthentication):
    """The browser's session. A write needs the CSRF token too."""

    def enforce_csrf(self, request: Request) -> None:
        """Raise Barred where the CSRF token is missing or wrong."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise Barred(
                "csrf_failed", "Send the CSRF token of the page as the header X-CSRFToken."
            ) from error
