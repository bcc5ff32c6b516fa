import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from accounts.models import User
from networks.models import Invitation, Network, Seat
from networks.services import Wanted, invite_people, name_deputy
from networks.services.invitations import token_of
from tests.cast import Cast
from tests.factories.accounts import EmploymentFactory, UserFactory
from tests.factories.networks import MembershipFactory, SeatFactory
from tests.web.conftest import Browser, text_of, visitor


def invited(goteborg: Actor, network: Network, email: str = "ny@bergen.example") -> Invitation:
    """An open invitation to a seat for Örebro."""
    wanted = [Wanted(email=email, authority="212000-1967")]
    answer = invite_people(goteborg, network=network, wanted=wanted)[0]
    assert answer.invitation
    return answer.invitation


def invite(client: Client, network: Network, lines: str, **more: str) -> str:
    """Send a pasted list, and read the page that answers."""
    posted = {"lines": lines, "role": "member", **more}
    return text_of(client.post(f"/networks/{network.pk}/people/invite/", posted, follow=True))


def test_list_with_one_bad_line_invites_the_others_and_keeps_that_one(
    browser: Browser, network: Network
) -> None:
    good = "ny@stockholm.example, Stockholms stad\nany@aalborg.example\t29189420"
    lines = f"{good}\nnot an address; Örebro kommun"

    page = invite(browser("goteborg"), network, lines)

    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "ny@stockholm.example",
        "any@aalborg.example",
    }
    assert "2 invitations are on their way." in page
    assert "This is not an e-mail address." in page
    field = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert field
    assert field[1].strip() == "not an address, Örebro kommun"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ny@stockholm.example", "Something is missing"),
        ("ny@stockholm.example, Atlantis kommun", "No authority goes by this name"),
        ("ny@stockholm.example, Stockholms stad, kung", "This is no role."),
        ("ny@stockholm.example, Stockholms stad, expert", "needs a last day"),
        ("member@stockholm.example, Stockholms stad", "has a seat in the network already"),
        (", Stockholms stad", "Something is missing"),
    ],
)
def test_bad_line_says_what_to_do(browser: Browser, network: Network, line: str, why: str) -> None:
    page = invite(browser("goteborg"), network, line)

    assert why in page
    assert not Invitation.objects.exists()


def test_role_may_be_named_in_the_readers_language(browser: Browser, network: Network) -> None:
    invite(browser("goteborg"), network, "ny@stockholm.example, Stockholms stad, Observer")

    assert Invitation.objects.get().role == "observer"


def test_expert_gets_the_last_day_of_the_form(browser: Browser, network: Network) -> None:
    line = "ny@konsult.example, Stockholms stad, expert"

    invite(browser("goteborg"), network, line, ends_on="2049-12-31")

    ends_at = Invitation.objects.get().seat_ends_at
    assert ends_at
    assert timezone.localtime(ends_at).date().isoformat() == "2049-12-31"


@pytest.mark.parametrize("lines", ["", "\n \n", "a@b.example, X\n" * 201])
def test_empty_or_endless_list_is_told(browser: Browser, network: Network, lines: str) -> None:
    assert "Something needs mending" in invite(browser("goteborg"), network, lines)
    assert not Invitation.objects.exists()


def test_member_sees_people_and_no_addresses_of_invitations(
    browser: Browser, network: Network, goteborg: Actor
) -> None:
    invited(goteborg, network)

    page = text_of(browser("stockholm").get(f"/networks/{network.pk}/people/"))

    assert "Aalborg Kommune" in page
    assert "ny@bergen.example" not in page
    assert "Invite people" not in page


def test_member_who_invites_all_the_same_is_refused(browser: Browser, network: Network) -> None:
    response = browser("stockholm").post(
        f"/networks/{network.pk}/people/invite/",
        {"lines": "a@stockholm.example, Stockholms stad", "role": "member"},
    )

    assert response.status_code == 403
    assert "invitation.send" in text_of(response)


def test_invitation_is_taken_back(browser: Browser, network: Network, goteborg: Actor) -> None:
    invitation = invited(goteborg, network)

    browser("goteborg").post(f"/networks/{network.pk}/invitations/{invitation.pk}/")

    page = text_of(visitor().get(f"/invitations/{token_of(invitation)}/"))
    assert "was taken back" in page


def test_person_without_an_account_makes_one_and_is_in(
    client: Client, network: Network, goteborg: Actor
) -> None:
    address = f"/invitations/{token_of(invited(goteborg, network))}/"
    assert "Choose a password" in text_of(client.get(address))

    response = client.post(address, {"name": "Ny Exempel", "password": "fyra ovanliga ord här"})

    assert response["Location"] == f"/networks/{network.pk}/"
    assert client.get(response["Location"]).status_code == 200
    assert Seat.objects.get(network=network, user__email="ny@bergen.example").user.language == "en"


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("", "fyra ovanliga ord här", "Your name"),
        ("Ny", "kort", "too short"),
        ("Ny", "password12", "common"),
        ("Ny", "12345678901234", "digits alone"),
    ],
)
def test_bad_account_is_told_and_keeps_the_name(
    client: Client, network: Network, goteborg: Actor, name: str, password: str, why: str
) -> None:
    address = f"/invitations/{token_of(invited(goteborg, network))}/"

    response = client.post(address, {"name": name, "password": password})

    assert response.status_code == 422
    assert why in text_of(response)
    assert not User.objects.filter(email="ny@bergen.example").exists()


