"""The only writer of the journal."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection, transaction

from access.actor import Actor
from journal.events import Event, stream_of, type_of
from journal.models import new_epoch
from journal.signals import entry_recorded


class Position(NamedTuple):
    """A place in a stream: what a cursor is made of."""

    stream: str
    epoch: str
    seq: int


def record(actor: Actor, *facts: Event) -> None:
    """Write the facts, the last statement of a verb, inside its transaction.

    Streams are locked in the order of their keys and give their next numbers, so that commit
    order is number order. After the commit `entry_recorded` tells of each stream's new end.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the verb's transaction.")
    ends = {}
    for fact in sorted(facts, key=stream_of):  # stable: facts of one stream keep their order
        position = _append(actor, fact)
        ends[position.stream] = position
    transaction.on_commit(partial(_announce, list(ends.values())))


def moment(at: datetime) -> str:
    """A moment as the journal hashes it: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# The hash is computed where the number is given, in one round trip under the stream's row lock.
_APPEND = """
WITH moved AS (
    INSERT INTO journal_stream AS stream (key, network_id, epoch, seq, head)
    VALUES (%(stream)s, %(network)s::uuid, %(epoch)s, 1, sha256(convert_to(
        concat_ws(E'\\n', %(stream)s::text, '1', %(core)s::text), 'UTF8')))
    ON CONFLICT (key) DO UPDATE SET seq = stream.seq + 1, head = sha256(stream.head || convert_to(
        concat_ws(E'\\n', stream.key, (stream.seq + 1)::text, %(core)s::text), 'UTF8'))
    RETURNING epoch, seq, head
), entered AS (
    INSERT INTO journal_entry (stream_id, seq, type, at, actor_id, authority_id, payload, hash)
    SELECT %(stream)s, seq, %(type)s, %(at)s::timestamptz, %(actor)s::uuid, %(authority)s::uuid,
           %(payload)s, head
    FROM moved
)
SELECT epoch, seq FROM moved
"""


def _append(actor: Actor, fact: Event) -> Position:
    values = _values(actor, fact)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        epoch, seq = cursor.fetchone()
    return Position(values["stream"], epoch, seq)


def _values(actor: Actor, fact: Event) -> dict[str, Any]:
    at = moment(actor.now)
    payload = orjson.dumps(fact, option=orjson.OPT_SORT_KEYS).decode()
    ids = [str(actor.user_id or ""), str(actor.authority_id or "")]
    return {
        "stream": stream_of(fact),
        "network": _home_of(fact),
        "epoch": new_epoch(),
        "type": type_of(fact),
        "at": at,
        "actor": actor.user_id,
        "authority": actor.authority_id,
        "payload": payload,
        "core": "\n".join([type_of(fact), at, *ids, payload]),
    }


def _home_of(fact: Event) -> UUID | None:
    """The network a stream lives in. A person's stream lives in none, whatever its facts are about."""
    return None if stream_of(fact).startswith("person:") else getattr(fact, "network_id", None)


def _announce(ends: Iterable[Position]) -> None:
    for end in ends:
        entry_recorded.send_robust(sender=None, **end._asdict())
