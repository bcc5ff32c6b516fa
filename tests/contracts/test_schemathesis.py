"""The API against its own document: what fits the schema, or just misses it, is answered as it says."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.services import create_token
from tests.cast import Cast
from tests.contracts.estate import OBJECTS, Estate, furnished

load_all_checks()
django_application: Any = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The house, its answers read and closed as servers do: until then, files that they stream are open."""
    with closing(django_application(environ, start_response)) as answer:
        return list(answer)


schema: Any = schemathesis.openapi.from_wsgi("/api/schema/?format=json", application)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def estate(cast: Cast) -> Estate:
    """One of everything."""
    return furnished(cast)


@pytest.fixture
def bearer(estate: Estate) -> dict[str, str]:
    """What the coordinator's program sends."""
    _token, secret = create_token(estate.outside("coordinator"), name="Skript", scopes=["read", "write"])
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's transaction open between requests, as Django's own test client does."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def things() -> dict[str, str]:
    """What the addresses name, made when first asked for."""
    return {}


@schema.parametrize()  # type: ignore[untyped-decorator]  # the library says nothing of its types
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@pytest.mark.timeout(300)
def test_the_api_answers_as_its_document_says(
    case: Any, estate: Estate, things: dict[str, str], bearer: dict[str, str]
) -> None:
    # Ids of nothing are tried elsewhere; here they open the door, so that what is behind it is tried.
    for name in case.path_parameters or {}:
        if name not in things:
            things[name] = str(OBJECTS[name](estate, "network"))
    case.path_parameters = {name: things[name] for name in case.path_parameters or {}}
    with transaction.atomic():
        answer = case.call(headers=bearer)
        transaction.set_rollback(True)

    case.validate_response(answer, checks=CHECKS)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]
