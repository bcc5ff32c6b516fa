"""What the OpenAPI document says of every door."""

import re
from typing import Any

import pytest
import yaml

from backend.documentation.openapi import openapi_document
from tests.contracts.doors import BINARY, DOORS, OCTETS, Door

METHODS_THAT_WRITE = {"post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document as clients read it."""
    read: dict[str, Any] = yaml.safe_load(openapi_document())
    return read


def operation(document: dict[str, Any], door: Door) -> dict[str, Any]:
    path = re.sub(r"<\w+:(\w+)>", r"{\1}", door.path)
    found: dict[str, Any] = document["paths"][f"/{path}"][door.method]
    return found


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_every_door_is_described_with_what_it_answers_and_how_it_refuses(
    document: dict[str, Any], door: Door
) -> None:
    described = operation(document, door)
    answers = described["responses"]

    assert described["description"]
    assert {"4XX", "503"} <= answers.keys()
    problem = answers["4XX"]["content"]["application/problem+json"]["schema"]
    assert problem == {"$ref": "#/components/schemas/Problem"}
    (success,) = answers.keys() - {"4XX", "503"}
    if str(door) in BINARY | OCTETS:
        assert [told["schema"]["type"] for told in answers[success]["content"].values()] == ["string"]
    elif success != "204":
        shape = answers[success]["content"]["application/json"]["schema"]
        assert shape.keys() & {"$ref", "oneOf", "properties"}


@pytest.mark.parametrize("door", [door for door in DOORS if door.method in METHODS_THAT_WRITE], ids=str)
def test_every_write_takes_an_idempotency_key(document: dict[str, Any], door: Door) -> None:
    headers = {one["name"] for one in operation(document, door)["parameters"] if one["in"] == "header"}

    assert "Idempotency-Key" in headers
    assert ("If-Match" in headers) == (door.method == "patch")


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation(document, door)["operationId"] for door in DOORS]

    assert len(set(names)) == len(names)


def test_a_shape_tells_its_kinds_to_the_letter(document: dict[str, Any]) -> None:
    message = document["components"]["schemas"]["MessageShape"]["properties"]

    assert message["id"] == {"type": "string", "format": "uuid"}
    assert message["number"] == {"type": "integer"}
    assert message["author"] == {"$ref": "#/components/schemas/Named"}
    assert message["edited_at"] == {"oneOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}
    rooms = document["paths"]["/api/v1/networks/{network_id}/rooms/"]["get"]["responses"]["200"]
    page = rooms["content"]["application/json"]["schema"]
    assert page["required"] == ["results", "next", "previous"]
    assert page["properties"]["results"]["items"] == {"$ref": "#/components/schemas/ListedRoomShape"}
