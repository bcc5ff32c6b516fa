"""Documents as they stand, in this process: a few, the last used, each for one thread at a time.

A copy is built from the log when it is first needed and goes on from there. What can't be read is an
error for whoever asked; an empty document never stands in for it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from uuid import UUID

from pycrdt import Doc

from documents.models import Document, Update
from documents.yjs import garbage, read_state_vector

MOST_COPIES = 100
_PAGE = 1000


class LoadError(RuntimeError):
    """The log of a document can't be read. Nothing may be served or written until it can."""


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
        self.writers: dict[int, UUID] = {}

    def catch_up(self, document: Document) -> None:
        """Read what the log has gained. Raises LoadError where it is not whole."""
        if self.epoch != document.epoch or self.seq > document.seq:
            self._start(document.epoch)
        if self.seq == document.seq:
            return
        rows = Update.objects.after(document.pk, self.seq).filter(seq__lte=document.seq)
        try:
            with self.doc.transaction():
                for seq, payload in rows.values_list("seq", "payload").iterator(chunk_size=_PAGE):
                    self._next(seq, bytes(payload))
        except (ValueError, RuntimeError) as error:
            message = f"Document {document.pk} can't be read after update {self.seq}: {error}"
            raise LoadError(message) from error
        if self.seq != document.seq:
            message = f"Document {document.pk} ends at update {self.seq} instead of {document.seq}."
            raise LoadError(message)

    def _next(self, seq: int, payload: bytes) -> None:
        if seq != self.seq + 1:
            message = f"update {self.seq + 1} is missing"
            raise LoadError(message)
        self.doc.apply_update(payload)
        self.seq = seq

    def apply(self, updates: Iterable[bytes]) -> bool:
        """Write updates that are about to be committed; did they change anything yet?

        Raises Malformed for what reads like an update but can't be one of this document.
        """
        changes: list[bool] = []
        # Watched for one write only: a standing subscription would keep the document alive for ever.
        watch = self.doc.observe(lambda _event: changes.append(True))
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
        return bool(changes)

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
    except BaseException:
        copy.is_broken = True
        _forget(document_id, copy)
        raise
    finally:
        copy.lock.release()


def _taken(document_id: UUID) -> Copy:
    while True:
        with _guard:
            copy = _copies.setdefault(document_id, Copy())
            _copies.move_to_end(document_id)
            if len(_copies) > MOST_COPIES:
                _copies.popitem(last=False)
        copy.lock.acquire()
        if not copy.is_broken:
            return copy
        copy.lock.release()


def _forget(document_id: UUID, copy: Copy) -> None:
    with _guard:
        if _copies.get(document_id) is copy:
            del _copies[document_id]


def forget_all() -> None:
    """Drop every copy, as a new process would start."""
    with _guard:
        _copies.clear()
