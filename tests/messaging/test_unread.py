"""Row 10 of the failure modes: unread is head minus read ranges, computed, never counted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from access.actor import Actor
from messaging.models import Message, Reading, Room
from messaging.services import delete_message, edit_message, mark_read, mark_unread, post_message
from messaging.unread import read_in, unread_in
from networks.models import Seat
from tests.cast import Cast

READERS = ("goteborg", "stockholm", "turku")
WRITERS = ("goteborg", "stockholm")


def test_ones_own_messages_are_read_and_others_are_not(goteborg: Actor, stockholm: Actor, room: Room) -> None:
    post_message(goteborg, room=room, body="En")
    post_message(stockholm, room=room, body="Två")

    assert unread_in(goteborg.person_id, [room.pk]) == {room.pk: 1}
    assert unread_in(stockholm.person_id, [room.pk]) == {room.pk: 1}


def test_unread_of_many_rooms_is_one_query_and_of_none_is_none(
    goteborg: Actor,
    cast: Cast,
    room: Room,
    private_room: Room,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    post_message(goteborg, room=room, body="En")

    with django_assert_num_queries(1):
        assert unread_in(cast.people["stockholm"].pk, [room.pk, private_room.pk]) == {
            room.pk: 1,
            private_room.pk: 0,
        }
    with django_assert_num_queries(0):
        assert unread_in(cast.people["stockholm"].pk, []) == {}


def test_reading_past_the_end_reads_to_the_end(goteborg: Actor, stockholm: Actor, room: Room) -> None:
    post_message(goteborg, room=room, body="En")

    assert mark_read(stockholm, room=room, through=2**60).ranges == [(1, 1)]
    post_message(goteborg, room=room, body="Två")
    assert unread_in(stockholm.person_id, [room.pk]) == {room.pk: 1}


def test_whoever_posts_and_never_reads_leaves_no_growing_row_behind(
    goteborg: Actor, stockholm: Actor, room: Room
) -> None:
    for author in (goteborg, stockholm) * 3:
        post_message(author, room=room, body="Hej")

    assert Reading.objects.count() == 0
    assert read_in(goteborg.person_id, room.pk).ranges == [(1, 1), (3, 3), (5, 5)]
    assert unread_in(goteborg.person_id, [room.pk]) == {room.pk: 3}


def test_own_messages_taken_as_unread_again_stay_so_while_later_ones_are_read(
    goteborg: Actor, stockholm: Actor, room: Room
) -> None:
    for author in (goteborg, stockholm) * 2:
        post_message(author, room=room, body="Hej")

    assert mark_unread(goteborg, room=room, since=2).ranges == [(1, 1)]
    post_message(goteborg, room=room, body="Hej igen")
    assert read_in(goteborg.person_id, room.pk).ranges == [(1, 1), (5, 5)]
    assert unread_in(goteborg.person_id, [room.pk]) == {room.pk: 3}
    delete_message(goteborg, message=room.messages.get(number=3))
    assert unread_in(goteborg.person_id, [room.pk]) == {room.pk: 2}


def test_reading_again_says_nothing_again(
    goteborg: Actor, stockholm: Actor, room: Room, journal_of: Callable[[str], list[str]]
) -> None:
    post_message(goteborg, room=room, body="En")
    for _turn in range(2):
        mark_read(stockholm, room=room, through=1)

    assert journal_of(f"person:{stockholm.user_id}") == ["messages.read"]


class Discussion(RuleBasedStateMachine):
    """Three people in one room, and a plain list of what each has read beside it."""

    cast: Cast
    room: Room

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.messages: list[Message] = []
        self.alive: set[int] = set()
        self.read: dict[str, set[int]] = {name: set() for name in READERS}
        self.seated = set(READERS)

    def teardown(self) -> None:
        """Leave the room as it was for the next run."""
        transaction.savepoint_rollback(self.point)

    def _actor(self, name: str) -> Actor:
        return self.cast.actor(name)

    @initialize()
    def begin(self) -> None:
        """Start with an empty room."""
        assert Message.objects.filter(room=self.room).count() == 0

    @rule(name=st.sampled_from(WRITERS))
    def post(self, name: str) -> None:
        """Somebody says something, and has read it."""
        if name not in self.seated:
            return
        message = post_message(self._actor(name), room=self.room, body="Hej")
        self.messages.append(message)
        self.alive.add(message.number)
        self.read[name].add(message.number)

    @rule(name=st.sampled_from(READERS), through=st.integers(0, 12))
    def read_through(self, name: str, through: int) -> None:
        """Somebody reads up to a number."""
        if name in self.seated:
            mark_read(self._actor(name), room=self.room, through=through)
            self.read[name] |= set(range(1, min(through, len(self.messages)) + 1))

    @rule(name=st.sampled_from(READERS), since=st.integers(1, 12))
    def unread_since(self, name: str, since: int) -> None:
        """Somebody wants to read again from a number on."""
        if name in self.seated:
            mark_unread(self._actor(name), room=self.room, since=since)
            self.read[name] = {number for number in self.read[name] if number < since}

    @precondition(lambda self: self.alive)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """The coordinator takes a message away."""
        number = data.draw(st.sampled_from(sorted(self.alive)))
        if "goteborg" in self.seated:
            delete_message(self._actor("goteborg"), message=self.messages[number - 1])
            self.alive.discard(number)

    @precondition(lambda self: self.alive)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        """An author changes a message, which is no new one."""
        message = self.messages[data.draw(st.sampled_from(sorted(self.alive))) - 1]
        author = next(name for name in WRITERS if self.cast.people[name].pk == message.author_id)
        if author in self.seated:
            edit_message(self._actor(author), message=message, body=f"Hej {message.version}")
            message.refresh_from_db()

    @rule(name=st.sampled_from(READERS))
    def leave_or_rejoin(self, name: str) -> None:
        """Somebody's seat ends, or they come back."""
        leaves = name in self.seated
        Seat.objects.filter(pk=self.cast.seats[name].pk).update(ended_at=timezone.now() if leaves else None)
        self.seated ^= {name}

    @invariant()
    def unread_is_a_recount(self) -> None:
        """What is computed is what counting one by one gives."""
        for name in READERS:
            person = self.cast.people[name].pk
            counted = len(self.alive - self.read[name])
            assert unread_in(person, [self.room.pk]) == {self.room.pk: counted}, name

    @invariant()
    def ranges_are_merged_and_sorted(self) -> None:
        """No range touches another."""
        for reading in Reading.objects.filter(room=self.room).order_by("pk"):
            edges = [edge for part in reading.ranges for edge in part]
            assert edges == sorted(edges)
            assert all(
                low > high + 1
                for (_, high), (low, _) in zip(reading.ranges, reading.ranges[1:], strict=False)
            )


@pytest.mark.timeout(180)
def test_any_order_of_post_read_unread_delete_edit_leave_and_rejoin_equals_a_recount(
    cast: Cast, room: Room
) -> None:
    machine = type("DiscussionHere", (Discussion,), {"cast": cast, "room": room})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
