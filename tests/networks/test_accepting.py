from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.refusals import Conflict
from accounts.models import Employment, User
from networks.models import Invitation, Membership, Network, Seat
from networks.services import Wanted, accept_invitation, hand_over_seat, invite_people, name_deputy
from networks.services.invitations import token_of
from tests.cast import Cast
from tests.factories.accounts import PASSWORD, EmploymentFactory, UserFactory

NEW = "anna@uppsala.example"


@pytest.fixture
def invite(goteborg: Actor, network: Network) -> Callable[..., Invitation]:
    """The coordinator invites somebody, to Örebro's seat unless said otherwise."""

    def send(email: str = NEW, authority: str = "2120001967", **more: Any) -> Invitation:
        wanted = [Wanted(email=email, authority=authority, **more)]
        sent = invite_people(goteborg, network=network, wanted=wanted)[0].invitation
        assert sent is not None
        return sent

    return send


def door(invitation: Invitation) -> str:
    return f"/api/v1/invitations/{token_of(invitation)}/accept/"


def test_somebody_without_an_account_gets_person_employment_and_seat_in_one_step(
    invite: Callable[..., Invitation], network: Network, journal_of: Callable[[str], list[str]]
) -> None:
    nobody = APIClient()

    answer = nobody.post(door(invite()), {"name": "Anna Berg", "password": PASSWORD})

    assert answer.status_code == 201
    assert answer.json()["person"]["name"] == "Anna Berg"
    person = User.objects.get(email=NEW)
    assert person.emailaddress_set.get().verified  # type: ignore[attr-defined]
    assert Employment.objects.get(user=person).authority.number == "2120001967"
    assert Seat.objects.get(user=person).network == network
    assert journal_of(f"network:{network.pk}") == ["invitation.sent", "seat.taken", "invitation.accepted"]
    assert journal_of(f"person:{person.pk}") == [
        "person.joined",
        "employment.started",
        "access.changed",
        "access.changed",
    ]
    signed_in = APIClient()
    token = signed_in.post("/api/v1/auth/tokens/", {"email": NEW, "password": PASSWORD}).json()["token"]
    seen = signed_in.get("/api/v1/networks/", headers={"Authorization": f"Bearer {token}"}).json()
    assert [row["id"] for row in seen["results"]] == [str(network.pk)]


def test_somebody_with_an_account_accepts_when_signed_in(
    kiruna_client: APIClient, cast: Cast, invite: Callable[..., Invitation]
) -> None:
    answer = kiruna_client.post(door(invite("outsider@kiruna.example", "2120002783")), {})

    assert answer.status_code == 201
    assert Seat.objects.not_ended().filter(user=cast.people["kiruna"]).count() == 2
    assert Membership.objects.filter(network=cast.network, authority=cast.authority("kiruna")).count() == 1


def test_an_address_with_an_account_has_to_sign_in_first(invite: Callable[..., Invitation]) -> None:
    answer = APIClient().post(
        door(invite("outsider@kiruna.example", "2120002783")), {"name": "Mallory", "password": PASSWORD}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "sign_in_first")


