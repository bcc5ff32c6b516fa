"""How a listener of ours joins the feed."""

import json
from collections.abc import Iterable
from uuid import UUID

from bench.fanout.listeners import Seat


def feed_seat(token: str, rooms: Iterable[UUID]) -> Seat:
    """A feed socket of the token's person, subscribed to the rooms from now on."""
    subscribe = {"do": "subscribe", "ref": 1, "streams": {f"room:{room}": {} for room in rooms}}
    return Seat("/ws/feed/", f"Authorization: Bearer {token}", json.dumps(subscribe), '"frame":"reply"')
