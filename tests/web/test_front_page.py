import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from access.actor import Actor
from messaging.models import Room
from messaging.services import post_message
from tests.cast import Cast
from tests.factories.networks import MembershipFactory, NetworkFactory, SeatFactory
from tests.web.conftest import Browser, text_of

# On each page: reminders, mentions and invitations beside what any page asks. Per network: what is heard in
# it (two kinds of subjects), and the rooms to count.
PER_PAGE, PER_NETWORK = 11, 3


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/"


def test_member_sees_their_network_with_role_and_unread(
    browser: Browser, room: Room, goteborg: Actor
) -> None:
    for _ in range(3):
        post_message(goteborg, room=room, body="Hur många leveranser har ni?")

    page = text_of(browser("stockholm").get("/"))

    assert "Nordic zero-emission delivery" in page
    assert "Member for Stockholms stad" in page
    assert ">3<" in page


def test_invite_only_network_is_on_no_list_of_outsiders(browser: Browser) -> None:
    page = text_of(browser("kiruna").get("/"))

    assert "Nordic zero-emission delivery" not in page


def test_open_network_is_offered_to_others(browser: Browser, cast: Cast) -> None:
    NetworkFactory.create(name_en="Furniture that is used again", openness="by_approval")

    assert "Furniture that is used again" in text_of(browser("stockholm").get("/"))


def test_facilitator_is_led_to_the_overview(browser: Browser) -> None:
    page = text_of(browser("facilitator").get("/"))

    assert 'href="/overview/"' in page
    assert "the overview shows how all of them are doing" in page


@pytest.mark.parametrize("others", [1, 3])
def test_front_page_costs_one_query_for_each_more_network(
    browser: Browser, cast: Cast, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(others):
        SeatFactory.create(
            membership=MembershipFactory.create(authority=cast.authority("stockholm")),
            user=cast.people["stockholm"],
        )
    client = browser("stockholm")
    client.get("/")

    with django_assert_num_queries(PER_PAGE + PER_NETWORK * (1 + others)):
        client.get("/")


def test_page_carries_where_it_stands_in_each_stream(browser: Browser, room: Room, cast: Cast) -> None:
    page = text_of(browser("stockholm").get("/"))

    assert f"room:{room.pk}" in page
    assert f"person:{cast.people['stockholm'].pk}" in page
