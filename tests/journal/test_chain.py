from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from access.actor import Actor
from journal.events import AccessChanged, NetworkChanged
from journal.ids import uuid7
from journal.models import Entry, Stream
from journal.recorder import record
from journal.services import end_retention, start_new_epoch
from journal.verify import broken_links

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> str:
    """The key of a stream with three entries, beside another with one."""
    network: UUID = uuid7()
    clock = Actor.clock(now=NOW)
    for _turn in range(3):
        record(clock, NetworkChanged(network_id=network))
    record(clock, AccessChanged(person_id=uuid7()))
    return f"network:{network}"


def tamper(statement: str, *values: str) -> None:
    """Change the journal as an operator with the database's own rights could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending ones forbid the next line
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET payload = '{}' WHERE stream_id = %s",
        "UPDATE journal_entry SET at = now() WHERE stream_id = %s",
        "DELETE FROM journal_entry WHERE stream_id = %s",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(told: str, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [told])

    assert Entry.objects.of_stream(told).count() == 3


def test_an_untouched_chain_holds(told: str) -> None:
    assert list(broken_links()) == []
    call_command("verify_journal", verbosity=0)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE journal_entry SET payload = '{}' WHERE stream_id = %s AND seq = 2", "entry 2 was changed."),
        (
            "UPDATE journal_entry SET actor_id = gen_random_uuid() WHERE stream_id = %s AND seq = 1",
            "entry 1 was changed.",
        ),
        (
            "UPDATE journal_entry SET at = at + interval '1 second' WHERE stream_id = %s AND seq = 3",
            "entry 3 was changed.",
        ),
        ("DELETE FROM journal_entry WHERE stream_id = %s AND seq = 2", "entry 2 is missing."),
        (
            "DELETE FROM journal_entry WHERE stream_id = %s AND seq = 3",
            "ends at 2, but its head says 3.",
        ),
    ],
)
def test_what_was_tampered_with_is_found(told: str, statement: str, finding: str) -> None:
    tamper(statement, told)

    assert list(broken_links()) == [f"{told}: {finding}"]
    with pytest.raises(CommandError, match=finding.replace(".", r"\.")):
        call_command("verify_journal", told)


def test_the_end_of_retention_drops_one_stream_and_leaves_its_last_hash(told: str) -> None:
    head = bytes(Stream.objects.get(pk=told).head)

    assert end_retention(told, now=NOW) == 3

    tombstone = Stream.objects.get(pk=told)
    assert (tombstone.seq, bytes(tombstone.head), tombstone.ended_at) == (3, head, NOW)
    assert not Entry.objects.of_stream(told).exists()
    assert Entry.objects.count() == 1
    assert list(broken_links()) == []


def test_after_the_end_of_one_retention_other_streams_are_still_append_only(told: str) -> None:
    end_retention(told, now=NOW)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


def test_a_new_epoch_changes_every_streams_and_no_number(told: str) -> None:
    before = dict(Stream.objects.order_by("pk").values_list("key", "epoch"))

    assert start_new_epoch() == 2

    after = dict(Stream.objects.order_by("pk").values_list("key", "epoch"))
    assert before.keys() == after.keys()
    assert all(before[key] != after[key] for key in before)
    assert Stream.objects.get(pk=told).seq == 3
    assert list(broken_links()) == []


def test_an_operator_gives_new_epochs_by_command(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("new_epoch")

    assert "2 streams have a new epoch." in capsys.readouterr().out
