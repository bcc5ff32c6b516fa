"""Ticks as an operator starts them: in processes of their own, so that they can be killed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection

from backend.processes import UNTIL_OUR_END
from tests.reminders import DUE

Tick = Callable[..., "subprocess.Popen[str]"]


def _database_url() -> str:
    at = connection.settings_dict
    return f"postgres://{at['USER']}@{quote(at['HOST'], safe='')}/{at['NAME']}"


@pytest.fixture
def tick(transactional_db: None) -> Iterator[Tick]:
    """Start `manage.py tick` at the due moment, against this test's database and mail server."""
    started: list[subprocess.Popen[str]] = []

    def start(now: str = f"{DUE:%Y-%m-%dT%H:%MZ}", **environment: str) -> "subprocess.Popen[str]":
        mail = f"smtp://{django_settings.EMAIL_HOST}:{django_settings.EMAIL_PORT}"
        env = os.environ | {"DATABASE_URL": _database_url(), "EMAIL_URL": mail} | environment
        argv = UNTIL_OUR_END.tied([sys.executable, "manage.py", "tick", f"--now={now}"])
        process = subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
