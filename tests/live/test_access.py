"""What somebody may not hear any more, they do not hear any more."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from access.actor import Actor
from accounts.services import end_employment
from journal.recorder import record
from networks.models import Seat
from networks.services import end_seat
from networks.services.seats import seat_person
from tests.cast import Cast
from tests.factories.networks import MembershipFactory
from tests.live.conftest import Listen, Post
from tests.live.harness import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_seat_that_ends_in_mid_stream_ends_the_streams_within_a_second(
    cast: Cast, listen: Listen, post: Post, stream: str
) -> None:
    orebro = listen("orebro")
    orebro.subscribe("mine")
    over = threading.Event()

    def keep_posting() -> None:
        while not over.is_set():
            post("more")

    with meanwhile(keep_posting):
        orebro.seqs(3, stream)
        end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])
        ended = time.monotonic()
        orebro.until(lambda frame: frame == {"frame": "revoked", "stream": stream}, timeout=1)
        assert time.monotonic() - ended < 1
        heard = len(orebro.heard)
        time.sleep(0.5)
        over.set()
    orebro.ask("ping")

    late = [frame for frame in orebro.heard[heard:] if frame["frame"] == "event"]
    assert [frame for frame in late if not frame["stream"].startswith("person:")] == []


def test_after_the_end_nothing_is_replayed_from_the_beginning(
    cast: Cast, listen: Listen, post: Post, stream: str
) -> None:
    post("before")
    orebro = listen("orebro")
    epoch = orebro.subscribe([stream])["streams"][stream]["epoch"]
    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])
    orebro.of_kind("revoked")

    reply = orebro.subscribe({stream: {"epoch": epoch, "after": 0}})

    assert reply["streams"] == {}
    assert reply["refused"][stream]["status"] == 404
    orebro.silence()


def test_a_command_after_the_end_is_refused_as_over_http(cast: Cast, listen: Listen, stream: str) -> None:
    orebro = listen("orebro")
    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])

    answer = orebro.ask("message.post", room=stream.removeprefix("room:"), body="Hej!")

    assert answer["status"] == 404


def test_a_seat_that_ends_by_its_date_is_noticed(cast: Cast, listen: Listen, stream: str) -> None:
    Seat.objects.filter(pk=cast.seats["orebro"].pk).update(
        role="expert", ends_at=timezone.now() + timedelta(seconds=3)
    )
    orebro = listen("orebro")
    assert orebro.subscribe([stream])["refused"] == {}

    assert orebro.of_kind("revoked", timeout=6)["stream"] == stream


def test_leaving_the_authority_ends_the_streams(cast: Cast, listen: Listen, stream: str) -> None:
    orebro = listen("orebro")
    orebro.subscribe([stream])
    employment = cast.people["orebro"].employments.get()

    end_employment(Actor.clock(now=timezone.now()), employment=employment)

    assert orebro.of_kind("revoked", timeout=2)["stream"] == stream


def test_a_person_who_may_not_sign_in_any_more_is_closed(cast: Cast, listen: Listen, stream: str) -> None:
    orebro = listen("orebro")
    orebro.subscribe([stream])
    person = cast.people["orebro"]
    person.is_active = False
    person.save()

    assert orebro.closing(15) == 4401


def test_others_hear_on_when_one_is_let_go(cast: Cast, listen: Listen, post: Post, stream: str) -> None:
    orebro, aalborg = listen("orebro"), listen("aalborg")
    orebro.subscribe([stream])
    aalborg.subscribe([stream])

    end_seat(cast.actor("goteborg"), seat=cast.seats["orebro"])
    orebro.of_kind("revoked")
    post("for those who stay")

    assert aalborg.seqs(1, stream) == [1]


def test_a_seat_in_another_network_brings_its_streams_to_mine(cast: Cast, listen: Listen) -> None:
    orebro = listen("orebro")
    orebro.subscribe("mine")
    kiruna = cast.people["kiruna"].acting(timezone.now())
    place = MembershipFactory.create(network=cast.other_network, authority=cast.authority("orebro"))

    with transaction.atomic():
        _, facts = seat_person(kiruna, membership=place, person=cast.people["orebro"], role="member")
        record(kiruna, *facts)

    joined = {orebro.of_kind("joined")["stream"] for _ in range(2)}
    assert f"network:{cast.other_network.pk}" in joined
