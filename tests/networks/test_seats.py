from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal
from accounts.models import Employment, User
from journal.models import Entry
from networks.jobs import sweep_seats
from networks.models import Network, Seat
from networks.services import change_role, end_seat, hand_over_seat, name_deputy
from tests.cast import Cast
from tests.factories.accounts import EmploymentFactory, UserFactory
from tests.factories.networks import SeatFactory


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Somebody who works in Stockholm and has no seat."""
    person: User = UserFactory.create(email="kollega@stockholm.example")
    EmploymentFactory.create(user=person, authority=cast.authority("stockholm"))
    return person


@pytest.fixture
def second(cast: Cast) -> Seat:
    """A second coordinator, from Örebro."""
    Seat.objects.filter(pk=cast.seats["orebro"].pk).update(role="coordinator")
    return Seat.objects.get(pk=cast.seats["orebro"].pk)


def test_one_active_seat_per_person_and_network_holds_in_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_active_seat"), transaction.atomic():
        SeatFactory.create(membership=cast.seats["orebro"].membership, user=cast.people["stockholm"])


def test_somebody_leaves_and_sees_the_network_no_more(
    stockholm: Actor, cast: Cast, stockholm_client: APIClient, journal_of: Callable[[str], list[str]]
) -> None:
    end_seat(stockholm, seat=cast.seats["stockholm"])

    with pytest.raises(NotVisible):
        cast.actor("stockholm")
    assert stockholm_client.get(f"/api/v1/networks/{cast.network.pk}/").status_code == 404
    assert journal_of(f"network:{cast.network.pk}") == ["seat.ended"]
    assert journal_of(f"person:{stockholm.user_id}") == ["access.changed"]


def test_the_coordinator_ends_anyones_seat_and_a_member_only_their_own(
    goteborg: Actor, stockholm: Actor, cast: Cast
) -> None:
    with pytest.raises(Forbidden, match=r"seat\.manage"):
        end_seat(stockholm, seat=cast.seats["orebro"])

    assert end_seat(goteborg, seat=cast.seats["orebro"]).ended_at == goteborg.now


def test_a_seat_ends_once(goteborg: Actor, cast: Cast) -> None:
    end_seat(goteborg, seat=cast.seats["orebro"])

    with pytest.raises(Conflict, match="seat_ended"):
        end_seat(goteborg, seat=cast.seats["orebro"])


def test_the_last_coordinator_stays(goteborg: Actor, cast: Cast) -> None:
    with pytest.raises(Conflict, match="last_coordinator"):
        end_seat(goteborg, seat=cast.seats["goteborg"])
    with pytest.raises(Conflict, match="last_coordinator"):
        change_role(goteborg, seat=cast.seats["goteborg"], role="member")


def test_of_two_coordinators_one_may_leave(goteborg: Actor, cast: Cast, second: Seat) -> None:
    assert end_seat(goteborg, seat=cast.seats["goteborg"]).ended_at is not None

    with pytest.raises(Conflict, match="last_coordinator"):
        end_seat(cast.actor("orebro"), seat=second)


def test_a_coordinator_who_is_employed_no_more_does_not_count(
    goteborg: Actor, cast: Cast, second: Seat
) -> None:
    Employment.objects.filter(user=second.user).update(ended_at=goteborg.now)

    with pytest.raises(Conflict, match="last_coordinator"):
        end_seat(goteborg, seat=cast.seats["goteborg"])


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_that_leave_at_once_one_stays(cast: Cast, second: Seat) -> None:
    leaving = [(cast.actor(name), cast.seats[name]) for name in ("goteborg", "orebro")]

    def leave(who: tuple[Actor, Seat]) -> str:
        try:
            end_seat(who[0], seat=who[1])
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, leaving)) == ["last_coordinator", "left"]

    assert Seat.objects.not_ended().filter(role="coordinator", network=cast.network).count() == 1


def test_a_deputy_takes_the_seat_over_in_one_step(
    stockholm: Actor, cast: Cast, colleague: User, journal_of: Callable[[str], list[str]]
) -> None:
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)

    taken = hand_over_seat(stockholm, seat=cast.seats["stockholm"])

    assert (taken.user, taken.role, taken.authority) == (colleague, "member", cast.authority("stockholm"))
    assert taken.started_at == Seat.objects.get(pk=cast.seats["stockholm"].pk).ended_at
    assert journal_of(f"network:{cast.network.pk}") == [
        "seat.changed",
        "seat.ended",
        "seat.taken",
        "seat.handed_over",
    ]
    with pytest.raises(NotVisible):
        cast.actor("stockholm")


def test_the_last_coordinator_may_hand_over(goteborg: Actor, cast: Cast) -> None:
    heir = UserFactory.create()
    EmploymentFactory.create(user=heir, authority=cast.authority("goteborg"))
    name_deputy(goteborg, seat=cast.seats["goteborg"], deputy=heir)

    assert hand_over_seat(goteborg, seat=cast.seats["goteborg"]).role == "coordinator"


def test_the_last_coordinator_does_not_lose_the_network_by_taking_over_a_colleagues_seat(
    goteborg: Actor, cast: Cast
) -> None:
    beside = SeatFactory.create(membership=cast.seats["goteborg"].membership, deputy=cast.people["goteborg"])

    with pytest.raises(Conflict, match="last_coordinator"):
        hand_over_seat(goteborg, seat=beside)

    assert Seat.objects.not_ended().filter(pk__in=[beside.pk, cast.seats["goteborg"].pk]).count() == 2


def test_nobody_else_hands_a_seat_over(orebro: Actor, stockholm: Actor, cast: Cast, colleague: User) -> None:
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)

    with pytest.raises(Forbidden, match=r"seat\.manage"):
        hand_over_seat(orebro, seat=cast.seats["stockholm"])


def test_a_seat_without_a_deputy_or_whose_deputy_has_left_is_not_handed_over(
    stockholm: Actor, cast: Cast, colleague: User
) -> None:
    with pytest.raises(Conflict, match="no_deputy"):
        hand_over_seat(stockholm, seat=cast.seats["stockholm"])
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)
    Employment.objects.filter(user=colleague).update(ended_at=stockholm.now)

    with pytest.raises(Conflict, match="deputy_left"):
        hand_over_seat(stockholm, seat=cast.seats["stockholm"])


def test_a_deputy_is_a_colleague_at_the_same_authority(stockholm: Actor, cast: Cast) -> None:
    for stranger in (cast.people["orebro"], cast.people["stockholm"]):
        with pytest.raises(Invalid, match="colleague"):
            name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=stranger)


def test_naming_nobody_takes_the_deputy_away(stockholm: Actor, cast: Cast, colleague: User) -> None:
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)

    seat = name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=None)

    assert (seat.deputy, seat.version) == (None, 3)


def test_a_role_changes_what_the_person_may_do_at_once(
    goteborg: Actor, cast: Cast, journal_of: Callable[[str], list[str]]
) -> None:
    change_role(goteborg, seat=cast.seats["stockholm"], role="observer")

    assert not cast.actor("stockholm").can(Permission.MESSAGE_POST)
    assert journal_of(f"person:{cast.people['stockholm'].pk}") == ["access.changed"]


@pytest.mark.parametrize("role", ["king", "", "expert", "facilitator", "administrator"])
def test_a_role_that_a_seat_can_not_carry_is_refused(goteborg: Actor, cast: Cast, role: str) -> None:
    with pytest.raises(Invalid, match="Choose a role"):
        change_role(goteborg, seat=cast.seats["stockholm"], role=role)


def test_an_experts_seat_gives_nothing_after_its_date_and_is_ended_by_the_sweep(
    goteborg: Actor, cast: Cast, network: Network
) -> None:
    seat = SeatFactory.create(
        membership=cast.seats["orebro"].membership, role="expert", ends_at=timezone.now() + timedelta(hours=1)
    )
    assert sweep_seats() == 0
    Seat.objects.filter(pk=seat.pk).update(ends_at=timezone.now())

    assert not Seat.objects.active(timezone.now()).filter(pk=seat.pk).exists()
    assert sweep_seats() == 1
    assert sweep_seats() == 0
    assert list(Entry.objects.of_stream(f"network:{network.pk}").values_list("type", flat=True)) == [
        "seat.ended"
    ]


def test_the_people_of_a_network_are_listed_with_roles_and_deputies(
    stockholm_client: APIClient, stockholm: Actor, cast: Cast, colleague: User
) -> None:
    name_deputy(stockholm, seat=cast.seats["stockholm"], deputy=colleague)

    people = stockholm_client.get(f"/api/v1/networks/{cast.network.pk}/seats/").json()["results"]

    assert [(one["person"]["name"], one["role"]) for one in people] == [
        ("Goteborg", "coordinator"),
        ("Stockholm", "member"),
        ("Orebro", "member"),
        ("Aalborg", "member"),
        ("Turku", "observer"),
    ]
    assert people[1]["deputy"] == {"id": str(colleague.pk), "name": colleague.name}


def test_deputy_role_and_succession_go_over_http(
    goteborg_client: APIClient, cast: Cast, colleague: User
) -> None:
    seat = f"/api/v1/seats/{cast.seats['stockholm'].pk}"

    named = goteborg_client.put(f"{seat}/deputy/", {"person": str(colleague.pk)})
    roled = goteborg_client.put(f"{seat}/role/", {"role": "steering"})
    handed = goteborg_client.post(f"{seat}/hand-over/")
    gone = goteborg_client.delete(f"/api/v1/seats/{handed.json()['id']}/")

    assert named.json()["deputy"]["id"] == str(colleague.pk)
    assert roled.json()["role"] == "steering"
    assert (handed.status_code, handed.json()["person"]["id"]) == (201, str(colleague.pk))
    assert gone.status_code == 204


def test_a_deputy_that_nobody_is_named_by_is_a_clear_problem(goteborg_client: APIClient, cast: Cast) -> None:
    url = f"/api/v1/seats/{cast.seats['stockholm'].pk}/deputy/"

    answer = goteborg_client.put(url, {"person": "01890000-0000-7000-8000-000000000000"})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/person")
