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


_APPEND = """
SELECT epoch, seq FROM journal_append(%(stream)s, %(network)s::uuid, %(epoch)s, %(type)s, %(at)s,
    %(actor)s::uuid, %(authority)s::uuid, %(payload)s)
"""


def _append(actor: Actor, fact: Event) -> Position:
    values = _values(actor, fact)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, values)
        epoch, seq = cursor.fetchone()
    return Position(values["stream"], epoch, seq)


def woven_call(number: str) -> str:
    """SQL that writes a fact within a verb's own statement; `number` gives what the fact leaves open.

    For a verb whose row many wait for: its lock is then held for one round trip. What `woven` returns
    belongs among the statement's parameters; epoch and seq come back from it for `record_woven`.
    """
    call = _APPEND.partition(" FROM ")[2].replace("%(", "%(fact_")
    return call.replace("%(fact_payload)s", f"%(fact_before)s || ({number})::text || %(fact_after)s")


def woven(actor: Actor, fact: Event, *, leaves_open: str) -> dict[str, Any]:
    """The parameters of `woven_call`; the fact's field `leaves_open` is 0 until the statement knows it."""
    values = _values(actor, fact)
    before, _, after = values.pop("payload").partition(f'"{leaves_open}":0')
    values["before"], values["after"] = f'{before}"{leaves_open}":', after
    return {f"fact_{name}": value for name, value in values.items()}


def record_woven(stream: str, epoch: str, seq: int) -> None:
    """Tell of a fact that the verb's own statement wrote, once that is committed."""
    transaction.on_commit(partial(_announce, [Position(stream, epoch, seq)]))


def _values(actor: Actor, fact: Event) -> dict[str, Any]:
    return {
        "stream": stream_of(fact),
        "network": _home_of(fact),
        "epoch": new_epoch(),
        "type": type_of(fact),
        "at": moment(actor.now),
        "actor": actor.user_id,
        "authority": actor.authority_id,
        "payload": orjson.dumps(fact, option=orjson.OPT_SORT_KEYS).decode(),
    }


def _home_of(fact: Event) -> UUID | None:
    """The network a stream lives in. A person's stream lives in none, whatever its facts are about."""
    return None if stream_of(fact).startswith("person:") else getattr(fact, "network_id", None)


def _announce(ends: Iterable[Position]) -> None:
    for end in ends:
        entry_recorded.send_robust(sender=None, **end._asdict())
