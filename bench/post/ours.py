"""The product behind its two doors, and what those who listen cost the one who posts."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bench import product
from bench.fanout.feed import feed_seat
from bench.fanout.listeners import Listeners
from bench.machine import LOAD_CORE, cpu_us
from bench.post.clients import Clients
from bench.post.contenders import Running
from bench.post.doors import HttpDoor, SocketDoor

if TYPE_CHECKING:
    from bench.cast import Cast

PACED_POSTS = 300
GAP_SECONDS = 0.025
WARM_UP_POSTS = 40


class Heard(NamedTuple):
    """One poster at a steady pace: CPU of the poster's process and of both, and the time until all had it."""

    poster_us: float
    all_us: float
    answer_ms: float
    heard_ms: float


@contextmanager
def our_http(cast: "Cast") -> Iterator[Running]:
    """HTTP under gunicorn."""
    paths = [f"/api/v1/rooms/{room.pk}/messages/" for room in cast.rooms]
    people = [f"Authorization: Bearer {token}" for token in cast.poster_tokens]
    with product.wsgi() as (pid, port):
        yield Running(pid, HttpDoor(port, paths, people), HttpDoor(port, paths[:1], people))


@contextmanager
def our_socket(cast: "Cast") -> Iterator[Running]:
    """`message.post` frames under uvicorn."""
    rooms = [str(room.pk) for room in cast.rooms]
    with product.asgi() as (pid, port):
        yield Running(
            pid, SocketDoor(port, rooms, cast.poster_tokens), SocketDoor(port, rooms[:1], cast.poster_tokens)
        )


def heard_by(cast: "Cast", listeners: int) -> Heard:
    """Post by HTTP into a room to which so many listen on another process."""
    seats = [feed_seat(token, [cast.rooms[0].pk]) for token in cast.listener_tokens[:listeners]]
    with (
        our_http(cast) as posting,
        product.asgi(core=LOAD_CORE) as (live, port),
        Listeners(port, seats) as ears,
        closing(Clients(posting.hot, 1)) as poster,
    ):
        poster.paced(WARM_UP_POSTS, GAP_SECONDS)
        ears.received(poster.number)
        ears.arrivals()
        before = cpu_us(posting.pid), cpu_us(live)
        tally = poster.paced(PACED_POSTS, GAP_SECONDS)
        ears.received(poster.number)
        costs = cpu_us(posting.pid) - before[0], cpu_us(live) - before[1]
        waits = [max(at) - tally.asked[number] for number, at in ears.arrivals().items()]
    return Heard(
        poster_us=costs[0] / PACED_POSTS,
        all_us=sum(costs) / PACED_POSTS,
        answer_ms=median(tally.waits) / 1e6,
        heard_ms=median(waits) / 1e6,
    )
