"""Row 19 of the failure modes: every address by every role, generated from the URL table."""

from typing import Any

import pytest
from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible, SignInNeeded
from journal.ids import uuid7
from networks.models import Network
from tests.cast import Cast
from tests.contracts import clock, decisions, demand, records, signing, statements
from tests.contracts.doors import DOORS, Door, Rule, form_of, needs, read_out
from tests.contracts.estate import OBJECTS, OWNED, ROLES, ZONED, ZONES, Estate, furnished
from tests.factories.accounts import PASSWORD
from tests.factories.files import Upload

P = Permission

# Outside any network: who gets in, and with what. Everything else lies in a network.
PUBLIC: dict[str, Rule] = {
    "GET api/v1/me/": needs(),
    "GET api/v1/me/authority/": needs(),
    "GET api/v1/networks/": needs(),
    "POST api/v1/networks/": needs(P.NETWORK_CREATE),
    **records.PUBLIC,
    "GET api/v1/authorities/": needs(),
    "GET api/v1/authorities/<uuid:authority_id>/": needs(),
    "GET api/v1/auth/tokens/": needs(),
    "POST api/v1/auth/tickets/": needs(),
    "GET api/v1/search/": needs(),
    "GET api/v1/reminders/": needs(),
    "GET api/v1/support/overview/": needs(),
    "GET api/v1/me/notices/": needs(),
    "PUT api/v1/me/notices/rhythm/": needs(P.PROFILE_EDIT),
    "PUT api/v1/me/notices/ways/": needs(P.PROFILE_EDIT),
}
# Open to whoever knows the secret in body or address, signed in or not.
BY_SECRET = {
    "POST api/v1/auth/tokens/",
    "POST api/v1/invitations/<str:token>/accept/",
    "GET api/v1/calendar/<ics:secret>",
    "GET api/v1/public-tables/<uuid:publictable_id>/",
}
# Of one person, or of who keeps the records: to all others there is nothing.
OWNER = "coordinator"
PERSONAL = {"token_id": (OWNER,), "occurrence_id": (OWNER,), **records.KEPT}

