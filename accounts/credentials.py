"""From a secret to the person behind it: what the doors ask before there is an actor."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from access.refusals import Barred, SignInNeeded, TooOften
from accounts.models import ApiToken, SocketTicket, User
from accounts.models.keys import digest_of
from wire.questions import Question, slot

USE_NOTED_EVERY = timedelta(minutes=1)

# One statement, so that of two sockets with one ticket only one opens. It opens nothing that the
# person's session or token would not open any more.
_REDEEM = """
UPDATE accounts_socketticket AS ticket SET redeemed_at = %(now)s
WHERE digest = %(digest)s AND redeemed_at IS NULL AND expires_at > %(now)s
  AND EXISTS (SELECT FROM accounts_user AS person WHERE person.id = ticket.user_id AND person.is_active)
  AND (token_id IS NULL OR EXISTS (
      SELECT FROM accounts_apitoken AS token
      WHERE token.id = ticket.token_id AND token.revoked_at IS NULL AND token.expires_at > %(now)s))
  AND (session_key = '' OR EXISTS (
      SELECT FROM django_session AS session
      WHERE session.session_key = ticket.session_key AND session.expire_date > %(now)s))
RETURNING ticket.id
"""


def redeem_ticket(secret: str, *, now: datetime) -> SocketTicket:
    """Spend a ticket; the answer knows its `user`, and its `token` if it was asked with one.

    Raises SignInNeeded for a ticket that is unknown, spent, older than a minute or outlived by its session.
    """
    spent = list(SocketTicket.objects.raw(_REDEEM, {"digest": digest_of(secret), "now": now}))
    if not spent:
        raise SignInNeeded("ticket_refused", "This ticket is spent, too old or unknown. Ask for a new one.")
    return SocketTicket.objects.select_related("user", "token").get(pk=spent[0].pk)


def token_of(secret: str, *, now: datetime) -> ApiToken:
    """Return the token with its `user`, noting its use once a minute.

    Raises SignInNeeded for a token that opens nothing.
    """
    token = _USABLE_TOKEN.first(digest=digest_of(secret), now=now)
    if token is None:
        raise SignInNeeded("token_refused", "This token is unknown, revoked or too old. Make a new one.")
    _note_use(token, now)
    return token


_USABLE_TOKEN = Question(
    lambda: (
        ApiToken.objects.usable(slot("now", models.DateTimeField()))
        .select_related("user")
        .filter(digest=slot("digest", models.CharField()))
        .order_by()
    )
)


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at and now - token.last_used_at < USE_NOTED_EVERY:
        return
    long_ago = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
    ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)


def person_of(request: HttpRequest, *, email: str, password: str) -> User:
    """Return the person whom address and password name, limited in tries per address and per account.

    An unknown address and a wrong password take the same time and get the same answer. Raises
    SignInNeeded, TooOften, and Barred where more than a password is due.
    """
    adapter = get_adapter(request)
    try:
        user: User | None = adapter.authenticate(request, email=email, password=password)
    except ValidationError:
        raise TooOften(retry_after=adapter.wait) from None
    if user is None or not user.is_active:
        raise SignInNeeded("wrong_credentials", "The e-mail address or the password is wrong.")
    if is_mfa_enabled(user):
        raise Barred(
            "second_factor_required",
            "This account has a second factor. Make a token on its own page instead.",
        )
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        raise Barred("email_not_verified", "Follow the link in the mail that confirms the address first.")
    return user
