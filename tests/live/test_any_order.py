"""Whatever happens in whatever order: each listener gets exactly the events that it may see, in order."""

from typing import ClassVar

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from access.actor import Actor
from messaging.services import open_room, post_message
from networks.models import Network, Seat
from networks.scoping import actor_in
from networks.services import end_seat
from tests.cast import Cast
from tests.factories.networks import MembershipFactory, NetworkFactory, SeatFactory
from tests.live.harness import Client, Server, token_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LISTENERS = ("stockholm", "orebro", "aalborg")
people = st.sampled_from(LISTENERS)


class Listening(RuleBasedStateMachine):
    """One room, people who come, go, lose their seats and get them back, and a server that restarts.

    `heard` is what each client was told since it started from the beginning; `due` what it may have
    been told: everything, or what was said before its seat ended.
    """

    server: ClassVar[Server]
    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        network = NetworkFactory.create()
        self.seats = {name: self._seated(name, network) for name in ("goteborg", *LISTENERS)}
        Seat.objects.filter(pk=self.seats["goteborg"].pk).update(role="coordinator")
        self.room = open_room(self.coordinator, network=network, title="Any order")
        self.stream = f"room:{self.room.pk}"
        self.epoch: str | None = None
        self.said = 0
        self.clients: dict[str, Client] = {}
        self.heard: dict[str, list[int]] = {name: [] for name in LISTENERS}
        self.unseated: dict[str, int] = {}

    def _seated(self, name: str, network: Network) -> Seat:
        place = MembershipFactory.create(network=network, authority=self.cast.authority(name))
        seat: Seat = SeatFactory.create(membership=place, user=self.cast.people[name])
        return seat

    @property
    def coordinator(self) -> Actor:
        """Who says things and ends seats."""
        person = self.cast.people["goteborg"].acting(timezone.now())
        return actor_in(person, self.seats["goteborg"].network_id)

    @rule(times=st.integers(1, 4))
    def post(self, times: int) -> None:
        """The coordinator says something."""
        for _ in range(times):
            self.said += 1
            post_message(self.coordinator, room=self.room, body=f"nr {self.said}")

    @rule(name=people)
    def connect(self, name: str) -> None:
        """Somebody comes, or comes back to where they were; without a seat they are refused."""
        if name in self.clients:
            return
        client = Client(self.server, token_of(self.cast.people[name]))
        client.open()
        after = self.heard[name][-1] if self.heard[name] else 0
        reply = client.subscribe({self.stream: {"epoch": self.epoch if after else None, "after": after}})
        if name in self.unseated:
            assert reply["refused"][self.stream]["status"] == 404
            client.close()
            return
        self.epoch = reply["streams"][self.stream]["epoch"]
        self.clients[name] = client

    @rule(name=people, politely=st.booleans(), reads=st.booleans())
    def leave(self, name: str, *, politely: bool, reads: bool) -> None:
        """Somebody goes, with or without a word, having read all or only some."""
        if name not in self.clients:
            return
        if reads:
            self._read_all(name)
        client = self.clients.pop(name)
        (client.close if politely else client.drop)()
        self._note(name, client)

    @rule(name=people)
    def unseat(self, name: str) -> None:
        """Somebody's seat ends, and what is said after that is not for them."""
        if name in self.unseated:
            return
        end_seat(self.coordinator, seat=self.seats[name])
        self.unseated[name] = self.said
        if name in self.clients:
            client = self.clients.pop(name)
            client.of_kind("revoked", timeout=2)
            client.ask("ping")
            self._note(name, client)
            client.close()

    @rule(name=people)
    def seat(self, name: str) -> None:
        """They get a seat again, and with it everything that was said."""
        if self.unseated.pop(name, None) is not None:
            self.seats[name] = SeatFactory.create(
                membership=self.seats[name].membership, user=self.cast.people[name]
            )

    @rule()
    def restart(self) -> None:
        """The server is stopped and started; everybody has to come again."""
        for name in list(self.clients):
            self._read_all(name)
            client = self.clients.pop(name)
            self._note(name, client)
            client.close()
        self.server.restart()

    def teardown(self) -> None:
        """In the end everybody who is there has heard everything, once and in order."""
        for name in list(self.clients):
            self._read_all(name)
            client = self.clients.pop(name)
            self._note(name, client)
            client.close()
            assert self.heard[name] == list(range(1, self.said + 1))

    def _read_all(self, name: str) -> None:
        client = self.clients[name]
        while max((*self.heard[name], *_seqs(client)), default=0) < self.said:
            client.seqs(1)

    def _note(self, name: str, client: Client) -> None:
        """What was heard continues what was heard before, and nothing of it was not meant for them."""
        self.heard[name] += _seqs(client)
        self.epoch = client.cursors.get(self.stream, {}).get("epoch") or self.epoch
        assert self.heard[name] == list(range(1, len(self.heard[name]) + 1))
        assert len(self.heard[name]) <= self.unseated.get(name, self.said)


def _seqs(client: Client) -> list[int]:
    return [frame["seq"] for frame in client.heard if frame["frame"] == "event"]


def test_every_listener_gets_exactly_its_visible_events_in_any_order(server: Server, cast: Cast) -> None:
    Listening.server, Listening.cast = server, cast

    run_state_machine_as_test(
        Listening,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
