"""Two people at one door: exactly one of them gets through, and the journal tells it once."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Authority, Employment, User
from documents.models import Document
from documents.services import create_document
from journal.models import Entry
from journal.verify import broken_links
from market.models import MarketAnalysis, Review
from messaging.models import Message, MessageVersion, Room
from messaging.services import open_room, post_message
from networks.models import Invitation, Membership, Network, Seat
from networks.services.invitations import token_of
from tasks.models import Occurrence
from tasks.services import send_due
from tests.cast import Cast
from tests.factories.accounts import PASSWORD, EmploymentFactory, UserFactory
from tests.factories.market import AnalysisFactory
from tests.factories.networks import SeatFactory
from tests.flows.at_once import at_once, statuses
from tests.reminders import DUE, clock

pytestmark = pytest.mark.django_db(transaction=True)


def entries(kind: str) -> int:
    """How often this was told; every chain must hold after what happened at once."""
    assert list(broken_links()) == []
    return Entry.objects.filter(type=kind).count()


def room_of(cast: Cast) -> Room:
    return open_room(cast.actor("goteborg"), network=cast.network, title="Volymer")


def test_of_two_edits_of_one_version_one_is_kept_and_the_other_told(cast: Cast) -> None:
    message = post_message(cast.actor("stockholm"), room=room_of(cast), body="4 500")
    url, tag = f"/api/v1/messages/{message.pk}/", {"If-Match": '"1"'}

    answers = at_once(
        *(
            partial(cast.client("stockholm").patch, url, {"body": body}, headers=tag)
            for body in ("4 600", "4 700", "4 800", "4 900")
        )
    )

    assert statuses(answers) == [200, 412, 412, 412]
    (kept,) = [answer.json()["body"] for answer in answers if answer.status_code == 200]
    assert Message.objects.get().body == kept
    assert MessageVersion.objects.count() == 1
    assert entries("message.edited") == 1


def test_edits_that_ask_for_no_version_are_all_kept_one_after_the_other(cast: Cast) -> None:
    message = post_message(cast.actor("stockholm"), room=room_of(cast), body="4 500")
    url = f"/api/v1/messages/{message.pk}/"

    answers = at_once(
        *(partial(cast.client("stockholm").patch, url, {"body": f"{number}"}) for number in range(4))
    )

    assert statuses(answers) == [200] * 4
    assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4, 5]
    assert MessageVersion.objects.count() == entries("message.edited") == 4


def test_an_edit_and_a_deletion_at_once_end_in_a_deleted_message(cast: Cast) -> None:
    message = post_message(cast.actor("stockholm"), room=room_of(cast), body="4 500")
    url = f"/api/v1/messages/{message.pk}/"

    edited, deleted = at_once(
        partial(cast.client("stockholm").patch, url, {"body": "4 600"}),
        partial(cast.client("goteborg").delete, url),
    )

    assert deleted.status_code == 204
    assert edited.status_code in (200, 409)
    gone = Message.objects.get()
    assert (gone.body, gone.deleted_at is None) == ("", False)
    assert entries("message.deleted") == 1


def test_messages_posted_at_once_have_numbers_without_hole_or_repeat(cast: Cast) -> None:
    url = f"/api/v1/rooms/{room_of(cast).pk}/messages/"
    names = ["goteborg", "stockholm", "orebro", "aalborg"] * 3

    answers = at_once(*(partial(cast.client(name).post, url, {"body": name}) for name in names))

    assert statuses(answers) == [201] * 12
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, 13))
    assert entries("message.posted") == 12


def test_two_coordinators_who_edit_the_network_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    second = SeatFactory.create(membership=cast.seats["orebro"].membership, role="coordinator")
    cast.people["second"] = second.user
    url, tag = f"/api/v1/networks/{cast.network.pk}/", {"If-Match": '"1"'}

    answers = at_once(
        partial(cast.client("goteborg").patch, url, {"name_en": "Vans"}, headers=tag),
        partial(cast.client("second").patch, url, {"phase": "closed"}, headers=tag),
    )

    assert statuses(answers) == [200, 412]
    network = Network.objects.get(pk=cast.network.pk)
    assert (network.name_en == "Vans") != (network.phase == "closed")
    assert (network.version, entries("network.changed")) == (2, 1)


def test_a_document_shared_by_five_clicks_at_once_is_shared_once(cast: Cast) -> None:
    document = create_document(
        cast.actor("stockholm"), network=cast.network, title="Vår bilaga", zone="authority"
    )
    url = f"/api/v1/documents/{document.pk}/share/"

    answers = at_once(*[partial(cast.client("stockholm").post, url)] * 5)

    assert statuses(answers) == [200, 409, 409, 409, 409]
    assert Document.objects.get().version == 2
    assert entries("document.shared") == 1


def due_for(cast: Cast) -> Occurrence:
    AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"], due_at=DUE)
    send_due(clock())
    found: Occurrence = Occurrence.objects.get()
    return found


def test_a_reminder_answered_in_five_windows_at_once_is_one_review_and_one_move(cast: Cast) -> None:
    url = f"/api/v1/reminders/{due_for(cast).pk}/answer/"

    answers = at_once(*[partial(cast.client("stockholm").post, url, {"outcome": "unchanged"})] * 5)

    assert statuses(answers) == [200, 409, 409, 409, 409]
    (moved,) = [answer.json()["next_due_on"] for answer in answers if answer.status_code == 200]
    assert moved == "2049-06-28"
    assert Review.objects.count() == entries("reminder.answered") == 1


def test_a_reminder_taken_up_in_two_windows_at_once_is_taken_up_once(cast: Cast) -> None:
    url = f"/api/v1/reminders/{due_for(cast).pk}/acknowledge/"

    answers = at_once(*[partial(cast.client("stockholm").post, url)] * 2)

    assert statuses(answers) == [200, 409]
    assert entries("reminder.acknowledged") == 1


def test_an_answer_and_a_colleagues_review_at_once_never_move_the_date_apart(cast: Cast) -> None:
    due = due_for(cast)
    reviews = f"/api/v1/analyses/{MarketAnalysis.objects.get().pk}/reviews/"

    answered, reviewed = at_once(
        partial(
            cast.client("stockholm").post, f"/api/v1/reminders/{due.pk}/answer/", {"outcome": "unchanged"}
        ),
        partial(cast.client("goteborg").post, reviews, {"outcome": "updated"}, headers={"If-Match": '"1"'}),
    )

    assert (answered.status_code, reviewed.status_code) in ((200, 412), (409, 201))
    assert Review.objects.count() == entries("analysis.reviewed") == 1
    assert str(MarketAnalysis.objects.get().schedule.next_on) == "2049-06-28"


def test_two_closings_of_one_analysis_at_once_close_it_once(cast: Cast) -> None:
    analysis = AnalysisFactory.create(network=cast.network, owner=cast.people["stockholm"])
    url = f"/api/v1/analyses/{analysis.pk}/reviews/"

    answers = at_once(
        *(partial(cast.client(name).post, url, {"outcome": "closed"}) for name in ("stockholm", "goteborg"))
    )

    assert statuses(answers) == [201, 409]
    assert Review.objects.count() == 1


def invited(cast: Cast, network: Network, authority: Authority, email: str) -> str:
    sent = Invitation.objects.create(
        network=network,
        authority=authority,
        email=email,
        invited_by=cast.people["goteborg"],
        created_at=timezone.now(),
        expires_at=timezone.now().replace(year=2090),
    )
    return f"/api/v1/invitations/{token_of(sent)}/accept/"


def test_one_address_that_accepts_in_two_networks_at_once_is_one_person(cast: Cast) -> None:
    email = "anna@uppsala.example"
    links = [
        invited(cast, network, cast.authority("orebro"), email)
        for network in (cast.network, cast.other_network)
    ]
    face = {"name": "Anna Berg", "password": PASSWORD}

    answers = at_once(*(partial(APIClient().post, link, face) for link in links))

    assert set(statuses(answers)) <= {201, 409}
    assert 201 in statuses(answers)
    person = User.objects.get(email=email)
    assert Seat.objects.filter(user=person).count() == statuses(answers).count(201)
    assert Employment.objects.filter(user=person).count() == 1
    assert all(
        answer.json()["code"] in ("sign_in_first", "email_taken")
        for answer in answers
        if answer.status_code == 409
    )


def test_two_people_of_a_new_authority_who_accept_at_once_share_one_membership(cast: Cast) -> None:
    kiruna = cast.authority("kiruna")
    links = [invited(cast, cast.network, kiruna, f"{name}@kiruna.example") for name in ("anna", "bo")]

    answers = at_once(
        *(partial(APIClient().post, link, {"name": "Ny", "password": PASSWORD}) for link in links)
    )

    assert statuses(answers) == [201, 201]
    assert Membership.objects.filter(network=cast.network, authority=kiruna).count() == 1
    assert Seat.objects.filter(network=cast.network, authority=kiruna).count() == 2
    assert entries("membership.started") == 1


def test_an_invitation_sent_by_two_coordinators_at_once_is_one_invitation(cast: Cast) -> None:
    url = f"/api/v1/networks/{cast.network.pk}/invitations/"
    body = {"email": "anna@uppsala.example", "authority": "2120001967"}

    answers = at_once(*[partial(cast.client("goteborg").post, url, body)] * 4)

    assert statuses(answers) == [201, 409, 409, 409]
    assert Invitation.objects.count() == entries("invitation.sent") == 1


def test_an_invitation_accepted_and_taken_back_at_once_is_one_or_the_other(cast: Cast) -> None:
    link = invited(cast, cast.network, cast.authority("orebro"), "anna@uppsala.example")
    one = f"/api/v1/invitations/{Invitation.objects.get().pk}/"

    accepted, revoked = at_once(
        partial(APIClient().post, link, {"name": "Anna", "password": PASSWORD}),
        partial(cast.client("goteborg").delete, one),
    )

    assert (accepted.status_code, revoked.status_code) in ((201, 409), (409, 204))
    row = Invitation.objects.get()
    assert (row.accepted_at is None) == (revoked.status_code == 204)
    assert User.objects.filter(email="anna@uppsala.example").exists() == (accepted.status_code == 201)


def test_a_seat_handed_over_and_ended_at_once_leaves_one_holder_or_none(cast: Cast) -> None:
    seat, deputy = cast.seats["stockholm"], UserFactory.create()
    EmploymentFactory.create(user=deputy, authority=seat.authority)
    Seat.objects.filter(pk=seat.pk).update(deputy=deputy)

    answers: list[Any] = at_once(
        partial(cast.client("stockholm").post, f"/api/v1/seats/{seat.pk}/hand-over/"),
        partial(cast.client("goteborg").delete, f"/api/v1/seats/{seat.pk}/"),
    )

    assert statuses(answers) in ([201, 404], [201, 409], [204, 404], [204, 409])
    holders = Seat.objects.not_ended().filter(authority=seat.authority, network=cast.network).count()
    assert holders == (1 if answers[0].status_code == 201 else 0)


def test_reading_in_two_windows_at_once_ends_at_the_farther_number(cast: Cast) -> None:
    room = room_of(cast)
    for number in range(1, 7):
        post_message(cast.actor("goteborg"), room=room, body=f"{number}")
    url = f"/api/v1/rooms/{room.pk}/read/"

    at_once(*(partial(cast.client("orebro").put, url, {"through": number}) for number in (2, 6, 4)))

    assert cast.client("orebro").get(f"/api/v1/rooms/{room.pk}/").json()["mine"] == {
        "unread": 0,
        "ranges": [[1, 6]],
    }


def test_one_key_at_one_door_ten_times_at_once_opens_one_room(cast: Cast) -> None:
    url, key = f"/api/v1/networks/{cast.network.pk}/rooms/", {"Idempotency-Key": str(uuid4())}

    answers = at_once(*[partial(cast.client("orebro").post, url, {"title": "En"}, headers=key)] * 10)

    assert statuses(answers) == [201] * 10
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Room.objects.count() == entries("room.opened") == 1
