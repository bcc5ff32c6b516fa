from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from access.actor import Actor
from access.policy import GRANTS, Permission
from accounts.services import anonymise_person
from journal.ids import uuid7
from messaging.models import Room
from messaging.services import post_message
from networks.models import Network
from networks.services import end_seat
from networks.subjects import Subject
from search.sources import sweep
from tests.answers import forbidden, pointed, refused
from tests.cast import Cast
from tests.factories.search import findable

Client = APIClient


def search_in(network: Network, **asked: Any) -> tuple[str, dict[str, Any]]:
    return f"/api/v1/networks/{network.pk}/search/", asked


def test_a_hit_says_what_where_and_by_whom(stockholm: Actor, room: Room, goteborg_client: Client) -> None:
    message = post_message(stockholm, room=room, body="Vårt **ramavtal** för <möbler> går ut")
    sweep("message", now=timezone.now(), batches=1)

    page = goteborg_client.get(*search_in(room.network, q="avtal")).json()

    hit = page["results"][0]
    assert hit == {
        "kind": "message",
        "id": str(message.pk),
        "title": room.title,
        "snippet_html": "Vårt <mark>ramavtal</mark> för &lt;möbler&gt; går ut",
        "network": str(room.network_id),
        "url": f"/go/message/{message.pk}/",
        "at": hit["at"],
        "author": {"id": str(stockholm.user_id), "name": "Stockholm"},
    }
    assert (page["total"], page["counts"], page["next"]) == (1, {"message": 1}, None)


def test_who_has_left_for_good_is_named_no_more(
    cast: Cast, stockholm: Actor, room: Room, goteborg_client: Client
) -> None:
    post_message(stockholm, room=room, body="Vårt ramavtal")
    sweep("message", now=timezone.now(), batches=1)
    anonymise_person(Actor.clock(now=timezone.now()), person=cast.people["stockholm"])

    hit = goteborg_client.get(*search_in(room.network, q="avtal")).json()["results"][0]

    assert hit["author"]["name"] == "Former participant"


@pytest.mark.parametrize("hits", [1, 3])
def test_a_search_costs_the_same_however_much_it_finds(
    goteborg_client: Client, network: Network, hits: int, django_assert_num_queries: Any
) -> None:
    for _turn in range(hits):
        findable(network, "larm")

    with django_assert_num_queries(5):
        page = goteborg_client.get(*search_in(network, q="larm")).json()
    with django_assert_num_queries(5):
        everywhere = goteborg_client.get("/api/v1/search/", {"q": "larm"}).json()

    assert len(page["results"]) == len(everywhere["results"]) == hits


def test_all_ones_networks_are_searched_at_once_and_no_other(
    cast: Cast, goteborg_client: Client, kiruna_client: Client
) -> None:
    here, there = findable(cast.network, "larm"), findable(cast.other_network, "larm")

    def found(client: Client) -> list[str]:
        return [hit["id"] for hit in client.get("/api/v1/search/", {"q": "larm"}).json()["results"]]

    assert found(goteborg_client) == [str(here.id)]
    assert found(kiruna_client) == [str(there.id)]


def test_pages_turn_both_ways_and_lose_nothing(goteborg_client: Client, network: Network) -> None:
    wanted = {str(findable(network, "larm").id) for _turn in range(5)}
    url, asked = search_in(network, q="larm", limit=2)

    first = goteborg_client.get(url, asked).json()
    second = goteborg_client.get(first["next"]).json()
    third = goteborg_client.get(second["next"]).json()

    assert {hit["id"] for page in (first, second, third) for hit in page["results"]} == wanted
    assert third["next"] is None
    assert goteborg_client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("och att", "too_common"),
        ('"i den"', "too_common"),
        ("🚚", "no_words"),
        ("& | ! <-> ( ) : *", "no_words"),
        ('"', "no_words"),
        ("x" * 10_240, "too_long"),
        ("larm " * 30, "too_many_words"),
        ("lar\x00m", "control_characters"),
        ("\u202elarm", "control_characters"),
    ],
)
def test_what_is_no_question_is_told_so(goteborg_client: Client, network: Network, q: str, code: str) -> None:
    assert pointed(goteborg_client.get(*search_in(network, q=q))) == [("/q", code)]


