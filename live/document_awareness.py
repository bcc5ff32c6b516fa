"""Who is in a document and where they point: kept in memory, told on, never stored.

Every y-websocket client repeats what it hears of others. So an id belongs to the person who used it
first, whatever others say with it, and each id to one socket of theirs at a time, here or elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from live.document_identity import signed
from live.document_peer import Peer
from live.document_wire import NOBODY, Presence

# Ids that one room remembers, and that one socket may show.
MOST_IDS = 10_000
MOST_OF_ONE = 8
# Seconds after which what another process told of is forgotten: every client says it again each 15 s.
FORGOTTEN_AFTER = 40.0


class Elsewhere(NamedTuple):
    """Where somebody is shown by another process: its name, and the moment it last said so."""

    process: str
    at: float


@dataclass(slots=True)
class Awareness:
    """What is shown in one document, by Yjs client id, and whose the ids are."""

    shown: dict[int, Presence] = field(default_factory=dict)
    _showing: dict[int, Peer | Elsewhere] = field(default_factory=dict)
    _people: dict[int, UUID] = field(default_factory=dict)

    def take(self, peer: Peer, said: Iterable[Presence]) -> list[Presence]:
        """What of it the peer may say, signed with their name, and is worth telling on."""
        mine = (signed(one, peer.card) for one in said if self._is_of(peer, one))
        return [one for one in mine if self._set(one, peer, peer.person.id)]

    def take_from(self, elsewhere: Elsewhere, person: UUID, one: Presence) -> bool:
        """Take what another process shows of somebody there; is it worth telling on?"""
        owner = self._people.get(one.client, person)
        if owner != person or len(self._people) >= MOST_IDS:
            return False
        if one.state == NOBODY and not self._is_from(one.client, elsewhere.process):
            return False
        return self._set(one, elsewhere, person)

    def _is_from(self, client: int, process: str) -> bool:
        holder = self._showing.get(client)
        return isinstance(holder, Elsewhere) and holder.process == process

    def _set(self, one: Presence, holder: Peer | Elsewhere, person: UUID) -> bool:
        before = self.shown.get(one.client)
        if before is not None and before.clock > one.clock:
            return False
        if one.state == NOBODY:
            self._showing.pop(one.client, None)
            return self.shown.pop(one.client, None) is not None
        self._showing[one.client] = holder
        self._people[one.client] = person
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

    def here(self) -> list[tuple[Presence, UUID]]:
        """Who is shown by this process, and who they are."""
        return [
            (one, self._people[client])
            for client, one in self.shown.items()
            if isinstance(self._showing[client], Peer)
        ]

    def leave(self, peer: Peer) -> list[Presence]:
        """The peer is gone: what to tell the others."""
        return self._drop([client for client, holder in self._showing.items() if holder is peer])

    def forget(self, *, now: float) -> list[Presence]:
        """Drop those of whom another process has said nothing for long: it is dead. What to tell."""
        return self._drop(
            [
                client
                for client, holder in self._showing.items()
                if isinstance(holder, Elsewhere) and now - holder.at > FORGOTTEN_AFTER
            ]
        )

    def owner(self, client: int) -> UUID | None:
        """Whose the id is."""
        return self._people.get(client)

    def _drop(self, clients: list[int]) -> list[Presence]:
        for client in clients:
            del self._showing[client]
        return [Presence(client, self.shown.pop(client).clock, NOBODY) for client in clients]
