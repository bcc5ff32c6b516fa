"""The product: real people, seats and a room; an event is a message posted by the verb elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from bench import product
from bench.fanout.contenders import Contender, Running
from bench.fanout.feed import feed_seat

if TYPE_CHECKING:
    from bench.cast import Cast


@cache
def _cast(listeners: int) -> "Cast":
    product.prepare()
    from bench.cast import gather  # noqa: PLC0415 - needs Django set up

    return gather(posters=1, listeners=listeners, networks=1)


@contextmanager
def ours(listeners: int) -> Iterator[Running]:
    """One ASGI process as `make run` starts it, with every listener subscribed to one room."""
    cast = _cast(listeners)
    room = cast.rooms[0]
    with product.asgi() as (pid, port):
        seats = [feed_seat(token, [room.pk]) for token in cast.listener_tokens]
        yield Running(pid, port, seats, _poster(cast))


def _poster(cast: "Cast") -> Callable[[str], int]:
    """Post as any other process of the product would; the moment is that of the commit, before the nudge."""
    from django.db import transaction  # noqa: PLC0415 - as above

    from messaging.services import post_message  # noqa: PLC0415 - as above

    room = cast.rooms[0]

    def publish(text: str) -> int:
        committed: list[int] = []
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.monotonic_ns()))
            post_message(cast.poster_in(room.network_id), room=room, body=text, key=str(uuid4()))
        return committed[0]

    return publish


OURS = Contender("ours", ours, is_paced=True)
