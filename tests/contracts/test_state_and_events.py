"""State before + events = state fetched afresh, for every verb of every room."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from documents.errands import import_one
from documents.models import Document
from documents.services import create_document, share_document
from documents.services.importing import hand_in
from files.models import StoredFile
from files.services import erase_file
from messaging.models import Message, Room
from messaging.services import (
    delete_message,
    discuss,
    edit_message,
    mark_read,
    mark_unread,
    open_room,
    post_message,
)
from needs.models import Need
from needs.services import change_need, open_need, share_need
from networks.models import Invitation, Seat
from networks.services import (
    Wanted,
    accept_invitation,
    change_network,
    change_role,
    end_membership,
    end_run_out_seats,
    end_seat,
    hand_over_seat,
    invite_people,
    name_deputy,
    revoke_invitation,
)
from networks.subjects import Subject
from tests.cast import Cast
from tests.contracts import clock as clock_room
from tests.contracts import decisions, statements
from tests.contracts.elsewhere import ELSEWHERE
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.contracts.follower import Follower
from tests.contracts.sources import verbs, where
from tests.factories.accounts import PASSWORD
from tests.factories.files import stored

Act = Callable[[Estate, dict[str, object]], object]


def clock() -> Actor:
    return Actor.clock(now=timezone.now())


def coordinator(estate: Estate) -> Actor:
    return estate.stands("coordinator")


def member(estate: Estate) -> Actor:
    return estate.stands("member")


def _invite(estate: Estate, _things: dict[str, object]) -> None:
    orebro = str(estate.cast.authority("orebro").pk)
    wanted = [Wanted(email=f"a{number}@orebro.example", authority=orebro) for number in range(2)]
    invite_people(coordinator(estate), network=estate.network, wanted=wanted)


def _accept(estate: Estate, _things: dict[str, object]) -> None:
    Invitation.objects.filter(network=estate.network).update(authority=estate.cast.authority("kiruna"))
    invitation = Invitation.objects.select_related("network", "authority").get()
    nobody = Actor.anonymous(now=timezone.now())
    accept_invitation(nobody, invitation=invitation, name="Anna", password=PASSWORD)


def _run_out(estate: Estate, _things: dict[str, object]) -> None:
    Seat.objects.filter(pk=estate.cast.seats["expert"].pk).update(ends_at=timezone.now())
    end_run_out_seats(clock())


def _take_in(estate: Estate, _things: dict[str, object]) -> None:
    wanted = hand_in(member(estate), network=estate.network, content=b"4 500 leveranser", name="Behov.md")
    assert import_one(clock(), wanted.pk)


def _private_need(estate: Estate, _zone: str) -> None:
    OBJECTS["need_id"](estate, "authority")


def _message(estate: Estate) -> Message:
    found: Message = Message.objects.get(network=estate.network)
    return found


TITLES: dict[str, Any] = {"title_sv": "Utsläppsfria leveranser", "title_en": "Zero-emission deliveries"}

# Each verb: what has to be there before (names of estate.OBJECTS), and how it is done.
ACTS: dict[str, tuple[list[str], Act]] = {
    "networks/services/networks.py:change_network": (
        [],
        lambda estate, _: change_network(
            coordinator(estate), network=estate.network, name_en="Nordic ZED", phase="closed"
        ),
    ),
    "networks/services/networks.py:end_membership": (
        ["seat_id"],
        lambda estate, _: end_membership(
            coordinator(estate), membership=estate.cast.seats["aalborg"].membership
        ),
    ),
    "networks/services/invitations.py:invite_people": ([], _invite),
    "networks/services/invitations.py:accept_invitation": (["invitation_id"], _accept),
    "networks/services/invitations.py:revoke_invitation": (
        ["invitation_id"],
        lambda estate, _: revoke_invitation(coordinator(estate), invitation=Invitation.objects.get()),
    ),
    "networks/services/seats.py:end_seat": (
        [],
        lambda estate, _: end_seat(coordinator(estate), seat=estate.cast.seats["orebro"]),
    ),
    "networks/services/seats.py:hand_over_seat": (
        ["seat_id"],
        lambda estate, _: hand_over_seat(coordinator(estate), seat=estate.cast.seats["aalborg"]),
    ),
    "networks/services/seats.py:name_deputy": (
        ["seat_id"],
        lambda estate, _: name_deputy(coordinator(estate), seat=estate.cast.seats["aalborg"], deputy=None),
    ),
    "networks/services/seats.py:change_role": (
        [],
        lambda estate, _: change_role(coordinator(estate), seat=estate.cast.seats["orebro"], role="steering"),
    ),
    "networks/services/seats.py:end_run_out_seats": ([], _run_out),
    "messaging/services/rooms.py:open_room": (
        [],
        lambda estate, _: [
            open_room(member(estate), network=estate.network, title="Laddning"),
            open_room(member(estate), network=estate.network, title="Internt", zone="authority"),
        ],
    ),
    "messaging/services/rooms.py:discuss": (
        ["need_id"],
        lambda estate, _: discuss(
            member(estate),
            network=estate.network,
            about=Subject("need", Need.objects.get().pk),
            title="Behov",
            zone="network",
        ),
    ),
    "messaging/services/posting.py:post_message": (
        ["room_id"],
        lambda estate, _: [
            post_message(member(estate), room=Room.objects.get(), body="Ungefär **4 500**"),
            post_message(coordinator(estate), room=Room.objects.get(), body="Tack"),
        ],
    ),
    "messaging/services/editing.py:edit_message": (
        ["message_id"],
        lambda estate, _: edit_message(member(estate), message=_message(estate), body="4 600"),
    ),
    "messaging/services/editing.py:delete_message": (
        ["message_id"],
        lambda estate, _: delete_message(coordinator(estate), message=_message(estate)),
    ),
    "messaging/services/reading.py:mark_read": (
        ["message_id"],
        lambda estate, _: mark_read(coordinator(estate), room=Room.objects.get(), through=1),
    ),
    "messaging/services/reading.py:mark_unread": (
        ["message_id"],
        lambda estate, _: mark_unread(member(estate), room=Room.objects.get(), since=1),
    ),
    "documents/services/starting.py:create_document": (
        [],
        lambda estate, _: [
            create_document(member(estate), network=estate.network, title="Behov"),
            create_document(member(estate), network=estate.network, title="Utkast", zone="authority"),
        ],
    ),
    "documents/services/sharing.py:share_document": (
        [],
        lambda estate, _: share_document(
            member(estate),
            document=create_document(
                member(estate), network=estate.network, title="Utkast", zone="authority"
            ),
        ),
    ),
    "documents/services/importing.py:take_in": ([], _take_in),
    "needs/services/needs.py:open_need": (
        [],
        lambda estate, _: [
            open_need(member(estate), network=estate.network, **TITLES),
            open_need(member(estate), network=estate.network, zone="network", **TITLES),
        ],
    ),
    "needs/services/needs.py:change_need": (
        ["need_id", "private need"],
        lambda estate, _: [
            change_need(member(estate), need=need, status="internal_review", one_liner="Utan utsläpp")
            for need in Need.objects.order_by("pk")
        ],
    ),
    "needs/services/needs.py:share_need": (
        ["private need"],
        lambda estate, _: share_need(member(estate), need=Need.objects.get()),
    ),
    **clock_room.ACTS,
    **statements.ACTS,
    **decisions.ACTS,
}
ACTS |= {
    "files/services.py:store_file": (
        [],
        lambda estate, _: [
            stored(member(estate), estate.network, zone=zone) for zone in ("network", "authority")
        ],
    ),
    "files/services.py:erase_file": (
        ["storedfile_id"],
        lambda estate, _: erase_file(coordinator(estate), file=StoredFile.objects.get()),
    ),
}


def test_every_verb_is_tried_or_says_why_not() -> None:
    known = {where(path, node) for path, node in verbs()}

    assert known - ACTS.keys() - ELSEWHERE.keys() == set()
    assert (ACTS.keys() | ELSEWHERE.keys()) - known == set()


@pytest.mark.parametrize("verb", ACTS)
def test_state_before_and_events_are_the_state_fetched_afresh(cast: Cast, verb: str) -> None:
    estate = furnished(cast)
    before, act = ACTS[verb]
    for name in before:
        (OBJECTS | {"due": clock_room.fall_due, "private need": _private_need})[name](estate, "network")
    followers = {
        role: Follower(estate.client(role), estate.network, partial(estate.outside, role))
        for role in ("coordinator", "member", "other member", "observer")
    }

    act(estate, {})

    for role, follower in followers.items():
        assert follower.followed() == follower.fetched(), role


def test_a_document_that_was_private_arrives_when_it_is_shared(cast: Cast) -> None:
    estate = furnished(cast)
    document = create_document(member(estate), network=estate.network, title="Utkast", zone="authority")
    follower = Follower(estate.client("coordinator"), estate.network, lambda: estate.outside("coordinator"))
    assert "documents" not in follower.state

    share_document(member(estate), document=document)

    assert list(follower.followed()["documents"]) == [str(Document.objects.get().pk)]
    assert follower.followed() == follower.fetched()


def test_the_follower_would_notice_a_verb_that_records_nothing(cast: Cast) -> None:
    estate = furnished(cast)
    follower = Follower(estate.client("member"), estate.network, lambda: estate.outside("member"))

    Seat.objects.filter(pk=estate.cast.seats["orebro"].pk).update(
        ended_at=timezone.now() - timedelta(seconds=1)
    )

    assert follower.followed() != follower.fetched()
