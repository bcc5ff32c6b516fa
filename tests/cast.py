"""The cast: the same people as in the demo's sign-ins, in the flagship network and beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.models import Authority, User
from journal.models import Entry
from messaging.models import Room
from messaging.services import open_room
from networks.models import Network, Seat
from networks.scoping import actor_in
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.networks import MembershipFactory, NetworkFactory, SeatFactory

SEATS = {
    "goteborg": ("coordinator@goteborg.example", "Göteborgs stad", "SE", "2120001355", "coordinator"),
    "stockholm": ("member@stockholm.example", "Stockholms stad", "SE", "2120000142", "member"),
    "orebro": ("member@orebro.example", "Örebro kommun", "SE", "2120001967", "member"),
    "aalborg": ("member@aalborg.example", "Aalborg Kommune", "DK", "29189420", "member"),
    "turku": ("observer@turku.example", "Turun kaupunki", "FI", "02048198", "observer"),
}


@dataclass
class Cast:
    """The flagship network and who sits in it, by the name of their city."""

    network: Network
    other_network: Network
    seats: dict[str, Seat] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody as they stand in the flagship now. Raises NotVisible for who does not."""
        return actor_in(self.people[name].acting(timezone.now()), self.network.pk)

    def authority(self, name: str) -> Authority:
        """The authority that somebody sits for."""
        return self.seats[name].authority

    def client(self, name: str) -> APIClient:
        """A browser in which somebody is signed in."""
        client = APIClient()
        client.force_login(self.people[name])
        return client


@pytest.fixture
def cast(db: Any) -> Cast:
    """Everybody, with nothing said yet."""
    network = NetworkFactory.create(
        slug="zero-emission-delivery",
        name_sv="Nordisk utsläppsfri varuleverans",
        name_en="Nordic zero-emission delivery",
        phase="shaping_demand",
    )
    everybody = Cast(network=network, other_network=NetworkFactory.create(name_en="Welfare technology"))
    for name, (email, authority, country, number, role) in SEATS.items():
        everybody.seats[name] = SeatFactory.create(
            membership=MembershipFactory.create(
                network=network,
                authority=AuthorityFactory.create(name=authority, country=country, number=number),
            ),
            user=UserFactory.create(email=email, name=name.title()),
            role=role,
        )
    outside = AuthorityFactory.create(name="Kiruna kommun", number="2120002783")
    everybody.seats["kiruna"] = SeatFactory.create(
        membership=MembershipFactory.create(network=everybody.other_network, authority=outside),
        user=UserFactory.create(email="outsider@kiruna.example", name="Kiruna"),
        role="coordinator",
    )
    everybody.people = {name: seat.user for name, seat in everybody.seats.items()}
    everybody.people["facilitator"] = UserFactory.create(
        email="facilitator@agency.example", name="Facilitator", site_role="facilitator"
    )
    return everybody


@pytest.fixture
def network(cast: Cast) -> Network:
    """The flagship."""
    return cast.network


def _actor_fixture(name: str) -> Any:
    @pytest.fixture(name=name)
    def stands(cast: Cast) -> Actor:
        return cast.actor(name)

    return stands


def _client_fixture(name: str) -> Any:
    @pytest.fixture(name=f"{name}_client")
    def browser(cast: Cast) -> APIClient:
        return cast.client(name)

    return browser


goteborg, stockholm, orebro = map(_actor_fixture, ("goteborg", "stockholm", "orebro"))
aalborg, turku, facilitator = map(_actor_fixture, ("aalborg", "turku", "facilitator"))
goteborg_client, stockholm_client, orebro_client, aalborg_client = map(
    _client_fixture, ("goteborg", "stockholm", "orebro", "aalborg")
)
turku_client, facilitator_client, kiruna_client = map(_client_fixture, ("turku", "facilitator", "kiruna"))


@pytest.fixture
def room(goteborg: Actor, network: Network) -> Room:
    """A room of the whole network, opened by its coordinator."""
    return open_room(goteborg, network=network, title="Volymer och fordon")


@pytest.fixture
def private_room(stockholm: Actor, network: Network) -> Room:
    """A room in Stockholm's private zone."""
    return open_room(stockholm, network=network, title="Internt i Stockholm", zone="authority")


@pytest.fixture
def journal_of() -> Callable[[str], list[str]]:
    """The types of the entries of a stream, oldest first."""
    return lambda key: list(Entry.objects.of_stream(key).values_list("type", flat=True))