# What a write needs beyond what its view asks of everybody.
WRITES: dict[str, Rule] = {
    "PATCH api/v1/networks/<uuid:network_id>/": needs(P.NETWORK_EDIT),
    "DELETE api/v1/memberships/<uuid:membership_id>/": needs(P.MEMBERSHIP_MANAGE),
    "DELETE api/v1/seats/<uuid:seat_id>/": needs(P.SEAT_MANAGE),
    "POST api/v1/seats/<uuid:seat_id>/nudge/": needs(P.SEAT_NUDGE),
    "POST api/v1/seats/<uuid:seat_id>/hand-over/": needs(P.SEAT_HAND_OVER, P.SEAT_MANAGE),
    "PUT api/v1/seats/<uuid:seat_id>/deputy/": needs(P.SEAT_MANAGE),
    "PUT api/v1/seats/<uuid:seat_id>/role/": needs(P.SEAT_MANAGE),
    "POST api/v1/networks/<uuid:network_id>/invitations/": needs(P.INVITATION_SEND),
    "DELETE api/v1/invitations/<uuid:invitation_id>/": needs(P.INVITATION_SEND),
    "POST api/v1/networks/<uuid:network_id>/rooms/": needs(P.ROOM_OPEN),
    "PUT api/v1/rooms/<uuid:room_id>/read/": needs(P.MESSAGE_READ),
    "PUT api/v1/rooms/<uuid:room_id>/unread/": needs(P.MESSAGE_READ),
    "POST api/v1/rooms/<uuid:room_id>/messages/": needs(P.MESSAGE_POST),
    "PATCH api/v1/messages/<uuid:message_id>/": needs(P.MESSAGE_POST),
    "DELETE api/v1/messages/<uuid:message_id>/": needs(P.MESSAGE_MODERATE),
    "POST api/v1/networks/<uuid:network_id>/documents/": needs(P.DOCUMENT_CREATE),
    "POST api/v1/documents/<uuid:document_id>/share/": needs(P.DOCUMENT_SHARE),
    "POST api/v1/documents/<uuid:document_id>/revisions/": needs(P.DOCUMENT_EDIT),
    "POST api/v1/documents/<uuid:document_id>/revisions/<uuid:revision_id>/restore/": needs(P.DOCUMENT_EDIT),
    "POST api/v1/documents/<uuid:document_id>/comments/": needs(P.COMMENT_WRITE),
    "PATCH api/v1/comments/<uuid:comment_id>/": needs(P.COMMENT_WRITE),
    "DELETE api/v1/comments/<uuid:comment_id>/": needs(P.COMMENT_MODERATE),
    "POST api/v1/comments/<uuid:comment_id>/resolve/": needs(P.COMMENT_WRITE),
    "POST api/v1/comments/<uuid:comment_id>/reopen/": needs(P.COMMENT_WRITE),
    "POST api/v1/documents/<uuid:document_id>/sync/": needs(P.DOCUMENT_EDIT),
    "POST api/v1/documents/<uuid:document_id>/exports/": needs(P.DOCUMENT_READ),
    "POST api/v1/networks/<uuid:network_id>/imports/": needs(P.DOCUMENT_CREATE),
    "POST api/v1/networks/<uuid:network_id>/files/": needs(P.FILE_STORE),
    "DELETE api/v1/files/<uuid:storedfile_id>/": needs(P.FILE_MODERATE),
    "POST api/v1/networks/<uuid:network_id>/needs/": needs(P.NEED_OPEN),
    "PATCH api/v1/needs/<uuid:need_id>/": needs(P.NEED_MANAGE),
    "POST api/v1/needs/<uuid:need_id>/share/": needs(P.NEED_SHARE),
    "POST api/v1/networks/<uuid:network_id>/analyses/": needs(P.ANALYSIS_MANAGE),
    "POST api/v1/analyses/<uuid:marketanalysis_id>/reviews/": needs(P.ANALYSIS_REVIEW),
    "POST api/v1/reminders/<uuid:occurrence_id>/acknowledge/": needs(P.REMINDER_ANSWER),
    "POST api/v1/reminders/<uuid:occurrence_id>/answer/": needs(P.REMINDER_ANSWER),
    "DELETE api/v1/auth/tokens/<uuid:token_id>/": needs(P.TOKEN_MANAGE),
    **clock.WRITES,
    **demand.WRITES,
    **statements.WRITES,
    **decisions.WRITES,
}
# An update of a Yjs client that wrote a letter.
UPDATE_MESSAGE = b"\x02\x0e\x01\x01\x05\x00\x04\x01\x04text\x01x\x00"
# The member wrote the message, so more is theirs to do, and less is anybody else's.
AUTHORS = {
    "PATCH api/v1/messages/<uuid:message_id>/": "alone",
    "DELETE api/v1/messages/<uuid:message_id>/": "too",
    "PATCH api/v1/comments/<uuid:comment_id>/": "alone",
    "DELETE api/v1/comments/<uuid:comment_id>/": "too",
    "DELETE api/v1/files/<uuid:storedfile_id>/": "too",
    "PATCH api/v1/needs/<uuid:need_id>/": "too",
    **clock.AUTHORS,
    **demand.AUTHORS,
    **statements.AUTHORS,
}


