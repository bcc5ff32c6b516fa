"""Every list: pages with `next` and `previous`, and one number of queries for one row and for three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.actor import Actor
from documents.models import Document
from documents.services import append_updates, make_comment, name_revision
from documents.services.exporting import ask_export
from documents.services.importing import hand_in
from market.models import MarketAnalysis
from market.services import add_finding, review
from messaging.models import Message, Room
from messaging.services import make_task, post_message
from support.models import HealthWeek
from support.services import keep_week
from tests.cast import Cast
from tests.contracts import clock, decisions, demand, records, signing, statements
from tests.contracts.doors import BINARY, DOORS, Door
from tests.contracts.estate import OBJECTS, Estate, furnished
from tests.factories.accounts import AuthorityFactory
from tests.factories.documents import Pen
from tests.factories.networks import MembershipFactory, NetworkFactory, SeatFactory
from tests.factories.search import findable

Objects = dict[str, Any]


def _one_more_message(estate: Estate, objects: Objects) -> None:
    room = Room.objects.get(pk=objects["room_id"])
    post_message(estate.stands("member"), room=room, body="Ungefär 4 500")


def _one_more_review(estate: Estate, objects: Objects) -> None:
    analysis = MarketAnalysis.objects.get(pk=objects["marketanalysis_id"])
    review(estate.stands("member"), analysis=analysis, outcome="unchanged")


def _one_more_to_find(estate: Estate, _objects: Objects) -> None:
    findable(estate.network, "4 500 leveranser")


def _one_more_to_coordinate(estate: Estate, _objects: Objects) -> None:
    SeatFactory.create(
        membership=MembershipFactory.create(authority=estate.cast.authority("goteborg")),
        user=estate.cast.people["coordinator"],
        role="coordinator",
    )


def _one_more_week(estate: Estate, _objects: Objects) -> None:
    keep_week(Actor.clock(now=timezone.now() + timedelta(weeks=HealthWeek.objects.count())))


def _one_more_import(estate: Estate, _objects: Objects) -> None:
    hand_in(estate.stands("coordinator"), network=estate.network, content=b"Behov", name="Behov.md")


def _one_more_export(estate: Estate, objects: Objects) -> None:
    document = Document.objects.get(pk=objects["document_id"])
    ask_export(estate.stands("coordinator"), document=document, form="md")


def _one_more_revision(estate: Estate, objects: Objects) -> None:
    member, document = estate.stands("member"), Document.objects.get(pk=objects["document_id"])
    append_updates(member, document=document, updates=[Pen().write("4 500")])
    name_revision(member, document=document, name="Till remiss")


def _one_more_comment(estate: Estate, objects: Objects) -> None:
    document = Document.objects.get(pk=objects["document_id"])
    mentioned = [estate.cast.people["coordinator"].pk]
    make_comment(estate.stands("member"), document=document, body="Räcker det?", mentions=mentioned)


def _one_more_finding(estate: Estate, objects: Objects) -> None:
    analysis = MarketAnalysis.objects.get(pk=objects["marketanalysis_id"])
    add_finding(estate.stands("member"), analysis=analysis, claim="Tre.", sources=[clock.SOURCE])


def _one_more_task_of_a_message(estate: Estate, objects: Objects) -> None:
    member = estate.stands("member")
    message = Message.objects.get(pk=objects["message_id"])
    make_task(member, message=message, title="Fråga", due_on=clock.in_a_week(), person_id=member.person_id)


def _one_more(name: str) -> Callable[[Estate, Objects], None]:
    def make(estate: Estate, _objects: Objects) -> None:
        OBJECTS[name](estate, "network")

    return make


NETWORK = "api/v1/networks/<uuid:network_id>"
# What one page costs, and how the list gets a row more. Two queries are always for the session and its
# person, and one for the seat where the list lies in a network.
LISTS: dict[str, tuple[int, Callable[[Estate, Objects], object]]] = {
    **demand.LISTS,
    **statements.LISTS,
    **records.LISTS,
    "api/v1/authorities/": (3, lambda _estate, _objects: AuthorityFactory.create()),
    "api/v1/auth/tokens/": (3, _one_more("token_id")),
    "api/v1/networks/": (3, lambda _estate, _objects: NetworkFactory.create(openness="open")),
    "api/v1/search/": (5, _one_more_to_find),
    "api/v1/support/overview/": (8, _one_more_to_coordinate),
    "api/v1/reminders/": (5, _one_more("occurrence_id")),
    f"{NETWORK}/memberships/": (
        4,
        lambda estate, _objects: MembershipFactory.create(network=estate.network),
    ),
    f"{NETWORK}/seats/": (
        4,
        lambda estate, _objects: SeatFactory.create(membership=estate.cast.seats["orebro"].membership),
    ),
    f"{NETWORK}/follow-up/": (
        7,
        lambda estate, _objects: SeatFactory.create(membership=estate.cast.seats["orebro"].membership),
    ),
    f"{NETWORK}/health/weeks/": (4, _one_more_week),
    f"{NETWORK}/invitations/": (4, _one_more("invitation_id")),
    f"{NETWORK}/journal/": (9, _one_more("room_id")),
    f"{NETWORK}/search/": (5, _one_more_to_find),
    f"{NETWORK}/rooms/": (5, _one_more("room_id")),
    f"{NETWORK}/documents/": (4, _one_more("document_id")),
    f"{NETWORK}/imports/": (4, _one_more_import),
    "api/v1/documents/<uuid:document_id>/exports/": (5, _one_more_export),
    f"{NETWORK}/files/": (4, _one_more("storedfile_id")),
    f"{NETWORK}/needs/": (4, _one_more("need_id")),
    f"{NETWORK}/tasks/": (4, _one_more("task_id")),
    "api/v1/analyses/<uuid:marketanalysis_id>/findings/": (6, _one_more_finding),
    "api/v1/messages/<uuid:message_id>/tasks/": (5, _one_more_task_of_a_message),
    f"{NETWORK}/analyses/": (4, _one_more("marketanalysis_id")),
    "api/v1/documents/<uuid:document_id>/sign-offs/": (7, decisions.one_more_sign_off),
    "api/v1/needs/<uuid:need_id>/adoptions/": (7, decisions.one_more_adoption),
    f"{NETWORK}/decisions/": (6, _one_more("question_id")),
    "api/v1/decisions/<uuid:question_id>/voices/": (4, decisions.one_more_voice),
    "api/v1/decisions/<uuid:question_id>/accessions/": (4, decisions.one_more_accession),
    "api/v1/decisions/<uuid:question_id>/signatories/": (5, signing.one_more_signatory),
    "api/v1/rooms/<uuid:room_id>/messages/": (4, _one_more_message),
    "api/v1/documents/<uuid:document_id>/revisions/": (6, _one_more_revision),
    "api/v1/documents/<uuid:document_id>/comments/": (6, _one_more_comment),
    "api/v1/analyses/<uuid:marketanalysis_id>/reviews/": (5, _one_more_review),
}
# What answers one thing at the end of such an address, and no list.
SINGLE = {
    "api/v1/me/authority/",
    *demand.SINGLE,
    *statements.SINGLE,
    "api/v1/me/",
    "api/v1/me/notices/",
    "api/v1/documents/<uuid:document_id>/diff/",
    f"{NETWORK}/health/",
}
BYTES = {door.removeprefix("GET ") for door in BINARY}


def is_list(door: Door) -> bool:
    return door.method == "get" and not door.path.endswith("_id>/") and door.path not in SINGLE | BYTES


DOORS_TO_LISTS = [door for door in DOORS if is_list(door)]


@pytest.mark.parametrize("door", DOORS_TO_LISTS, ids=str)
def test_a_list_costs_the_same_however_long_it_is(
    cast: Cast, door: Door, django_assert_num_queries: Callable[[int], Any]
) -> None:
    estate = furnished(cast)
    objects = estate.named(door.names, "network")
    client = estate.client(records.READERS.get(door.path, "coordinator"))
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
    client = estate.client(records.READERS.get(door.path, "coordinator"))
    for _row in range(3):
        LISTS[door.path][1](estate, objects)
    # Messages begin at the latest; from the first on they read as all lists do.
    query: dict[str, Any] = {"after": 0} if door.path.endswith("/messages/") else {}
    query |= {"q": "leveranser"} if door.path.endswith("search/") else {}
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
