"""The people, networks and rooms that posts and listeners need, in bulk. Import it once Django is set up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from access.actor import Actor
from accounts.models import ApiToken, Authority, Employment, User
from accounts.models.keys import digest_of
from messaging.models import Room
from messaging.services import open_room
from networks.models import Membership, Network, Seat
from networks.scoping import actor_in


@dataclass(frozen=True, slots=True)
class Cast:
    """Posters sit in every network, listeners in the first one alone; tokens stand in the same order."""

    posters: list[User]
    poster_tokens: list[str]
    listener_tokens: list[str]
    rooms: list[Room]

    def poster_in(self, network_id: UUID) -> Actor:
        """The first poster, as an actor in the network."""
        return actor_in(self.posters[0].acting(timezone.now()), network_id)


def gather(*, posters: int, listeners: int, networks: int) -> Cast:
    """Make them all, with one room in each network."""
    now = timezone.now()
    authority = Authority.objects.create(country="SE", number="2120001355", name="Bench", kind="municipality")
    people = _people("poster", posters), _people("listener", listeners)
    for person_list in people:
        Employment.objects.bulk_create(
            Employment(user=person, authority=authority, started_at=now) for person in person_list
        )
    places = [_network(index, authority, now) for index in range(networks)]
    for place in places:
        _seat(place, people[0], now)
    _seat(places[0], people[1], now)
    tokens = [_tokens(person_list, now) for person_list in people]
    cast = Cast(people[0], tokens[0], tokens[1], [])
    for place in places:
        cast.rooms.append(open_room(cast.poster_in(place.network_id), network=place.network, title="Bench"))
    return cast


def _people(name: str, many: int) -> list[User]:
    people = [
        User(email=f"{name}{index}@bench.example", name=f"{name.title()} {index}", language="en")
        for index in range(many)
    ]
    User.objects.bulk_create(people)
    return people


def _network(index: int, authority: Authority, now: datetime) -> Membership:
    network = Network.objects.create(
        slug=f"bench-{index}",
        name_sv=f"Bench {index}",
        name_en=f"Bench {index}",
        purpose_sv="Bench",
        purpose_en="Bench",
        created_at=now,
    )
    return Membership.objects.create(network=network, authority=authority, joined_at=now)


def _seat(place: Membership, people: Sequence[User], now: datetime) -> None:
    Seat.objects.bulk_create(
        Seat(
            network_id=place.network_id,
            membership=place,
            authority_id=place.authority_id,
            user=person,
            role="coordinator",
            started_at=now,
        )
        for person in people
    )


def _tokens(people: Sequence[User], now: datetime) -> list[str]:
    secrets = [f"samverk_{person.pk}" for person in people]
    ApiToken.objects.bulk_create(
        ApiToken(
            user=person,
            name="bench",
            prefix=secret[:12],
            digest=digest_of(secret),
            expires_at=now + timedelta(days=1),
        )
        for person, secret in zip(people, secrets, strict=True)
    )
    return secrets