@pytest.mark.parametrize(
    "q",
    [
        "avtal & larm | !möte <-> (",
        "':* | 'möte",
        "\\'; drop table search_searchable; --",
        '"oavslutad fras',
        "*avtal*",
        "1.5e10 -7 4,5 2027-01-01",
        "a_b_c %s {0} $1",
        "ﬁ ﷺ İstanbul ǅ",
        "🚚 larm",
        "ß" * 100,
        "http://exempel.se/a?b=c#d user@exempel.se /etc/passwd",
    ],
)
def test_strange_questions_are_answered_like_all_others(
    goteborg_client: Client, network: Network, q: str
) -> None:
    answer = goteborg_client.get(*search_in(network, q=q))

    assert answer.status_code == 200
    assert answer.json()["results"] == []


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"kind": "person"}, "/kind"),
        ({"kind": ""}, "/kind"),
        ({"limit": "0"}, "/limit"),
        ({"cursor": "abc"}, "/cursor"),
        ({"cursor": "W2ZhbHNlLC0xXQ"}, "/cursor"),
        ({"cursor": "W2ZhbHNlLCJ4Il0"}, "/cursor"),
    ],
)
def test_bad_options_are_pointed_at(
    goteborg_client: Client, network: Network, asked: dict[str, str], pointer: str
) -> None:
    answer = goteborg_client.get(*search_in(network, q="larm", **asked))

    assert pointed(answer)[0][0] == pointer


WHERE: dict[str, dict[str, Any]] = {
    "network": {},
    "members only": {"members_only": True},
    "stockholm": {"zone": "authority"},
}
SEES = {
    "goteborg": {"network", "members only"},
    "stockholm": {"network", "members only", "stockholm"},
    "orebro": {"network", "members only"},
    "turku": {"network"},
}


@pytest.mark.parametrize("name", SEES)
@pytest.mark.parametrize("url", ["/api/v1/search/", ""])
def test_everybody_finds_what_they_may_read_and_nothing_else(
    cast: Cast, network: Network, name: str, url: str
) -> None:
    private = {"authority_id": cast.authority("stockholm").pk}
    placed = {
        str(findable(network, "larm", **where, **(private if "zone" in where else {})).id): zone
        for zone, where in WHERE.items()
    }

    url = url or search_in(network)[0]
    page = cast.client(name).get(url, {"q": "larm"}).json()

    assert {placed[hit["id"]] for hit in page["results"]} == SEES[name]
    assert page["total"] == len(SEES[name])


@pytest.mark.parametrize("openness", ["open", "invite_only"])
def test_the_facilitator_and_outsiders_find_nothing(
    cast: Cast, facilitator_client: Client, kiruna_client: Client, openness: str
) -> None:
    findable(cast.network, "larm")
    Network.objects.filter(pk=cast.network.pk).update(openness=openness)
    url, asked = search_in(cast.network, q="larm")

    assert forbidden(facilitator_client.get(url, asked)) == "content.search"
    assert kiruna_client.get(url, asked).status_code == (403 if openness == "open" else 404)
    for client in (facilitator_client, kiruna_client):
        assert client.get("/api/v1/search/", {"q": "larm"}).json()["results"] == []


def test_nobody_finds_anything_without_signing_in(network: Network) -> None:
    assert refused(APIClient().get("/api/v1/search/", {"q": "larm"}))[0] == 401
    assert refused(APIClient().get(*search_in(network, q="larm")))[0] == 401


def test_whose_seat_ended_finds_nothing_from_then_on(
    cast: Cast, goteborg: Actor, orebro_client: Client
) -> None:
    findable(cast.network, "larm")

    end_seat(goteborg, seat=cast.seats["orebro"])

    assert orebro_client.get("/api/v1/search/", {"q": "larm"}).json()["results"] == []
    assert orebro_client.get(*search_in(cast.network, q="larm")).status_code == 404


def test_a_private_zone_is_searched_at_its_own_network_only(cast: Cast, network: Network) -> None:
    """The same authority sits in another network, where its drafts of this one are not found."""
    findable(cast.other_network, "larm", zone="authority", authority_id=cast.authority("stockholm").pk)

    assert cast.client("stockholm").get("/api/v1/search/", {"q": "larm"}).json()["results"] == []


@pytest.mark.parametrize(("typed", "kind"), [("larm", "need"), ("larm", "message")])
def test_a_kind_is_asked_for_alone(goteborg_client: Client, network: Network, typed: str, kind: str) -> None:
    findable(network, "larm")
    findable(network, "larm", subject=Subject("need", uuid7()))

    hits = goteborg_client.get(*search_in(network, q=typed, kind=kind)).json()["results"]

    assert [hit["kind"] for hit in hits] == [kind]


def test_whoever_may_search_may_read_all_that_is_found() -> None:
    reading = {Permission.MESSAGE_READ, Permission.DOCUMENT_READ, Permission.NEED_READ, Permission.ROOM_READ}

    assert all(reading <= grants for grants in GRANTS.values() if Permission.CONTENT_SEARCH in grants)