def test_person_with_an_account_signs_in_and_accepts(
    client: Client, network: Network, goteborg: Actor
) -> None:
    person = UserFactory.create(email="ny@bergen.example")
    address = f"/invitations/{token_of(invited(goteborg, network))}/"
    assert "This address has an account" in text_of(client.get(address))

    client.force_login(person)
    client.post(address)

    assert client.get(f"/networks/{network.pk}/").status_code == 200


def test_another_signed_in_address_is_told_to_sign_out(
    browser: Browser, network: Network, goteborg: Actor
) -> None:
    address = f"/invitations/{token_of(invited(goteborg, network))}/"
    client = browser("kiruna")

    assert "You are signed in as outsider@kiruna.example" in text_of(client.get(address))
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("token", ["x", "x.y", "0190.AAAA", "%00"])
def test_made_up_invitation_is_not_there(client: Client, db: None, token: str) -> None:
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_used_invitation_says_so(client: Client, network: Network, goteborg: Actor) -> None:
    address = f"/invitations/{token_of(invited(goteborg, network))}/"
    client.post(address, {"name": "Ny Exempel", "password": "fyra ovanliga ord här"})

    response = visitor().get(address)

    assert response.status_code == 409
    assert "has been used" in text_of(response)


def test_coordinator_ends_a_seat_and_access_is_gone(browser: Browser, network: Network, cast: Cast) -> None:
    seat = cast.seats["orebro"]

    browser("goteborg").post(f"/networks/{network.pk}/seats/{seat.pk}/end/")

    assert browser("orebro").get(f"/networks/{network.pk}/").status_code == 404


def test_member_leaves_and_is_led_home(browser: Browser, network: Network, cast: Cast) -> None:
    response = browser("orebro").post(f"/networks/{network.pk}/seats/{cast.seats['orebro'].pk}/end/")

    assert response["Location"] == "/"


def test_last_coordinator_can_not_leave_and_is_told_why(
    browser: Browser, network: Network, cast: Cast
) -> None:
    response = browser("goteborg").post(f"/networks/{network.pk}/seats/{cast.seats['goteborg'].pk}/end/")

    assert response.status_code == 409
    assert "be without a coordinator" in text_of(response)


def test_member_can_not_end_the_seat_of_another(browser: Browser, network: Network, cast: Cast) -> None:
    seat = cast.seats["orebro"]

    response = browser("stockholm").post(f"/networks/{network.pk}/seats/{seat.pk}/end/")

    seat.refresh_from_db()
    assert seat.ended_at is None
    assert response.status_code in (403, 409)


def test_deputy_is_named_and_takes_over_in_one_step(browser: Browser, network: Network, cast: Cast) -> None:
    colleague = UserFactory.create(email="deputy@goteborg.example", name="Hamid Exempel")
    EmploymentFactory.create(user=colleague, authority=cast.authority("goteborg"))
    address = f"/networks/{network.pk}/seats/{cast.seats['goteborg'].pk}"
    client = browser("goteborg")

    client.post(f"{address}/deputy/", {"deputy": str(colleague.pk)})
    response = client.post(f"{address}/hand-over/")

    assert response["Location"] == "/"
    assert Seat.objects.active(timezone.now()).get(user=colleague).role == "coordinator"


def test_only_colleagues_can_be_deputies(browser: Browser, network: Network, cast: Cast) -> None:
    address = f"/networks/{network.pk}/seats/{cast.seats['goteborg'].pk}/deputy/"

    response = browser("goteborg").post(address, {"deputy": str(cast.people["orebro"].pk)})

    assert response.status_code == 422


def test_seat_without_a_deputy_can_not_be_handed_over(browser: Browser, network: Network, cast: Cast) -> None:
    response = browser("goteborg").post(
        f"/networks/{network.pk}/seats/{cast.seats['goteborg'].pk}/hand-over/"
    )

    assert "Name a deputy for this seat first." in text_of(response)


def test_deputy_may_be_taken_away(browser: Browser, network: Network, cast: Cast) -> None:
    seat = cast.seats["goteborg"]
    colleague = UserFactory.create()
    EmploymentFactory.create(user=colleague, authority=seat.authority)
    name_deputy(cast.actor("goteborg"), seat=seat, deputy=colleague)

    browser("goteborg").post(f"/networks/{network.pk}/seats/{seat.pk}/deputy/", {"deputy": ""})

    seat.refresh_from_db()
    assert seat.deputy is None


@pytest.mark.parametrize("more", [1, 3])
def test_people_cost_the_same_however_many(
    browser: Browser, network: Network, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        SeatFactory.create(membership=MembershipFactory.create(network=network))
    client = browser("goteborg")
    client.get(f"/networks/{network.pk}/people/")

    with django_assert_num_queries(9):
        client.get(f"/networks/{network.pk}/people/")
