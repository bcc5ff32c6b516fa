"""Every write by every bad body: a problem that points at the field, and not one row more."""

from typing import Any

import pytest

from tests.answers import footprint, refused
from tests.cast import Cast
from tests.contracts import decisions, demand, statements
from tests.contracts.doors import DOORS, OCTETS, UPLOADS, Door
from tests.contracts.estate import ROLES, Estate, furnished
from tests.contracts.test_every_door import body_of, expected

UNREADABLE = {
    "half an object": b'{"title": "Laddning"',
    "nothing but null": b"null",
    "a text": b'"Laddning"',
    "a number": b"7",
    "true": b"true",
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "a number that is none": b'{"title": NaN}',
    "half a surrogate pair": b'{"title": "\\ud800"}',
    "a comment": b'{"title": "Laddning" /* sic */}',
    "two objects": b'{"title": "A"}{"title": "B"}',
    "nesting beyond reason": b"[" * 5_000 + b"]" * 5_000,
    "objects beyond reason": b'{"title":' * 5_000 + b"1" + b"}" * 5_000,
}
# What no field of ours takes, whatever its type.
HOSTILE: dict[str, Any] = {
    "an object": {"a": {"b": [1]}},
    "a list of lists": [[[]]],
    "a NUL": "Ladd\x00ning",
    "an override of the reading direction": "\u202egninddaL",
    "100,000 signs": "x" * 100_000,
    "deep nesting": [[[[[[[[[[[[[[[[{"a": [[[[1]]]]}]]]]]]]]]]]]]]]],
}
TEXTS = ("name_sv", "name_en", "purpose_sv", "purpose_en")
# The fields of each write; passwords are left out, which may hold any sign.
FIELDS: dict[str, tuple[str, ...]] = {
    **demand.FIELDS,
    **statements.FIELDS,
    "POST api/v1/networks/": (*TEXTS, "host", "coordinator_email", "phase", "openness"),
    "PATCH api/v1/networks/<uuid:network_id>/": (*TEXTS, "phase", "openness"),
    "PUT api/v1/seats/<uuid:seat_id>/deputy/": ("person",),
    "PUT api/v1/seats/<uuid:seat_id>/role/": ("role",),
    "POST api/v1/networks/<uuid:network_id>/invitations/": ("email", "authority", "role", "ends_at"),
    "POST api/v1/invitations/<str:token>/accept/": ("name",),
    "POST api/v1/networks/<uuid:network_id>/rooms/": ("title", "zone", "about", "members_only"),
    "PUT api/v1/rooms/<uuid:room_id>/read/": ("through",),
    "PUT api/v1/rooms/<uuid:room_id>/unread/": ("since",),
    "POST api/v1/rooms/<uuid:room_id>/messages/": (*("body", "key", "reply_to", "attachments", "mentions"),),
    "PATCH api/v1/messages/<uuid:message_id>/": ("body", "mentions"),
    "POST api/v1/documents/<uuid:document_id>/exports/": ("format",),
    "POST api/v1/networks/<uuid:network_id>/documents/": (
        *("title", "zone", "template", "language", "about"),
    ),
    "POST api/v1/documents/<uuid:document_id>/revisions/": ("name",),
    "POST api/v1/documents/<uuid:document_id>/comments/": ("body", "anchor", "reply_to", "mentions"),
    "PATCH api/v1/comments/<uuid:comment_id>/": ("body", "mentions"),
    "POST api/v1/networks/<uuid:network_id>/needs/": (
        *("title_sv", "title_en", "one_liner", "owner", "zone", "language"),
        *statements.STATEMENT,
    ),
    "PATCH api/v1/needs/<uuid:need_id>/": (
        *("title_sv", "title_en", "one_liner", "owner", "status", "next_review_on"),
        *statements.STATEMENT,
    ),
    "POST api/v1/networks/<uuid:network_id>/analyses/": (
        *("question", "scope", "owner", "cadence", "next_review_on"),
    ),
    "POST api/v1/analyses/<uuid:marketanalysis_id>/reviews/": ("outcome", "note"),
    "POST api/v1/reminders/<uuid:occurrence_id>/answer/": ("outcome", "note"),
    "PATCH api/v1/analyses/<uuid:marketanalysis_id>/": (
        *("question", "scope", "summary", "conclusion", "owner", "deputy", "cadence", "next_review_on"),
    ),
    "POST api/v1/analyses/<uuid:marketanalysis_id>/findings/": ("claim", "sources"),
    "POST api/v1/networks/<uuid:network_id>/tasks/": (
        *("title", "details", "due_on", "person", "authority", "zone", "about"),
    ),
    "POST api/v1/messages/<uuid:message_id>/tasks/": ("title", "due_on", "person", "authority"),
    "PATCH api/v1/tasks/<uuid:task_id>/": ("title", "details", "due_on", "person"),
    "POST api/v1/tasks/<uuid:task_id>/finish/": ("state", "result"),
    "POST api/v1/reminders/<uuid:occurrence_id>/snooze/": ("until", "reason"),
    "PUT api/v1/me/notices/rhythm/": ("every", "weekday", "hour", "quiet_from", "quiet_until"),
    "PUT api/v1/me/notices/ways/": ("due", "ahead", "following", "task", "mention", "nudge", "decision"),
    "POST api/v1/auth/tokens/": ("email", "name", "scopes"),
    **decisions.FIELDS,
}
# A body is nothing to these.
BODILESS = {
    *demand.BODILESS,
    "POST api/v1/needs/<uuid:need_id>/share/",
    "POST api/v1/auth/tickets/",
    "POST api/v1/seats/<uuid:seat_id>/hand-over/",
    "POST api/v1/documents/<uuid:document_id>/share/",
    "POST api/v1/documents/<uuid:document_id>/revisions/<uuid:revision_id>/restore/",
    "POST api/v1/comments/<uuid:comment_id>/resolve/",
    "POST api/v1/comments/<uuid:comment_id>/reopen/",
    "POST api/v1/reminders/<uuid:occurrence_id>/acknowledge/",
    "POST api/v1/reminders/<uuid:occurrence_id>/hand-over/",
    "POST api/v1/seats/<uuid:seat_id>/nudge/",
    "POST api/v1/decisions/<uuid:question_id>/close/",
    "POST api/v1/decisions/<uuid:question_id>/signatories/<uuid:signatory_id>/renew/",
    "POST api/v1/authorities/<uuid:authority_id>/exports/",
}
# Messages of a list of invitations are answered line by line.
LISTS = {"POST api/v1/networks/<uuid:network_id>/invitations/"}

