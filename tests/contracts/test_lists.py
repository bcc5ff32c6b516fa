"""Every list: pages with `next` and `previous`, and one number of queries for one row and for three."""

from collections.abc import Callable
from typing import Any

import pytest

from market.models import MarketAnalysis
from market.services import review
from messaging.models import Room
from messaging.services import post_message
from tests.cast import Cast
from tests.contracts.doors import DOORS, Door
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.factories.accounts import AuthorityFactory
from tests.factories.networks import MembershipFactory, NetworkFactory, SeatFactory

Objects = dict[str, Any]


def _one_more_message(estate: Estate, objects: Objects) -> None:
    room = Room.objects.get(pk=objects["room_id"])
    post_message(estate.stands("member"), room=room, body="Ungefär 4 500")


def _one_more_review(estate: Estate, objects: Objects) -> None:
    analysis = MarketAnalysis.objects.get(pk=objects["marketanalysis_id"])
    review(estate.stands("member"), analysis=analysis, outcome="unchanged")


def _one_more(name: str) -> Callable[[Estate, Objects], None]:
    def make(estate: Estate, _objects: Objects) -> None:
        OBJECTS[name](estate, "network")

    return make


NETWORK = "api/v1/networks/<uuid:network_id>"
# What one page costs, and how the list gets a row more. Two queries are always for the session and its
# person, and one for the seat where the list lies in a network.
LISTS: dict[str, tuple[int, Callable[[Estate, Objects], object]]] = {
    "api/v1/authorities/": (3, lambda _estate, _objects: AuthorityFactory.create()),
    "api/v1/auth/tokens/": (3, _one_more("token_id")),
    "api/v1/networks/": (3, lambda _estate, _objects: NetworkFactory.create(openness="open")),
    "api/v1/reminders/": (5, _one_more("occurrence_id")),
    f"{NETWORK}/memberships/": (
        4,
        lambda estate, _objects: MembershipFactory.create(network=estate.network),
    ),
    f"{NETWORK}/seats/": (
        4,
        lambda estate, _objects: SeatFactory.create(membership=estate.cast.seats["orebro"].membership),
    ),
    f"{NETWORK}/invitations/": (4, _one_more("invitation_id")),
    f"{NETWORK}/journal/": (9, _one_more("room_id")),
    f"{NETWORK}/rooms/": (5, _one_more("room_id")),
    f"{NETWORK}/documents/": (4, _one_more("document_id")),
    f"{NETWORK}/analyses/": (4, _one_more("marketanalysis_id")),
    "api/v1/rooms/<uuid:room_id>/messages/": (5, _one_more_message),
    "api/v1/analyses/<uuid:marketanalysis_id>/reviews/": (5, _one_more_review),
}
# What answers one thing at the end of such an address, and no list.
SINGLE = {"api/v1/me/", f"{NETWORK}/health/"}


def is_list(door: Door) -> bool:
    return door.method == "get" and not door.path.endswith("_id>/") and door.path not in SINGLE


DOORS_TO_LISTS = [door for door in DOORS if is_list(door)]


@pytest.mark.parametrize("door", DOORS_TO_LISTS, ids=str)
def test_a_list_costs_the_same_however_long_it_is(
    cast: Cast, door: Door, django_assert_num_queries: Callable[[int], Any]
) -> None:
    estate = furnished(cast)
    objects = estate.named(door.names, "network")
    client = estate.client("coordinator")
    cost, one_more = LISTS[door.path]
    lengths = []
    for rows in (1, 2):
        for _row in range(rows):
            one_more(estate, objects)
        with django_assert_num_queries(cost):
            lengths.append(len(client.get(door.url(objects)).json()["results"]))

    assert lengths[1] == lengths[0] + 2


@pytest.mark.parametrize("door", DOORS_TO_LISTS, ids=str)
def test_a_list_goes_on_by_next_until_every_row_was_there_once(cast: Cast, door: Door) -> None:
    estate = furnished(cast)
    objects = estate.named(door.names, "network")
    client = estate.client("coordinator")
    for _row in range(3):
        LISTS[door.path][1](estate, objects)
    # Messages begin at the latest; from the first on they read as all lists do.
    query = {"after": 0} if door.path.endswith("/messages/") else {}
    whole = client.get(door.url(objects), query).json()
    rows, page = [], client.get(door.url(objects), {**query, "limit": 2}).json()
    rows += page["results"]
    while page["next"]:
        assert page["next"].startswith("http://testserver/api/v1/")
        page = client.get(page["next"]).json()
        rows += page["results"]

    assert {"results", "next", "previous"} <= whole.keys()
    assert len(rows) >= 3
    assert rows == whole["results"]


def test_every_list_is_here_and_no_list_is_gone() -> None:
    assert {door.path for door in DOORS_TO_LISTS} == LISTS.keys()
