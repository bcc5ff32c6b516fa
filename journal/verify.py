"""Reads chains again and says where they are broken."""

from collections.abc import Iterator
from hashlib import sha256

from journal.models import Entry, Stream
from journal.recorder import moment


def broken_links(key: str | None = None) -> Iterator[str]:
    """One sentence for each entry or stream head that does not follow from what came before.

    Reads one stream, or all. Entries are read in pages; a whole stream is never in memory.
    """
    streams = Stream.objects.filter(ended_at=None).order_by("key")
    for stream in streams.filter(key=key) if key else streams:
        yield from _broken_in(stream)


def _broken_in(stream: Stream) -> Iterator[str]:
    seq, head = 0, b""
    for entry in Entry.objects.of_stream(stream.key).iterator(chunk_size=1000):
        seq += 1
        head = sha256(head + canonical(stream, entry)).digest()
        if entry.seq != seq:
            yield f"{stream.key}: entry {seq} is missing."
            return
        if bytes(entry.hash) != head:
            yield f"{stream.key}: entry {seq} was changed."
            return
    if seq != stream.seq or head != bytes(stream.head):
        yield f"{stream.key}: ends at {seq}, but its head says {stream.seq}."


def canonical(stream: Stream, entry: Entry) -> bytes:
    """The bytes that the hash of an entry covers, one field a line."""
    return "\n".join(
        [
            stream.key,
            str(entry.seq),
            entry.type,
            moment(entry.at),
            str(entry.actor_id or ""),
            str(entry.authority_id or ""),
            entry.payload,
        ]
    ).encode()