@pytest.mark.parametrize("email", [NEW, "outsider@kiruna.example"])
def test_another_signed_in_address_is_refused(
    stockholm_client: APIClient, invite: Callable[..., Invitation], email: str
) -> None:
    sent = invite(email)

    answer = stockholm_client.post(door(sent), {"name": "Mallory", "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (403, "another_address")
    sent.refresh_from_db()
    assert sent.accepted_at is None


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: f"x{token}", lambda _token: "none", lambda t: t * 50]
)
def test_an_altered_token_opens_nothing(
    invite: Callable[..., Invitation], change: Callable[[str], str]
) -> None:
    token = change(token_of(invite()))

    answer = APIClient().post(f"/api/v1/invitations/{token}/accept/", {"name": "A", "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"revoked_at": timezone.now()}, "invitation_revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "invitation_expired"),
    ],
)
def test_a_token_that_was_taken_back_or_ran_out_says_so(
    invite: Callable[..., Invitation], fields: dict[str, Any], code: str
) -> None:
    sent = invite()
    Invitation.objects.filter(pk=sent.pk).update(**fields)

    answer = APIClient().post(door(sent), {"name": "Anna", "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not User.objects.filter(email=NEW).exists()


def test_a_token_works_once(invite: Callable[..., Invitation]) -> None:
    url = door(invite())
    APIClient().post(url, {"name": "Anna", "password": PASSWORD})

    answer = APIClient().post(url, {"name": "Mallory", "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (409, "invitation_accepted")
    assert User.objects.get(email=NEW).name == "Anna"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "Anna", "password": "short"}, "/password"),
        ({"name": "Anna", "password": "12345678901234"}, "/password"),
        ({"name": "\u202eannA", "password": PASSWORD}, "/name"),
        ({"name": "x" * 201, "password": PASSWORD}, "/name"),
    ],
)
def test_a_weak_password_or_a_bad_name_opens_no_account_and_spends_no_token(
    invite: Callable[..., Invitation], body: dict[str, str], pointer: str
) -> None:
    sent = invite()

    answer = APIClient().post(door(sent), body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert not User.objects.filter(email=NEW).exists()
    assert APIClient().post(door(sent), {"name": "Anna", "password": PASSWORD}).status_code == 201


def test_the_first_of_an_authority_makes_it_a_member_and_an_observer_an_observer(
    invite: Callable[..., Invitation], cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    sent = invite("outsider@kiruna.example", "2120002783", role="observer")

    cast.client("kiruna").post(door(sent), {})

    assert (
        Membership.objects.get(network=cast.network, authority=cast.authority("kiruna")).level == "observer"
    )
    assert "membership.started" in journal_of(f"network:{cast.network.pk}")


def test_an_experts_seat_ends_on_the_day_that_the_invitation_said(
    invite: Callable[..., Invitation], network: Network
) -> None:
    ends_at = timezone.now() + timedelta(days=90)

    APIClient().post(door(invite(role="expert", ends_at=ends_at)), {"name": "Anna", "password": PASSWORD})

    assert Seat.objects.get(user__email=NEW).ends_at == ends_at


def test_an_earlier_seat_ends_when_another_is_taken(
    invite: Callable[..., Invitation], goteborg: Actor, cast: Cast
) -> None:
    person = UserFactory.create(email=NEW)
    EmploymentFactory.create(user=person, authority=cast.authority("orebro"))
    sent = invite()
    name_deputy(goteborg, seat=cast.seats["orebro"], deputy=person)
    earlier = hand_over_seat(goteborg, seat=cast.seats["orebro"])

    seat = accept_invitation(person.acting(timezone.now()), invitation=sent)

    earlier.refresh_from_db()
    assert earlier.ended_at is not None
    assert list(Seat.objects.not_ended().filter(user=person)) == [seat]


def test_the_last_coordinator_loses_no_seat_by_an_old_invitation_to_a_lesser_one(
    invite: Callable[..., Invitation], goteborg: Actor, cast: Cast
) -> None:
    person = UserFactory.create(email=NEW)
    EmploymentFactory.create(user=person, authority=cast.authority("goteborg"))
    sent = invite(authority="2120001355", role="observer")
    name_deputy(goteborg, seat=cast.seats["goteborg"], deputy=person)
    hand_over_seat(goteborg, seat=cast.seats["goteborg"])

    with pytest.raises(Conflict, match="last_coordinator"):
        accept_invitation(person.acting(timezone.now()), invitation=sent)

    assert Seat.objects.not_ended().get(user=person).role == "coordinator"


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_make_one_person_and_one_seat(
    cast: Cast, invite: Callable[..., Invitation]
) -> None:
    url = door(invite())

    def click(_turn: int) -> int:
        try:
            return APIClient().post(url, {"name": "Anna", "password": PASSWORD}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = sorted(threads.map(click, range(10)))

    assert answers == [201, *[409] * 9]
    assert Seat.objects.filter(user__email=NEW).count() == 1
