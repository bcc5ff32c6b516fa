"""What allauth asks the house: who may sign up, and how its mails look."""

import logging
from email.utils import make_msgid, parseaddr
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.limits import Limit, count_failure, forget_failures, limits_of, wait_of
from accounts.models import User
from accounts.preferences import in_the_words_of

logger = logging.getLogger("samverk.accounts")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up by invitation only; mails in the words of whom they go to, with links to our own address."""

    wait = 0  # seconds before the next try is heard, after a refusal

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse open sign-up: accounts are opened by accepting an invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who has these credentials. Raises ValidationError while too many wrong ones were tried.

        The right one is refused too, even if the wrong ones came while it was being checked.
        """
        email = str(credentials.get("email", ""))
        limits = limits_of(email=email, address=self.get_client_ip(request)) if settings.RATE_LIMITS else []
        self._refuse_beyond(limits)
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            count_failure(limits, now=timezone.now())
        else:
            self._refuse_beyond(limits)
        return user

    def _refuse_beyond(self, limits: list[Limit]) -> None:
        self.wait = wait_of(limits, now=timezone.now()) if limits else 0
        if self.wait:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Begin anew, as allauth asks when a new password was set."""
        forget_failures(email=str(credentials.get("email", "")))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the mail, or tell the person that it could not be sent; the page goes on either way."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # which SMTP's refusals are, too
            logger.warning("A mail %s could not be sent", template_prefix, exc_info=True)
            messages.error(self.request, _("The mail could not be sent. Try again in a few minutes."))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Render the mail in its reader's language, or in the page's where nobody is known by the address."""
        reader = User.objects.filter(email=email).first() or context.get("user")
        if not isinstance(reader, User):
            return self._render(template_prefix, email, context, headers)
        with in_the_words_of(reader):
            return self._render(template_prefix, email, context, headers)

    def _render(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None
    ) -> EmailMessage:
        words = {"language": get_language(), "site_url": settings.SITE_URL}
        own = {"Message-ID": _message_id(), "Auto-Submitted": "auto-generated"}
        mail: EmailMessage = super().render_mail(
            template_prefix, email, context | words, headers=own | (headers or {})
        )
        return mail

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Link to our own address, whatever Host the request named."""
        uid, _, token = key.partition("-")
        return _link("account_reset_password_from_key", uidb36=uid, key=token)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Link to our own address, as above."""
        return _link("account_confirm_email", key=emailconfirmation.key)


def _link(name: str, **parts: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, kwargs=parts)}"


def _message_id() -> str:
    """Return an id under the sender's domain, not under the name of the machine."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return make_msgid(domain=address.partition("@")[2] or "localhost")
