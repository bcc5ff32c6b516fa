"""What surrounds every page: where the person can go, and where the page stands in each stream."""

from dataclasses import dataclass, field
from typing import Self

from access.actor import Actor
from access.policy import Permission
from journal.models import Stream
from web.reminders import count_open_reminders

Place = dict[str, "str | int | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of one page for one person."""

    feed: dict[str, Place] = field(default_factory=dict)
    leave: str = ""
    sees_overview: bool = False
    reminders_due: int = 0

    @classmethod
    def around(cls, actor: Actor, *, streams: list[str]) -> Self:
        """The shell for an actor; reads the streams' heads, so it comes before the page's state."""
        if not actor.is_signed_in:
            return cls()
        return cls(
            feed=heads_of([f"person:{actor.user_id}", *streams]),
            leave=" ".join(streams),
            reminders_due=count_open_reminders(actor),
            sees_overview=actor.can(Permission.HEALTH_READ) and not actor.has_seat,
        )


def heads_of(keys: list[str]) -> dict[str, Place]:
    """Where each stream stands now; one that has no entry yet is followed from its beginning."""
    rows = Stream.objects.filter(pk__in=keys).values_list("key", "epoch", "seq")
    known = {key: Place(epoch=epoch, after=seq) for key, epoch, seq in rows.order_by("key")}
    return {key: known.get(key, Place(epoch=None, after=0)) for key in keys}
