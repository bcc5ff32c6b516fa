"""What every test may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from pytest_django import Settings

from backend.ports import LOOPBACK, free_port
from web.mailcatcher import CaughtMail, caught_mails


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Settings) -> None:
    """Hash passwords fast: a real hash costs more than most tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mails(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], list[CaughtMail]]]:
    """What a real SMTP server has taken from us, newest first."""
    folder = tmp_path / "mails"
    server = Controller(Mailbox(folder), hostname=LOOPBACK, port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield lambda: caught_mails(folder)
    server.stop()
