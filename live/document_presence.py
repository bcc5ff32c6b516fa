"""Presence crosses processes through Redis: told, never stored. While Redis is away each shows its own."""

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from documents.yjs import HIGHEST_CLIENT
from live import document_wire as wire
from live.document_awareness import Elsewhere
from live.document_wire import LARGEST_AWARENESS, Presence
from live.ear import PRESENCE

if TYPE_CHECKING:
    from live.document_room import Room
    from live.hub import Hub

# Seconds in which what is shown in a document is gathered before it is told elsewhere.
GATHER = 0.05


class Presences:
    """What this process tells others of who is in its documents, and hears of theirs."""

    def __init__(self, hub: "Hub", rooms: dict[UUID, "Room"]) -> None:
        self._hub = hub
        self._rooms = rooms
        self._name = uuid4().hex
        self._waiting: dict[UUID, dict[int, tuple[Presence, UUID]]] = {}
        hub.ear.shown = self.heard

    def tell(self, room: "Room", shown: list[Presence]) -> None:
        """Tell other processes soon; only the last of each client is worth it."""
        owned = {one.client: (one, room.awareness.owner(one.client)) for one in shown}
        known = {client: (one, owner) for client, (one, owner) in owned.items() if owner is not None}
        waiting = self._waiting.setdefault(room.document.pk, {})
        if known and not waiting:
            self._hub.spawn(self._tell_soon(room.document.pk))
        waiting.update(known)

    async def _tell_soon(self, document_id: UUID) -> None:
        await asyncio.sleep(GATHER)
        waiting = self._waiting.pop(document_id, {})
        shown = [[*one, str(person)] for one, person in waiting.values()]
        await self._say(document_id, s=shown)

    def ask(self, room: "Room") -> None:
        """Ask other processes who is in a document that was just opened here."""
        self._hub.spawn(self._say(room.document.pk, q=1))

    async def _say(self, document_id: UUID, **what: Any) -> None:
        await self._hub.ear.tell(PRESENCE, {"d": str(document_id), "p": self._name, **what})

    def heard(self, news: dict[str, Any]) -> None:
        """Take what another process says. Raises ValueError and the like for what none of ours would say."""
        room = self._rooms.get(UUID(news["d"]))
        if room is None or news["p"] == self._name:
            return
        if "q" in news:
            self.tell(room, [one for one, _person in room.awareness.here()])
            return
        elsewhere = Elsewhere(str(news["p"]), asyncio.get_running_loop().time())
        taken = [_presence(*one[:3]) for one in news["s"] if _is_taken(room, elsewhere, one)]
        if taken:
            room.tell_all(wire.awareness(taken))


def _is_taken(room: "Room", elsewhere: Elsewhere, one: list[Any]) -> bool:
    return room.awareness.take_from(elsewhere, UUID(one[3]), _presence(*one[:3]))


def _presence(client: int, clock: int, state: str) -> Presence:
    if not (
        0 <= client <= HIGHEST_CLIENT and 0 <= clock <= HIGHEST_CLIENT and len(state) <= LARGEST_AWARENESS
    ):
        message = "no presence"
        raise ValueError(message)
    return Presence(client, clock, state)
