"""The only writer of the journal."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from operator import itemgetter
from typing import Any, NamedTuple

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
    # Stable: facts of one stream keep their order.
    rows = sorted((_values(actor, fact) for fact in facts), key=itemgetter("stream"))
    ends = _append_together(rows) if len(rows) > ONE_BY_ONE else [_append(row) for row in rows]
    last = {end.stream: end for end in ends}
    transaction.on_commit(partial(_announce, list(last.values())))


def moment(at: datetime) -> str:
    """A moment as the journal hashes it: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_APPEND = """
SELECT epoch, seq FROM journal_append(%(stream)s, %(network)s::uuid, %(epoch)s, %(type)s, %(at)s,
    %(actor)s::uuid, %(authority)s::uuid, %(payload)s)
"""


def _append(row: dict[str, Any]) -> Position:
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, {**row, "epoch": new_epoch()})
        epoch, seq = cursor.fetchone()
    return Position(row["stream"], epoch, seq)


def woven_call(number: str, *, of: str = "", each: Iterable[str] = ()) -> str:
    """SQL that writes a fact within a verb's own statement; `number` gives what the fact leaves open.

    For a verb whose row many wait for: its lock is then held for one round trip. What `woven` returns
    belongs among the statement's parameters, but that of `each`, which the rows named `of` have as
    columns. Epoch and seq come back from it for `record_woven`.
    """
    call = _APPEND.partition(" FROM ")[2].replace("%(", "%(fact_")
    call = call.replace("%(fact_payload)s", f"%(fact_before)s || ({number})::text || %(fact_after)s")
    for name in each:
        call = call.replace(f"%({name})s", f"{of}.{name}")
    return call


def woven(actor: Actor, fact: Event, *, leaves_open: str) -> dict[str, Any]:
    """The parameters of `woven_call`; the fact's field `leaves_open` is 0 until the statement knows it."""
    values = {**_values(actor, fact), "epoch": new_epoch()}
    before, _, after = values.pop("payload").partition(f'"{leaves_open}":0')
    values["before"], values["after"] = f'{before}"{leaves_open}":', after
    return {f"fact_{name}": value for name, value in values.items()}


def record_woven(stream: str, epoch: str, seq: int) -> None:
    """Tell of a fact that the verb's own statement wrote, once that is committed."""
    transaction.on_commit(partial(_announce, [Position(stream, epoch, seq)]))


# So many are cheaper in a round trip each; more go together in four, whatever their number.
ONE_BY_ONE = 8
_OPEN = """
INSERT INTO journal_stream (key, network_id, epoch, seq, head)
SELECT key, network, epoch, 0, '' FROM json_to_recordset(%s::json) AS new (key text, network uuid, epoch text)
ON CONFLICT (key) DO NOTHING
"""
_LOCK = """
SELECT key, epoch, seq, head FROM journal_stream WHERE key = ANY(%s) ORDER BY key FOR UPDATE
"""
_MOVE = """
UPDATE journal_stream AS stream SET seq = new.seq, head = new.head
FROM json_to_recordset(%s::json) AS new (key text, seq bigint, head bytea) WHERE stream.key = new.key
"""
_ENTER = """
INSERT INTO journal_entry (stream_id, seq, type, at, actor_id, authority_id, payload, hash)
SELECT * FROM json_to_recordset(%s::json) AS new (stream text, seq bigint, type text, at timestamptz,
    actor uuid, authority uuid, payload text, hash bytea)
"""


def _append_together(rows: list[dict[str, Any]]) -> list[Position]:
    """Append rows in the order of their streams; the hash is computed here, under the streams' row locks."""
    homes = {row["stream"]: row["network"] for row in rows}
    opened = [{"key": key, "network": home, "epoch": new_epoch()} for key, home in homes.items()]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [_json(opened)])
        cursor.execute(_LOCK, [list(homes)])
        stands = {key: (epoch, seq, bytes(head)) for key, epoch, seq, head in cursor.fetchall()}
        for row in rows:
            epoch, seq, head = stands[row["stream"]]
            seq += 1
            head = sha256(head + _canonical(row, seq)).digest()
            stands[row["stream"]] = (epoch, seq, head)
            row |= {"seq": seq, "hash": _bytea(head)}
        ends = [{"key": key, "seq": seq, "head": _bytea(head)} for key, (_epoch, seq, head) in stands.items()]
        cursor.execute(_MOVE, [_json(ends)])
        cursor.execute(_ENTER, [_json(rows)])
    return [Position(key, epoch, seq) for key, (epoch, seq, _head) in stands.items()]


def _json(rows: list[dict[str, Any]]) -> str:
    """Rows as one parameter: arrays of theirs would be put into words value by value."""
    return orjson.dumps(rows).decode()


def _bytea(content: bytes) -> str:
    return f"\\x{content.hex()}"


def _canonical(row: dict[str, Any], seq: int) -> bytes:
    """The bytes that the hash of an entry covers, as `journal_append` and `verify` have them."""
    ids = [str(row[name] or "") for name in ("actor", "authority")]
    return "\n".join([row["stream"], str(seq), row["type"], row["at"], *ids, row["payload"]]).encode()


def _values(actor: Actor, fact: Event) -> dict[str, Any]:
    stream = stream_of(fact)
    return {
        "stream": stream,
        # A person's stream lives in no network, whatever its facts are about.
        "network": None if stream.startswith("person:") else getattr(fact, "network_id", None),
        "type": type_of(fact),
        "at": moment(actor.now),
        "actor": actor.user_id,
        "authority": actor.authority_id,
        "payload": orjson.dumps(fact, option=orjson.OPT_SORT_KEYS).decode(),
    }


def _announce(ends: list[Position]) -> None:
    for left, end in zip(range(len(ends) - 1, -1, -1), ends, strict=True):
        entry_recorded.send_robust(sender=None, **end._asdict(), more=left > 0)
