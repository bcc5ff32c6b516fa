"""How mails are addressed."""

from email.utils import formataddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from access.refusals import Invalid
from wire.text import readable


def address_of(text: str, *, name: str = "email") -> str:
    """An e-mail address that somebody typed, in small letters. Raises Invalid for what no mail reaches."""
    email = readable(text, name=name, longest=254).lower()
    try:
        validate_email(email)
        mailbox("", email)
    except (ValidationError, UnicodeError):
        raise Invalid.field(name, "email", f"“{email}” is not an e-mail address.") from None
    return email


def mailbox(name: str, email: str) -> str:
    """Name and address as a mail's header has them.

    A domain with other letters than a to z is written as mail servers know it (RFC 3490): malmö.se is
    xn--malm-8qa.se. Raises UnicodeError for a domain that can't be.
    """
    local, _at, domain = email.rpartition("@")
    return formataddr((" ".join(name.split()), f"{local}@{domain.encode('idna').decode()}"))