WRITES = [door for door in DOORS if str(door) in FIELDS]


def knock(cast: Cast, door: Door) -> tuple[Estate, Any, str]:
    """The estate, a browser of the first who may do this, and the address."""
    estate = furnished(cast)
    role = next(role for role in ROLES if expected(door, estate, role, "network") == 200)
    return estate, estate.client(role), door.url(estate.named(door.names, "network"))


@pytest.mark.parametrize("door", WRITES, ids=str)
def test_what_is_no_json_object_is_malformed_and_writes_nothing(cast: Cast, door: Door) -> None:
    _estate, client, url = knock(cast, door)
    before = footprint()

    for label, raw in UNREADABLE.items():
        answer = getattr(client, door.method)(url, raw, content_type="application/json")
        assert refused(answer) == (400, "malformed"), label

    assert footprint() == before


@pytest.mark.parametrize("door", [door for door in WRITES if str(door) not in LISTS], ids=str)
def test_a_list_where_an_object_is_due_is_pointed_at_as_a_whole(cast: Cast, door: Door) -> None:
    _estate, client, url = knock(cast, door)
    before = footprint()

    wholes: list[list[object]] = [[], [1], [[]], [{}]]
    for whole in wholes:
        answer = getattr(client, door.method)(url, whole)
        assert refused(answer) == (400, "invalid")
        assert [error["pointer"] for error in answer.json()["errors"]] == [""]

    assert footprint() == before


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
@pytest.mark.parametrize("door", WRITES, ids=str)
def test_another_language_than_json_is_not_spoken(cast: Cast, door: Door, content_type: str) -> None:
    _estate, client, url = knock(cast, door)

    answer = getattr(client, door.method)(url, b"title=Laddning", content_type=content_type)

    assert refused(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize("door", WRITES, ids=str)
def test_a_hostile_value_is_refused_by_the_name_of_its_field(cast: Cast, door: Door) -> None:
    estate, client, url = knock(cast, door)
    good = body_of(door, estate)
    before = footprint()

    for field in FIELDS[str(door)]:
        for label, value in HOSTILE.items():
            answer = getattr(client, door.method)(url, {**good, field: value})
            assert refused(answer) == (400, "invalid"), (field, label)
            found = {error["pointer"].split("/")[1] for error in answer.json()["errors"]}
            assert found == {field}, (field, label)

    assert footprint() == before


@pytest.mark.parametrize("door", WRITES, ids=str)
def test_a_body_larger_than_the_server_takes_is_413(cast: Cast, door: Door) -> None:
    estate, client, url = knock(cast, door)
    field = FIELDS[str(door)][0]
    before = footprint()

    answer = getattr(client, door.method)(url, {**body_of(door, estate), field: "x" * 11_000_000})

    assert refused(answer) == (413, "too_large")
    assert footprint() == before


def test_every_write_that_takes_a_body_is_here() -> None:
    writes = {str(door) for door in DOORS if door.method in ("post", "put", "patch")}

    assert writes == FIELDS.keys() | BODILESS | UPLOADS | OCTETS
