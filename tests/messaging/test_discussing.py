from threading import Thread
from typing import Any

import pytest
from django.db import connection

from access.actor import Actor
from access.refusals import Forbidden, NotVisible
from messaging.models import Room
from messaging.services import discuss
from needs.models import Need
from networks.models import Network
from networks.subjects import Subject
from tests.cast import Cast
from tests.factories.needs import a_need


def talk(actor: Actor, need: Need) -> Room:
    network = Network.objects.get(pk=str(actor.network_id))
    return discuss(actor, network=network, about=Subject("need", need.pk), title="Om behovet", zone=need.zone)


def test_the_room_about_a_subject_is_opened_once_and_found_again(goteborg: Actor, stockholm: Actor) -> None:
    need = a_need(goteborg, zone="network")

    first, again = talk(goteborg, need), talk(stockholm, need)

    assert first == again
    assert (first.about_kind, first.about_id, first.zone) == ("need", need.pk, "network")


def test_what_was_said_in_private_stays_there_when_the_need_is_shared(goteborg: Actor) -> None:
    need = a_need(goteborg)
    private = talk(goteborg, need)
    need.zone, need.authority = "network", None
    need.save(update_fields=["zone", "authority"])

    shared = talk(goteborg, need)

    assert shared != private
    assert (private.zone, shared.zone) == ("authority", "network")


def test_a_subject_out_of_sight_is_not_there_to_talk_about(goteborg: Actor, stockholm: Actor) -> None:
    with pytest.raises(NotVisible):
        talk(goteborg, a_need(stockholm))


def test_an_observer_opens_no_room(goteborg: Actor, turku: Actor) -> None:
    with pytest.raises(Forbidden, match=r"room\.open"):
        talk(turku, a_need(goteborg, zone="network"))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_open_one_room(cast: Cast) -> None:
    need = a_need(cast.actor("goteborg"), zone="network")
    found: list[Any] = []

    def click(name: str) -> None:
        found.append(talk(cast.actor(name), need).pk)
        connection.close()

    clicks = [Thread(target=click, args=[name]) for name in ("goteborg", "stockholm", "orebro", "aalborg")]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert len(found) == 4
    assert len(set(found)) == Room.objects.count() == 1