def body_of(door: Door, estate: Estate) -> Any:
    """What a write sends that nobody could find fault with."""
    orebro = str(estate.cast.authority("orebro").pk)
    return {
        "POST api/v1/networks/": {
            "host": orebro,
            "coordinator_email": "ny@orebro.example",
            **dict.fromkeys(("name_sv", "name_en", "purpose_sv", "purpose_en"), "Text"),
        },
        "PUT api/v1/me/notices/rhythm/": {
            "every": "day",
            "weekday": 0,
            "hour": 8,
            "quiet_from": 21,
            "quiet_until": 6,
        },
        "PUT api/v1/me/notices/ways/": {"mention": "digest"},
        "POST api/v1/auth/tokens/": {"email": "member@stockholm.example", "password": PASSWORD},
        "POST api/v1/invitations/<str:token>/accept/": {"name": "Anna", "password": PASSWORD},
        "PATCH api/v1/networks/<uuid:network_id>/": {"phase": "closed"},
        "PUT api/v1/seats/<uuid:seat_id>/deputy/": {"person": None},
        "PUT api/v1/seats/<uuid:seat_id>/role/": {"role": "observer"},
        "POST api/v1/networks/<uuid:network_id>/invitations/": {
            "email": "ny@orebro.example",
            "authority": orebro,
        },
        "POST api/v1/networks/<uuid:network_id>/rooms/": {"title": "Laddning"},
        "PUT api/v1/rooms/<uuid:room_id>/read/": {"through": 1},
        "PUT api/v1/rooms/<uuid:room_id>/unread/": {"since": 1},
        "POST api/v1/rooms/<uuid:room_id>/messages/": {"body": "Hej"},
        "PATCH api/v1/messages/<uuid:message_id>/": {"body": "Hej då"},
        "POST api/v1/networks/<uuid:network_id>/documents/": {"title": "Behov"},
        "POST api/v1/documents/<uuid:document_id>/revisions/": {"name": "Till remiss"},
        "POST api/v1/documents/<uuid:document_id>/comments/": {"body": "Räcker det?"},
        "PATCH api/v1/comments/<uuid:comment_id>/": {"body": "Nog?"},
        "POST api/v1/documents/<uuid:document_id>/sync/": UPDATE_MESSAGE,
        "POST api/v1/documents/<uuid:document_id>/exports/": {"format": "md"},
        "POST api/v1/networks/<uuid:network_id>/imports/": {"file": Upload("Behov.md", b"Behov")},
        "POST api/v1/networks/<uuid:network_id>/files/": {"file": Upload("Volymer.txt", b"4 500")},
        "POST api/v1/networks/<uuid:network_id>/needs/": {"title_sv": "Behov", "title_en": "Need"},
        "PATCH api/v1/needs/<uuid:need_id>/": {"status": "internal_review"},
        "POST api/v1/networks/<uuid:network_id>/analyses/": {
            "question": "Vilka lastbilar finns?",
            "owner": str(estate.cast.people["coordinator"].pk),
            "cadence": "yearly",
            "next_review_on": "2027-03-01",
        },
        "POST api/v1/analyses/<uuid:marketanalysis_id>/reviews/": {"outcome": "unchanged"},
        "POST api/v1/reminders/<uuid:occurrence_id>/answer/": {"outcome": "unchanged"},
        **clock.bodies(estate),
        **demand.bodies(estate),
        **statements.BODIES,
        **decisions.bodies(estate),
    }.get(str(door))


def expected(door: Door, estate: Estate, role: str, zone: str) -> int:
    """The status that policy and declaration promise; 200 stands for any success."""
    if str(door) in BY_SECRET:
        return _by_secret(door, role)
    if role == "anonymous":
        return 401
    if whose := PERSONAL.keys() & set(door.names):
        return 200 if role in PERSONAL[whose.pop()] else 404
    if not door.is_in_network:
        return 200 if PUBLIC[str(door)](estate.outside(role)) else 403
    return _in_network(door, estate, role, zone)


def _by_secret(door: Door, role: str) -> int:
    # An invitation is to one address: any other that is signed in is refused.
    return 200 if role == "anonymous" or "token" not in door.names else 403


def _in_network(door: Door, estate: Estate, role: str, zone: str) -> int:
    try:
        actor = estate.stands(role)
    except (NotVisible, SignInNeeded):
        return 404
    coordinates = demand.COORDINATED & set(door.names) and actor.can(P.DEMAND_COORDINATE)
    if ZONED & set(door.names) and not (coordinates or in_sight(actor, role, zone)):
        return 404
    if OWNED & set(door.names) and role != OWNER:
        return 404
    if not actor.can(door.permission):
        return 403
    if signing.OWN & set(door.names) and role not in signing.COLLEAGUES:
        return 404
    return 200 if door.method == "get" or may_write(door, actor, role) else 403


