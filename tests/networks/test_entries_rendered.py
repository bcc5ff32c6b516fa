"""Two ways to the same words: the API's, by querysets, and the hub's, by one query written out."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from access.actor import Actor
from accounts.models import User
from documents.services import create_document, share_document
from journal.models import Entry, Stream
from market.models import MarketAnalysis
from market.services import review
from messaging.models import Room
from messaging.services import delete_message, edit_message, open_room, post_message
from networks.entries import authorities_of, page_of, people_of, rendered
from networks.models import Network, Seat
from networks.services import Wanted, change_network, end_run_out_seats, end_seat, invite_people
from tests.cast import Cast
from tests.factories.market import AnalysisFactory


@pytest.fixture
def story(
    goteborg: Actor, stockholm: Actor, orebro: Actor, network: Network, room: Room, cast: Cast
) -> list[str]:
    """The keys of the streams in which a little of everything has happened."""
    change_network(goteborg, network=network, phase="market_analysis")
    invite_people(
        goteborg, network=network, wanted=[Wanted(email="anna@uppsala.example", authority="2120001967")]
    )
    said = [post_message(stockholm, room=room, body=f"**{number}**") for number in range(3)]
    edit_message(stockholm, message=said[0], body="noll")
    delete_message(goteborg, message=said[1])
    private = create_document(stockholm, network=network, title="Vår bilaga", zone="authority")
    share_document(stockholm, document=private)
    open_room(orebro, network=network, title="Internt i Örebro", zone="authority")
    analysis: MarketAnalysis = AnalysisFactory.create(network=network, owner=cast.people["stockholm"])
    review(orebro, analysis=analysis, outcome="updated", note="Två nya.")
    end_seat(goteborg, seat=cast.seats["aalborg"])
    return list(Stream.objects.order_by("key").values_list("key", flat=True))


def as_sent(shapes: Any) -> bytes:
    return bytes(JSONRenderer().render(shapes))


def test_both_ways_say_the_same_of_every_entry(story: list[str]) -> None:
    assert len(story) >= 5

    for key in story:
        epoch = Stream.objects.get(pk=key).epoch
        slowly = [{"epoch": epoch, **one} for one in rendered(list(Entry.objects.of_stream(key)))]
        assert as_sent(page_of(key, after=0, limit=100)) == as_sent(slowly)


def test_a_page_goes_on_after_a_number_and_ends_at_its_limit(story: list[str], network: Network) -> None:
    key = f"network:{network.pk}"
    whole = [one["seq"] for one in page_of(key, after=0, limit=100)]

    assert [one["seq"] for one in page_of(key, after=2, limit=2)] == [3, 4]
    assert page_of(key, after=whole[-1], limit=5) == []
    assert page_of(f"room:{network.pk}", after=0, limit=5) == []


def test_somebody_who_was_made_anonymous_since_is_named_as_nobody_in_both(
    story: list[str], room: Room, cast: Cast
) -> None:
    User.objects.filter(pk=cast.people["stockholm"].pk).update(
        name="", is_active=False, anonymised_at=cast.seats["stockholm"].started_at
    )
    key = f"room:{room.pk}"

    fast = page_of(key, after=0, limit=1)[0]["actor"]["person"]["name"]
    slow = rendered(list(Entry.objects.of_stream(key))[:1])[0]["actor"]["person"]["name"]

    assert fast == slow
    assert "Stockholm" not in fast
    assert "@" not in fast


def test_what_the_clock_did_names_nobody(story: list[str], cast: Cast) -> None:
    now = cast.actor("orebro").now
    Seat.objects.filter(pk=cast.seats["orebro"].pk).update(ends_at=now)
    end_run_out_seats(Actor.clock(now=now))

    last = page_of(f"network:{cast.network.pk}", after=0, limit=100)[-1]

    assert (last["type"], last["actor"]) == ("seat.ended", {"person": None, "authority": None})


@pytest.mark.parametrize("entries", [1, 3])
def test_a_page_for_the_hub_costs_two_queries_however_long(
    stockholm: Actor, room: Room, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(entries):
        post_message(stockholm, room=room, body=f"{number}")

    with django_assert_num_queries(2):  # the entries with their names, the messages
        page = page_of(f"room:{room.pk}", after=0, limit=100)

    assert [one["resource"]["body"] for one in page] == [f"{number}" for number in range(entries)]


def test_nobody_is_asked_for_in_vain(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert people_of(set()) == authorities_of(set()) == {}
        assert rendered([]) == []


def test_people_and_bodies_are_named_by_id(cast: Cast) -> None:
    stockholm, body = cast.people["stockholm"], cast.authority("stockholm")

    assert people_of({stockholm.pk}) == {stockholm.pk: {"id": stockholm.pk, "name": "Stockholm"}}
    assert authorities_of({body.pk}) == {body.pk: {"id": body.pk, "name": "Stockholms stad"}}


def test_the_api_sends_what_both_ways_say(
    story: list[str], goteborg_client: APIClient, network: Network
) -> None:
    url = f"/api/v1/networks/{network.pk}/journal/"

    results = goteborg_client.get(url).json()["results"]

    entries = list(Entry.objects.of_stream(f"network:{network.pk}"))
    assert as_sent(results) == as_sent(rendered(entries))
