"""System checks that refuse settings nobody should serve people with (`manage.py check --deploy`)."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from backend import demo

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 10


@register(Tags.security, deploy=True)
def production_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the registry passes it to every check
    **_kwargs: object,
) -> list[CheckMessage]:
    """What makes these settings unsafe where real people sign in."""
    return [Error(text, hint=hint, id=f"samverk.{code}") for code, text, hint in _faults()]


@register(Tags.database, deploy=True)
def no_demo_people(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - the registry passes it to every check
    databases: Sequence[str] | None = None,
    **_kwargs: object,
) -> list[CheckMessage]:
    """Refuse a database in which the demo's people are (`check --deploy --database default`)."""
    people = get_user_model().objects.filter(email__in=demo.PEOPLE, is_active=True)
    if not databases or not people.exists():
        return []
    text = "The demo's people are in this database, with a password that everybody knows."
    return [Error(text, hint="Start from an empty database, or deactivate them.", id="samverk.E008")]


def _faults() -> Iterator[tuple[str, str, str]]:
    if _is_weak(_secret_key()):
        yield "E001", "SECRET_KEY is short or easy to guess.", "Make one with `openssl rand -base64 48`."
    if settings.DEBUG:
        yield "E002", "DEBUG shows the inside of the house to strangers.", "Leave DEBUG unset."
    if not settings.ALLOWED_HOSTS or any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        yield "E003", "ALLOWED_HOSTS names no host, or any.", "List the host names that people type."
    if settings.DEMO:
        yield "E004", "The demo's people have a password that everybody knows.", "Leave DEMO unset."
    if settings.MAILBOX or "localhost" in settings.EMAIL_HOST:
        yield "E005", "Mails do not leave this machine.", "Set EMAIL_URL to a mail server that delivers."
    if urlsplit(settings.SITE_URL).scheme != "https":
        yield "E006", "SITE_URL is not an https address.", "Passwords and sessions need TLS."
    if not settings.RATE_LIMITS:
        yield "E007", "RATE_LIMITS is off.", "It is off for tests only."


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own word for an empty one
        return ""


def _is_weak(secret: str) -> bool:
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT_CHARACTERS
