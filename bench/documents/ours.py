"""The product: a document of a network, with twenty people in it; permissions, log and journal on."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bench import product
from bench.documents.contenders import Contender, Running
from bench.documents.wire import Seat

if TYPE_CHECKING:
    from bench.cast import Cast

LISTENERS = 21
_STORED = """
SELECT (SELECT coalesce(sum(length(payload)), 0) FROM documents_update WHERE document_id = %(of)s)
     + (SELECT coalesce(sum(length(state)), 0) FROM documents_snapshot WHERE document_id = %(of)s)
"""
_documents: dict[str, UUID] = {}


@cache
def _cast() -> "Cast":
    product.prepare()
    from bench.cast import gather  # noqa: PLC0415 - needs Django set up

    return gather(posters=1, listeners=LISTENERS, networks=1)


def _actor() -> Any:
    cast = _cast()
    return cast.poster_in(cast.rooms[0].network_id)


def _document(name: str) -> UUID:
    from documents.services import create_document  # noqa: PLC0415 - as above

    if name not in _documents:
        network = _cast().rooms[0].network
        _documents[name] = create_document(_actor(), network=network, title=name).pk
    return _documents[name]


def _seats(name: str, many: int) -> list[Seat]:
    path = f"/ws/documents/{_document(name)}"
    return [Seat(path, {"Authorization": f"Bearer {token}"}) for token in _cast().listener_tokens[:many]]


@contextmanager
def ours() -> Iterator[Running]:
    """One ASGI process as `make run` starts it."""
    _cast()
    with product.asgi() as (pid, port):
        yield Running(pid, port, _seats)


def compacted(name: str) -> float:
    """Take the revision and the snapshot that the clock takes once nobody writes; seconds to wait after."""
    from django.utils import timezone  # noqa: PLC0415 - as above

    from access.actor import Actor  # noqa: PLC0415 - as above
    from documents.models import Document  # noqa: PLC0415 - as above
    from documents.services import compact_log, end_spell  # noqa: PLC0415 - as above

    document = Document.objects.get(pk=_document(name))
    clock = Actor.clock(now=timezone.now())
    end_spell(clock, document=document)
    compact_log(clock, document=document)
    return 0.0


def stored_bytes(name: str) -> int:
    """What snapshot and log of a document weigh."""
    from django.db import connection  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        cursor.execute(_STORED, {"of": _document(name)})
        return int(cursor.fetchone()[0])


OURS = Contender("ours", ours, settle=compacted)
