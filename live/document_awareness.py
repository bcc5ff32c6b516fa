"""Who is in a document and where they point: kept in memory, told on, never stored.

Every y-websocket client repeats what it hears of others. So an id belongs to the person who used it
first, whatever others say with it, and each id to one socket of theirs at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from live.document_peer import Peer
from live.document_wire import NOBODY, Presence

# Ids that one room remembers, and that one socket may show.
MOST_IDS = 10_000
MOST_OF_ONE = 8


@dataclass(slots=True)
class Awareness:
    """What is shown in one document, by Yjs client id, and whose the ids are."""

    shown: dict[int, Presence] = field(default_factory=dict)
    _showing: dict[int, Peer] = field(default_factory=dict)
    _people: dict[int, UUID] = field(default_factory=dict)

    def take(self, peer: Peer, said: Iterable[Presence]) -> list[Presence]:
        """What of it the peer may say, and is worth telling on."""
        return [one for one in said if self._take(peer, one)]

    def _take(self, peer: Peer, one: Presence) -> bool:
        if not self._is_of(peer, one):
            return False
        before = self.shown.get(one.client)
        if before is not None and before.clock > one.clock:
            return False
        if one.state == NOBODY:
            self._showing.pop(one.client, None)
            return self.shown.pop(one.client, None) is not None
        self._showing[one.client] = peer
        self._people[one.client] = peer.person.id
        self.shown[one.client] = one
        return True

    def _is_of(self, peer: Peer, one: Presence) -> bool:
        holder = self._showing.get(one.client)
        if holder is peer:
            return True
        if one.state == NOBODY:
            return False
        owner = self._people.get(one.client)
        if owner is not None:
            # The same client on a new socket, while the old one is not known to be dead yet.
            return owner == peer.person.id
        mine = sum(1 for other in self._showing.values() if other is peer)
        return mine < MOST_OF_ONE and len(self._people) < MOST_IDS

    def leave(self, peer: Peer) -> list[Presence]:
        """The peer is gone: what to tell the others."""
        gone = [client for client, holder in self._showing.items() if holder is peer]
        for client in gone:
            del self._showing[client]
        return [Presence(client, self.shown.pop(client).clock, NOBODY) for client in gone]
