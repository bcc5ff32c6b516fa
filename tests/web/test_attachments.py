import re

from django.test import Client

from access.actor import Actor
from messaging.models import Room
from messaging.services import delete_message, post_message
from networks.models import Network
from tests.cast import Cast
from tests.factories.files import png, stored


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


def test_a_room_shows_pictures_in_place_and_other_files_by_name_and_weight(
    stockholm: Actor, network: Network, room: Room, cast: Cast
) -> None:
    picture = stored(stockholm, network, name="bil.png", content=png(40, 30))
    file = stored(stockholm, network, content=b"x" * 2048)
    post_message(stockholm, room=room, body="Se här", attachments=[picture.pk, file.pk])

    page = re.sub("[ \n]+", " ", browser(cast, "goteborg").get(f"/rooms/{room.pk}/").content.decode())

    assert f'src="/api/v1/files/{picture.pk}/content/"' in page
    assert 'alt="bil.png"' in page
    assert 'width="40"' in page
    assert f'<a href="/api/v1/files/{file.pk}/content/" download="Volymer.txt">Volymer.txt</a>' in page
    assert "2.0\xa0KB" in page


def test_a_name_that_looks_like_markup_is_shown_as_it_is(
    stockholm: Actor, network: Network, room: Room, cast: Cast
) -> None:
    file = stored(stockholm, network, name="<img src=x onerror=alert(1)>.txt", content=b"x")
    post_message(stockholm, room=room, body="", attachments=[file.pk])

    page = browser(cast, "goteborg").get(f"/rooms/{room.pk}/").content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_message_that_was_taken_away_shows_no_file(
    stockholm: Actor, network: Network, room: Room, cast: Cast
) -> None:
    file = stored(stockholm, network)
    message = post_message(stockholm, room=room, body="Fel", attachments=[file.pk])
    delete_message(stockholm, message=message)

    assert "Volymer.txt" not in browser(cast, "goteborg").get(f"/rooms/{room.pk}/").content.decode()


def test_the_composer_says_where_files_go(
    private_room: Room, room: Room, cast: Cast, network: Network
) -> None:
    ours = browser(cast, "stockholm").get(f"/rooms/{private_room.pk}/").content.decode()
    shared = browser(cast, "stockholm").get(f"/rooms/{room.pk}/").content.decode()
    observers = browser(cast, "turku").get(f"/rooms/{room.pk}/").content.decode()

    assert f'data-network="{network.pk}"\n     data-zone="authority"' in ours
    assert 'data-zone="network"' in shared
    assert "data-attachments" not in observers


def test_a_files_own_address_gives_it_to_whoever_may_have_it(
    stockholm: Actor, network: Network, cast: Cast
) -> None:
    address = f"/files/{stored(stockholm, network).pk}/"

    answer = browser(cast, "turku").get(address)
    assert b"".join(answer.streaming_content) == b"4 500 leveranser"  # type: ignore[attr-defined]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser(cast, "facilitator").get(address).status_code == 403
    assert browser(cast, "kiruna").get(address).status_code == 404
    assert Client().get(address)["Location"].endswith(f"?next={address}")
