"""Settings are read in processes of their own: a process reads them once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://samverk.example.org",
    "EMAIL_URL": "submission://user:word@mail.example.org:587",
    "DATABASE_URL": "postgres://samverk:word@postgres:5432/samverk",
    "REDIS_URL": "redis://:word@redis:6379/0",
}


def settings_of(environment: dict[str, str], *names: str) -> list[Any]:
    """These settings as a process with this environment sees them."""
    program = (
        "import json, sys; from backend import settings;"
        "print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: list[Any] = json.loads(done.stdout)
    return answer


def test_behind_tls_cookies_are_secure_and_browsers_told_to_stay_there() -> None:
    session, csrf, redirect, hsts, proxy = settings_of(
        {**PRODUCTION, "TRUSTED_PROXIES": "1"},
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
        "SECURE_PROXY_SSL_HEADER",
    )

    assert (session, csrf, redirect) == (True, True, True)
    assert hsts >= 31_536_000
    assert proxy == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_proxies_no_header_of_a_proxy_is_believed() -> None:
    assert settings_of(PRODUCTION, "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT") == [None, 0]


def test_with_an_empty_environment_the_embedded_services_are_named(tmp_path: Path) -> None:
    databases, redis_url, broker = settings_of(
        {"VAR_DIR": str(tmp_path)},
        *("DATABASES", "REDIS_URL", "CELERY_BROKER_URL"),
    )

    assert databases["default"]["HOST"] == f"{tmp_path}/run/pg"
    assert redis_url == f"unix://{tmp_path}/run/valkey.sock"
    assert broker == f"redis+socket://{tmp_path}/run/valkey.sock"


def test_a_pool_and_persistent_connections_exclude_each_other() -> None:
    (pooled,) = settings_of({**PRODUCTION, "DB_POOL": "20"}, "DATABASES")
    (persistent,) = settings_of(PRODUCTION, "DATABASES")

    assert pooled["default"]["CONN_MAX_AGE"] == 0
    assert pooled["default"]["OPTIONS"]["pool"]["max_size"] == 20
    assert persistent["default"]["CONN_MAX_AGE"] > 0
    assert "pool" not in persistent["default"]["OPTIONS"]


def test_rate_limits_can_be_turned_off_and_are_on_otherwise() -> None:
    account, second_factor = settings_of(PRODUCTION, "ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS")
    assert (bool(account), second_factor) == (True, {})
    off = {**PRODUCTION, "RATE_LIMITS": "off"}
    assert settings_of(off, "ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS") == [False, False]


@pytest.mark.parametrize(("name", "value"), [("PORT", "eight"), ("DEBUG", "perhaps")])
def test_a_value_of_the_wrong_type_is_refused_by_its_name(name: str, value: str) -> None:
    environment = {"SECRET_KEY": "x", name: value}

    with pytest.raises(subprocess.CalledProcessError) as failed:
        settings_of(environment, "DEBUG")

    assert name in failed.value.stderr


def test_nothing_has_a_secret_by_default() -> None:
    assert settings_of({}, "SECRET_KEY", "EMAIL_HOST_PASSWORD", "DEBUG") == ["", None, False]
