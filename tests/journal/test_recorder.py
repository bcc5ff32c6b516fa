from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from access.actor import Actor
from journal.events import AccessChanged, MessagePosted, MessagesRead, NetworkChanged, NetworkCreated
from journal.ids import uuid7
from journal.models import Entry, Stream
from journal.recorder import record
from journal.signals import entry_recorded
from journal.verify import broken_links

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
CLOCK = Actor.clock(now=NOW)


@pytest.fixture
def heard() -> Any:
    """What the one signal has said since the test began."""
    said: list[dict[str, Any]] = []

    def listen(sender: object, **news: Any) -> None:
        said.append({name: news[name] for name in ("stream", "epoch", "seq")})

    entry_recorded.connect(listen)
    yield said
    entry_recorded.disconnect(listen)


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside the verb's transaction"):
        record(CLOCK, NetworkCreated(network_id=uuid7()))

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_entry_holds_who_when_and_the_fact_as_canonical_json() -> None:
    network, person, authority = uuid7(), uuid7(), uuid7()
    actor = Actor.person(person, now=NOW).in_network(network, authority_id=authority)

    record(actor, NetworkCreated(network_id=network))

    entry = Entry.objects.get()
    assert (entry.stream_id, entry.seq, entry.type) == (f"network:{network}", 1, "network.created")
    assert (entry.at, entry.actor_id, entry.authority_id) == (NOW, person, authority)
    assert entry.payload == f'{{"network_id":"{network}"}}'
    assert bytes(entry.hash) == bytes(Stream.objects.get().head)


@pytest.mark.django_db
def test_facts_of_one_stream_keep_their_order_and_streams_count_for_themselves() -> None:
    network, person = uuid7(), uuid7()

    record(
        CLOCK,
        AccessChanged(person_id=person),
        NetworkCreated(network_id=network),
        NetworkChanged(network_id=network),
        AccessChanged(person_id=person),
    )

    assert list(Entry.objects.of_stream(f"network:{network}").values_list("seq", "type")) == [
        (1, "network.created"),
        (2, "network.changed"),
    ]
    assert list(Entry.objects.of_stream(f"person:{person}").values_list("seq", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_a_stream_lives_in_the_network_of_its_facts_and_a_persons_in_none() -> None:
    network, room, person = uuid7(), uuid7(), uuid7()

    record(
        CLOCK,
        MessagePosted(network_id=network, room_id=room, message_id=uuid7(), number=1),
        MessagesRead(person_id=person, network_id=network, room_id=room, ranges=[(1, 1)]),
    )

    assert Stream.objects.get(pk=f"room:{room}").network_id == network
    assert Stream.objects.get(pk=f"person:{person}").network_id is None


@pytest.mark.django_db(transaction=True)
def test_the_signal_speaks_once_per_stream_after_the_commit_and_never_of_a_rollback(heard: Any) -> None:
    network, person = uuid7(), uuid7()
    with transaction.atomic():
        record(CLOCK, NetworkCreated(network_id=network), NetworkChanged(network_id=network))
        record(CLOCK, AccessChanged(person_id=person))
        assert heard == []
    epochs = dict(Stream.objects.order_by("pk").values_list("key", "epoch"))

    with transaction.atomic():
        record(CLOCK, NetworkChanged(network_id=network))
        transaction.set_rollback(True)

    assert heard == [
        {"stream": key, "epoch": epochs[key], "seq": seq}
        for key, seq in ((f"network:{network}", 2), (f"person:{person}", 1))
    ]
    assert Stream.objects.get(pk=f"network:{network}").seq == 2


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_stops_neither_the_verb_nor_the_others(heard: Any) -> None:
    def fails(sender: object, **news: Any) -> None:
        raise RuntimeError("a listener's own fault")

    entry_recorded.connect(fails)
    try:
        with transaction.atomic():
            record(CLOCK, AccessChanged(person_id=uuid7()))
    finally:
        entry_recorded.disconnect(fails)

    assert [one["seq"] for one in heard] == [1]


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_leave_no_hole_and_a_reader_never_sees_a_later_number_first() -> None:
    """Row 2 of the failure modes: a cursor is never moved past what has not committed yet."""
    network = uuid7()
    record_one(network, pause=0)
    chance = Random(20)
    pauses = [chance.random() / 50 for _ in range(50)]
    seen: list[list[int]] = []

    with ThreadPoolExecutor(10) as threads:
        writers = [threads.submit(record_one, network, pause=pause) for pause in pauses]
        while not all(writer.done() for writer in writers):
            seen.append(list(Entry.objects.of_stream(f"network:{network}").values_list("seq", flat=True)))
        for writer in writers:
            writer.result()

    final = list(Entry.objects.of_stream(f"network:{network}").values_list("seq", flat=True))
    assert final == list(range(1, 52))
    assert seen
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
    assert list(broken_links()) == []


def record_one(network: UUID, *, pause: float) -> None:
    try:
        with transaction.atomic():
            record(CLOCK, NetworkChanged(network_id=network))
            sleep(pause)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_writers_to_the_same_streams_in_other_orders_never_wait_for_each_other_in_a_ring() -> None:
    networks = [uuid7() for _ in range(4)]

    def write(turn: int) -> None:
        try:
            with transaction.atomic():
                shuffled = Random(turn).sample(networks, 4)
                record(CLOCK, *(NetworkChanged(network_id=network) for network in shuffled))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))

    assert set(Stream.objects.order_by("pk").values_list("seq", flat=True)) == {40}
    assert list(broken_links()) == []


@pytest.mark.django_db
def test_many_facts_go_together_and_continue_the_same_chains(
    heard: list[dict[str, Any]],
    django_assert_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    network, people = uuid7(), [uuid7() for _person in range(30)]
    record(CLOCK, AccessChanged(person_id=people[0]), NetworkCreated(network_id=network))

    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(4):
        record(
            CLOCK,
            *(AccessChanged(person_id=person) for person in people),
            *(NetworkChanged(network_id=network) for _turn in range(3)),
        )

    assert list(broken_links()) == []
    assert list(Entry.objects.of_stream(f"network:{network}").values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert Entry.objects.of_stream(f"person:{people[0]}").count() == 2
    told = {news["stream"]: news["seq"] for news in heard}
    assert (told[f"network:{network}"], told[f"person:{people[0]}"], told[f"person:{people[1]}"]) == (4, 2, 1)
    assert Stream.objects.get(pk=f"network:{network}").network_id == network


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_many_facts_leave_no_hole() -> None:
    people = [uuid7() for _person in range(20)]

    def write(turn: int) -> None:
        try:
            with transaction.atomic():
                order = Random(turn).sample(people, len(people))
                record(CLOCK, *(AccessChanged(person_id=person) for person in order))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(write, range(12)))

    assert list(broken_links()) == []
    assert set(Stream.objects.values_list("seq", flat=True)) == {12}
