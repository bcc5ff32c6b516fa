"""Documents as they stand, in this process: a few, the last used, each for one thread at a time.

A copy is built from the log when it is first needed and goes on from there. What can't be read is an
error for whoever asked; an empty document never stands in for it.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import transaction
from pycrdt import Doc, TransactionEvent

from access.refusals import Malformed, Unavailable
from documents.models import Document, Snapshot, Update
from documents.nesting import DEEPEST, UNCOUNTED, depth_of
from documents.yjs import garbage, read_state_vector

logger = logging.getLogger("samverk.documents")
MOST_COPIES = 100
# Bytes that all copies may take together, and what one takes for each byte of its snapshot and log.
MOST_BYTES = 256 * 1024 * 1024
HEAP_PER_BYTE = 8
_PAGE = 1000


class LoadError(Unavailable):
    """The log of a document can't be read. Nothing may be served or written until it can.

    At every door a 503; `why` is for operators.
    """

    def __init__(self, why: str) -> None:
        super().__init__("document_unreadable", "The document can't be read right now.")
        self.args = (why,)


class Copy:
    """One document up to `seq` of its log; `writers` are the people behind client ids, as far as known.

    `is_broken` once something failed halfway: the copy may hold what was never committed.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.is_broken = False
        self._start("")

    def _start(self, epoch: str) -> None:
        self.doc: Doc[Any] = Doc(allow_multithreading=True)
        self.epoch = epoch
        self.seq = 0
        self.weight = 0
        self.writers: dict[int, UUID] = {}
        self._uncounted_types = UNCOUNTED  # how deep it is nested is not known yet

    def catch_up(self, document: Document) -> None:
        """Read what snapshot and log have gained. Raises LoadError where they are not whole."""
        if self.epoch != document.epoch or self.seq > document.seq:
            self._start(document.epoch)
        self.weight = HEAP_PER_BYTE * document.log_bytes
        if self.seq == document.seq:
            return
        try:
            with self.doc.transaction():
                # Once more where the log was compacted while we looked.
                if not self._go_on(document) and not self._go_on(document):
                    message = f"Document {document.pk} lacks update {self.seq + 1}."
                    raise LoadError(message)
        except (ValueError, RuntimeError) as error:
            message = f"Document {document.pk} can't be read after update {self.seq}: {error}"
            raise LoadError(message) from error
        if self.seq < document.seq:
            message = f"Document {document.pk} ends at update {self.seq} instead of {document.seq}."
            raise LoadError(message)

    def _go_on(self, document: Document) -> bool:
        """Read from the snapshot, where it is further, and the log until a number is missing; was none?

        Raises ValueError where they can't be of one document.
        """
        snapshot = Snapshot.objects.filter(document=document, seq__gt=self.seq).order_by("pk").first()
        if snapshot is not None:
            if snapshot.epoch != self.epoch:
                message = f"its snapshot is of the epoch {snapshot.epoch}"
                raise ValueError(message)
            self.doc.apply_update(bytes(snapshot.state))
            self.seq = snapshot.seq
        rows = Update.objects.after(document.pk, self.seq).filter(seq__lte=document.seq)
        for seq, payload in rows.values_list("seq", "payload").iterator(chunk_size=_PAGE):
            if seq != self.seq + 1:
                return False
            self.doc.apply_update(bytes(payload))
            self.seq = seq
        return True

    def apply(self, updates: Iterable[bytes], *, types: int = 0) -> bytes | None:
        """Write updates that are about to be committed; what of them is new in the document, as one update.

        `types` is how many types they hold. None where nothing changed yet. Raises Malformed for what
        reads like an update but can't be one of this document.
        """
        changes: list[bytes] = []

        def note(event: TransactionEvent) -> None:
            changes.append(event.update)

        # Watched for one write only: a standing subscription would keep the document alive for ever.
        watch = self.doc.observe(note)
        try:
            with self.doc.transaction():
                for update in updates:
                    self.doc.apply_update(update)
        except (ValueError, RuntimeError) as error:
            raise garbage("they fit into no document") from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # how Rust's failures arrive; it can't be imported
                raise
            raise garbage("they fit into no document") from error
        self.doc.unobserve(watch)
        self._count(types)
        return changes[0] if changes else None

    def _count(self, types: int) -> None:
        """Look how deep the document is nested, now and then. Raises Malformed where that is too deep."""
        self._uncounted_types += types
        if types and self._uncounted_types > UNCOUNTED:
            self._uncounted_types = 0
            if depth_of(self.doc.get_update()) > DEEPEST:
                raise Malformed("too_deep", f"A document is nested at most {DEEPEST} deep.")

    def clocks(self) -> dict[int, int]:
        """By client id, how much of what it wrote is in the document."""
        return read_state_vector(self.doc.get_state())


_copies: OrderedDict[UUID, Copy] = OrderedDict()
_guard = Lock()


@contextmanager
def held(document_id: UUID) -> Iterator[Copy]:
    """The process's copy, for this thread alone. What fails while it is held costs the copy its place."""
    copy = _taken(document_id)
    try:
        yield copy
    except BaseException as error:
        copy.is_broken = True
        _forget(document_id, copy)
        if isinstance(error, LoadError):
            logger.error("%s", error)  # noqa: TRY400 - the sentence says all, and each try would repeat it
        raise
    finally:
        copy.lock.release()


def _taken(document_id: UUID) -> Copy:
    while True:
        with _guard:
            copy = _copies.setdefault(document_id, Copy())
            _copies.move_to_end(document_id)
            _make_room()
        copy.lock.acquire()
        if not copy.is_broken:
            return copy
        copy.lock.release()


def _make_room() -> None:
    """Let go of those that were not used for longest; whoever still holds one goes on with it."""
    weight = sum(copy.weight for copy in _copies.values())
    while len(_copies) > 1 and (len(_copies) > MOST_COPIES or weight > MOST_BYTES):
        weight -= _copies.popitem(last=False)[1].weight


def _forget(document_id: UUID, copy: Copy) -> None:
    with _guard:
        if _copies.get(document_id) is copy:
            del _copies[document_id]


def is_settled() -> bool:
    """Is what was written committed, instead of being a part of a greater transaction that may fail?"""
    try:
        with transaction.atomic(durable=True):
            return True
    except RuntimeError:
        return False


def forget(document_id: UUID) -> None:
    """Drop a copy that holds what is not committed."""
    with _guard:
        copy = _copies.pop(document_id, None)
    if copy is not None:
        copy.is_broken = True


def forget_all() -> None:
    """Drop every copy, as a new process would start."""
    with _guard:
        _copies.clear()
