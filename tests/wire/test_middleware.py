from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.wire.doors")


@pytest.fixture
def client() -> Client:
    """A client that gets the answer a real one would, instead of the exception."""
    return Client(raise_request_exception=False)


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    return body


def test_an_unknown_address_of_the_api_is_a_problem(client: Client) -> None:
    assert problem(client.get("/api/v1/nowhere/"))["code"] == "not_found"


def test_a_fault_is_a_500_problem_without_a_word_of_its_cause(client: Client) -> None:
    response = client.get("/api/v1/fault/")

    assert problem(response)["code"] == "server_error"
    assert b"swordfish" not in response.content


def test_a_database_that_is_away_is_a_503_problem(client: Client) -> None:
    response = client.get("/api/v1/away/")

    assert problem(response)["code"] == "unavailable"
    assert response["Retry-After"] == "2"


def test_a_refusal_of_django_itself_is_a_problem(client: Client) -> None:
    assert problem(client.get("/api/v1/forbidden/"))["code"] == "not_allowed"
    assert problem(client.get("/api/v1/teapot/"))["code"] == "refused"


def test_a_method_that_a_door_does_not_know_is_a_problem(client: Client) -> None:
    assert problem(client.delete("/api/v1/echo/"))["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b'{"title": ', "application/json", "malformed"),
        (b"\xff\xfe", "application/json", "malformed"),
        (b"[[" * 100_000, "application/json", "malformed"),
        (b'{"title": "x"}', "text/plain", "unsupported_media_type"),
        (b"null", "application/json", "malformed"),
        (b'"text"', "application/json", "malformed"),
        (b"1e999", "application/json", "malformed"),
        (b'{"title": NaN}', "application/json", "malformed"),
    ],
    ids=["cut off", "no text", "deep", "another type", "null", "a text", "a number", "not a number"],
)
def test_a_body_that_can_not_be_read_is_a_problem(
    client: Client, body: bytes, content_type: str, code: str
) -> None:
    response = client.post("/api/v1/echo/", body, content_type=content_type)

    assert 400 <= response.status_code < 500
    assert problem(response)["code"] == code


def test_a_body_larger_than_the_server_takes_is_a_413_problem(client: Client) -> None:
    response = client.post("/api/v1/echo/", b" " * (5 * 1024 * 1024 + 1), content_type="application/json")

    assert problem(response)["code"] == "too_large"
    assert response.status_code == 413


def test_wrong_input_names_each_field(client: Client) -> None:
    body = {"title": "x" * 21, "lines": [{"count": 1}, {"count": -1}, {}]}

    response = client.post("/api/v1/echo/", body, content_type="application/json")

    assert [(error["pointer"], error["code"]) for error in problem(response)["errors"]] == [
        ("/title", "too_long"),
        ("/lines/1/count", "min_value"),
        ("/lines/2/count", "required"),
    ]


def test_a_list_where_an_object_is_due_is_refused(client: Client) -> None:
    response = client.post("/api/v1/echo/", [], content_type="application/json")

    assert problem(response)["status"] == 400


@pytest.mark.urls("tests.wire.pages")
def test_a_page_for_people_fails_as_a_page(client: Client) -> None:
    response = client.get("/page/")

    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")
    assert b"swordfish" not in response.content