def in_sight(actor: Actor, role: str, zone: str) -> bool:
    """The private zone is Stockholm's: its member's and its registrator's, not its observer's."""
    if zone == "authority":
        return role in ("member", "registrator")
    return zone == "network" or actor.can(P.MEMBERS_ONLY_READ)


def may_write(door: Door, actor: Actor, role: str) -> bool:
    """The member wrote what there is to change; some things only its author may."""
    authors = AUTHORS.get(str(door))
    if authors and role == "member":
        return True
    return authors != "alone" and WRITES[str(door)](actor)


def zones_of(door: Door) -> tuple[str, ...]:
    return ZONES if ZONED & set(door.names) else ("network",)


def opennesses_of(door: Door, zone: str) -> tuple[str, ...]:
    """An open network shows its card to outsiders, which must not open the doors below it."""
    return ("invite_only", "open") if door.is_in_network and zone == "network" else ("invite_only",)


CASES = [
    pytest.param(door, zone, openness, id=f"{door} {zone} {openness}")
    for door in DOORS
    for zone in zones_of(door)
    for openness in (
        ("invite_only", "open") if door.is_in_network and zone == "network" else ("invite_only",)
    )
]


@pytest.mark.parametrize(("door", "zone", "openness"), CASES)
def test_every_role_gets_what_the_policy_says(cast: Cast, door: Door, zone: str, openness: str) -> None:
    estate = furnished(cast)
    Network.objects.filter(pk=cast.network.pk).update(openness=openness)
    objects = estate.named(door.names, zone)
    found, promised = {}, {}

    for role in ROLES:
        promised[role] = expected(door, estate, role, zone)
        with transaction.atomic():
            answer = getattr(estate.client(role), door.method)(
                door.url(objects), body_of(door, estate), **form_of(door)
            )
            transaction.set_rollback(True)
        read_out(answer)
        found[role] = 200 if answer.status_code in (200, 201, 202, 204) else answer.status_code
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code

    assert found == settled(door, zone, promised)


def settled(door: Door, zone: str, promised: dict[str, int]) -> dict[str, int]:
    """What is shared already can't be shared again: who may share is told so."""
    is_shared = str(door).endswith("/share/") and zone != "authority"
    # What only members see does not become a task that others hear of.
    is_hidden = str(door) == "POST api/v1/messages/<uuid:message_id>/tasks/" and zone == "members_only"
    if is_shared or is_hidden or str(door) in decisions.NOT_NOW | statements.NOT_YET:
        return {role: 409 if status == 200 else status for role, status in promised.items()}
    return promised


@pytest.mark.parametrize("door", [door for door in DOORS if door.names], ids=str)
def test_what_is_not_there_is_404_to_everybody_signed_in(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    nowhere = dict.fromkeys(door.names, uuid7())

    for role in ROLES:
        answer = getattr(estate.client(role), door.method)(
            door.url(nowhere), body_of(door, estate), **form_of(door)
        )
        open_to_all = role == "anonymous" and str(door) not in BY_SECRET
        assert answer.status_code == (401 if open_to_all else 404), role


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_door_lies_in_a_network_or_on_the_short_list(door: Door) -> None:
    listed = str(door) in PUBLIC or str(door) in BY_SECRET or bool(PERSONAL.keys() & set(door.names))

    assert door.is_in_network or listed
    assert set(door.names) <= OBJECTS.keys()
    if door.is_in_network:
        carrier = door.view.carrier  # type: ignore[attr-defined]
        assert "network_id" in door.names or carrier._meta.get_field("network")
        assert door.method == "get" or str(door) in WRITES


def test_the_lists_name_no_door_that_is_gone() -> None:
    there = {str(door) for door in DOORS}

    assert (PUBLIC.keys() | WRITES.keys() | BY_SECRET) - there == set()
