"""What every door does alike: methods, cookies and tokens, languages of answers, and keys."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.services import create_token
from tests.answers import footprint, refused
from tests.cast import Cast
from tests.contracts import decisions, records, statements
from tests.contracts.doors import BINARY, DOORS, METHODS, OCTETS, Door, form_of
from tests.contracts.estate import ROLES, Estate, furnished
from tests.contracts.test_every_door import BY_SECRET, body_of, expected

PATHS = sorted({door.path: door for door in DOORS}.values())
READS = [door for door in DOORS if door.method == "get" and str(door) not in BINARY]
WRITES = [door for door in DOORS if door.method != "get"]
# Secrets are never kept to be given again, and who comes by a secret has no name to keep an answer under.
# Yjs merges: what is sent again changes nothing.
UNKEPT = {*BY_SECRET, "POST api/v1/auth/tickets/", *OCTETS}
# Keeps its keys with the message, and answers as the message is now.
MESSAGES = "POST api/v1/rooms/<uuid:room_id>/messages/"
KEPT = [door for door in WRITES if str(door) not in UNKEPT]
# Where sharing is possible at all.
PRIVATE = {
    "POST api/v1/needs/<uuid:need_id>/share/": "authority",
    "POST api/v1/documents/<uuid:document_id>/share/": "authority",
    "POST api/v1/annexes/<uuid:annex_id>/share/": "authority",
}


def zone_of(door: Door) -> str:
    return PRIVATE.get(str(door), "network")


def role_for(door: Door, estate: Estate) -> str:
    """The first role that may do this."""
    zone = zone_of(door)
    return next(role for role in ROLES if expected(door, estate, role, zone) == 200)


def knock(client: APIClient, door: Door, url: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, door.method)(url, body, headers=headers, **form_of(door))


def url_of(door: Door, estate: Estate) -> str:
    objects = estate.named(door.names, zone_of(door))
    decisions.make_ready(estate, str(door), objects)
    statements.make_ready(estate, str(door), objects)
    return door.url(objects)


@pytest.mark.parametrize("door", PATHS, ids=lambda door: door.path)
def test_a_method_that_an_address_does_not_know_is_405_and_writes_nothing(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    known = {one.method for one in DOORS if one.path == door.path}
    client = estate.client(records.READERS.get(door.path, "coordinator"))
    url = door.url(estate.named(door.names, "network"))
    before = footprint()

    for method in set(METHODS) - known:
        answer = getattr(client, method)(url, {})
        assert refused(answer) == (405, "method_not_allowed"), method
        assert known <= {name.lower() for name in answer["Allow"].split(", ")}

    assert footprint() == before


@pytest.mark.parametrize("door", WRITES, ids=str)
def test_a_write_by_cookie_needs_the_csrf_token_of_the_page(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.people["coordinator"])
    url, body = url_of(door, estate), body_of(door, estate)
    before = footprint()

    answer = knock(client, door, url, body)

    if str(door) == "POST api/v1/auth/tokens/":  # asks for no cookie at all
        assert answer.status_code == 201
        return
    assert refused(answer) == (403, "csrf_failed")
    assert footprint() == before


@pytest.mark.parametrize("door", WRITES, ids=str)
def test_a_token_that_may_only_read_writes_at_no_door(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    now = timezone.now()
    _token, secret = create_token(cast.people["coordinator"].acting(now), name="board", scopes=["read"])
    url, body = url_of(door, estate), body_of(door, estate)
    before = footprint()

    answer = knock(APIClient(), door, url, body, authorization=f"Bearer {secret}")

    if str(door) == "POST api/v1/auth/tokens/":  # the password in the body says more than the header
        assert answer.status_code == 201
        return
    assert refused(answer) == (403, "token_read_only")
    assert footprint() == before


@pytest.mark.parametrize("door", READS, ids=str)
def test_what_is_read_by_cookie_is_read_alike_by_token(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    role = "member" if str(door) in BY_SECRET else role_for(door, estate)
    _token, secret = create_token(cast.people[role].acting(timezone.now()), name="board", scopes=["read"])
    url = url_of(door, estate)
    APIClient().get(url, headers={"authorization": f"Bearer {secret}"})  # notes the first use of the token

    by_token = APIClient().get(url, headers={"authorization": f"Bearer {secret}"})

    assert by_token.status_code == 200
    assert by_token.content == estate.client(role).get(url).content


@pytest.mark.parametrize("door", READS, ids=str)
def test_reading_says_json_and_leaves_no_trace(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client, url = estate.client(role_for(door, estate)), url_of(door, estate)
    before = footprint()

    answer, again = client.get(url), client.get(url)

    assert answer["Content-Type"] == "application/json"
    assert answer.content == again.content
    assert footprint() == before


@pytest.mark.parametrize("door", READS, ids=str)
def test_an_answer_in_another_language_than_json_is_not_to_be_had(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client, url = estate.client(role_for(door, estate)), url_of(door, estate)

    answer = client.get(url, headers={"Accept": "application/xml"})

    assert refused(answer) == (406, "not_acceptable")


@pytest.mark.parametrize("door", KEPT, ids=str)
def test_the_same_write_twice_under_one_key_is_one_write_and_one_answer(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client, url, body = estate.client(role_for(door, estate)), url_of(door, estate), body_of(door, estate)

    first = knock(client, door, url, body, **{"Idempotency-Key": "once"})
    before = footprint()
    again = knock(client, door, url, body, **{"Idempotency-Key": "once"})

    assert first.status_code in (200, 201, 202, 204)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert footprint() == before


@pytest.mark.parametrize("door", [door for door in KEPT if str(door) != MESSAGES], ids=str)
def test_another_body_under_a_used_key_is_422_and_writes_nothing(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client, url, body = estate.client(role_for(door, estate)), url_of(door, estate), body_of(door, estate)
    knock(client, door, url, body, **{"Idempotency-Key": "once"})
    before = footprint()

    answer = knock(client, door, url, {**(body or {}), "more": 1}, **{"Idempotency-Key": "once"})

    assert refused(answer) == (422, "key_reused")
    assert footprint() == before


@pytest.mark.parametrize("door", KEPT, ids=str)
def test_a_key_that_can_not_be_kept_is_refused_at_every_door(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    client, url, body = estate.client(role_for(door, estate)), url_of(door, estate), body_of(door, estate)
    before = footprint()

    for key in ("", "k" * 201, "tab\tin", "\x7f"):
        answer = knock(client, door, url, body, **{"Idempotency-Key": key})
        assert refused(answer) == (400, "invalid"), key
        assert answer.json()["errors"][0]["pointer"] == "/Idempotency-Key"

    assert footprint() == before
