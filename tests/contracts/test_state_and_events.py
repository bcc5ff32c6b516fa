"""State before + events = state fetched afresh, for every verb of every room."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from access.actor import Actor
from documents.models import Document
from documents.services import create_document, share_document
from market.models import MarketAnalysis
from market.services import open_analysis, review
from messaging.models import Message, Room
from messaging.services import delete_message, edit_message, mark_read, mark_unread, open_room, post_message
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
from tasks.models import Occurrence
from tasks.services import acknowledge, answer, send_due
from tests.cast import Cast
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.contracts.follower import Follower
from tests.contracts.sources import verbs, where
from tests.factories.accounts import PASSWORD

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


def _fall_due(estate: Estate, zone: str) -> None:
    """An analysis whose day has come, and that the clock has not looked at."""
    OBJECTS["marketanalysis_id"](estate, zone)
    schedule = MarketAnalysis.objects.get().schedule
    schedule.next_at, schedule.next_on = timezone.now(), timezone.now().date()
    schedule.save(update_fields=["next_at", "next_on"])


def _open_analysis(estate: Estate, _things: dict[str, object]) -> None:
    open_analysis(
        coordinator(estate),
        question="Vilka laddare finns?",
        owner_id=estate.cast.people["coordinator"].pk,
        cadence="yearly",
        next_review_on=date(timezone.now().year + 1, 3, 1),
    )


def _message(estate: Estate) -> Message:
    found: Message = Message.objects.get(network=estate.network)
    return found


def _reminder(estate: Estate) -> Occurrence:
    return Occurrence.objects.select_related("schedule").get()


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
    "documents/services.py:create_document": (
        [],
        lambda estate, _: [
            create_document(member(estate), network=estate.network, title="Behov"),
            create_document(member(estate), network=estate.network, title="Utkast", zone="authority"),
        ],
    ),
    "documents/services.py:share_document": (
        [],
        lambda estate, _: share_document(
            member(estate),
            document=create_document(
                member(estate), network=estate.network, title="Utkast", zone="authority"
            ),
        ),
    ),
    "market/services.py:open_analysis": ([], _open_analysis),
    "market/services.py:review": (
        ["occurrence_id"],
        lambda estate, _: review(member(estate), analysis=MarketAnalysis.objects.get(), outcome="updated"),
    ),
    "tasks/services.py:send_due": (["due"], lambda _estate, _: send_due(clock())),
    "tasks/services.py:acknowledge": (
        ["occurrence_id"],
        lambda estate, _: acknowledge(coordinator(estate), occurrence=_reminder(estate)),
    ),
    "tasks/services.py:answer": (
        ["occurrence_id"],
        lambda estate, _: answer(coordinator(estate), occurrence=_reminder(estate), outcome="unchanged"),
    ),
}
# Verbs whose effect is in no list that a network's people fetch, or reaches them on another way.
ELSEWHERE = {
    "networks/services/networks.py:create_network": "nobody sits in the network before the invitation",
    "accounts/services/people.py:open_account": "part of accepting; alone it shows nowhere",
    "accounts/services/people.py:change_profile": "names beside ids are labels, fetched when shown",
    "accounts/services/people.py:give_site_role": "the person's own access is asked for again",
    "accounts/services/people.py:anonymise_person": "as change_profile; erased text stays erased on replay",
    "accounts/services/employment.py:start_employment": "no list shows employment",
    "accounts/services/employment.py:end_employment": "the seat stays for its deputy; only its access ends",
    "accounts/services/authorities.py:register_authority": "the register is fetched, not followed",
    "accounts/services/authorities.py:register_authorities": "as above",
    "accounts/services/keys.py:create_token": "a person's own list of keys is fetched, not followed",
    "accounts/services/keys.py:revoke_token": "as above",
    "accounts/services/keys.py:issue_ticket": "a ticket is in no list",
    "accounts/services/keys.py:forget_spent_tickets": "as above",
    "networks/services/sending.py:claim_invitation": "the post office's own book",
    "networks/services/sending.py:mark_invitation_sent": "as above",
    "networks/services/sending.py:due_invitations": "a question",
    "networks/services/seats.py:seat_person": "a part of verbs",
    "networks/services/invitations.py:invitation_for": "a part of verbs",
    "documents/services.py:append_updates": "content goes over the document's own socket",
    "market/services.py:answer_reminder": "a door to `review`",
    "notices/services.py:lease_notice": "the post office's own book",
    "notices/services.py:settle_notice": "as above",
    "notices/services.py:put_off_notice": "as above",
    "notices/services.py:due_notices": "a question",
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
        (OBJECTS | {"due": _fall_due})[name](estate, "network")
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
