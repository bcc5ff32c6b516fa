"""What a person may hear, asked in a thread: when subscribing, and whenever access changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from access.actor import Actor
from access.refusals import Refusal, TooLarge
from accounts.models import User
from live.standing import Standing, people_behind
from networks.streams import listener, streams_of
from wire.problems import problem_of

# For more streams than this it is cheaper to ask for all that the person hears and look them up there.
FEW = 2
# Streams beside one's own that one frame may ask about: each costs a few queries.
MOST_ASKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person may hear now.

    `alive` are the standings that still open something. Of the streams that were asked about,
    `refused` says why not; `mine` is all of the person's, where that was asked. At `ask_again_at` the
    answer ends by itself.
    """

    alive: frozenset[Standing] = frozenset()
    allowed: frozenset[str] = frozenset()
    refused: dict[str, dict[str, Any]] = field(default_factory=dict)
    mine: tuple[str, ...] = ()
    ask_again_at: datetime | None = None


def ask(standings: Collection[Standing], keys: Collection[str], *, wants_all: bool) -> Answer:
    """Ask for one person, who stands behind all of `standings`; for a person who is gone all is refused."""
    now = timezone.now()
    people = people_behind(standings, now=now)
    user = next(iter(people.values()), None)
    if user is None:
        return Answer()
    actor = user.acting(now)
    mine = tuple(streams_of(actor)) if wants_all or len(keys) > FEW else ()
    refused = _refused(actor, set(keys).difference(mine))
    return Answer(
        alive=frozenset(people),
        allowed=frozenset(keys) - refused.keys(),
        refused=refused,
        mine=mine if wants_all else (),
        ask_again_at=_ends_by_itself_at(user, now),
    )


def _refused(actor: Actor, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for asked, key in enumerate(keys):
        try:
            if asked >= MOST_ASKED:
                raise TooLarge(
                    "too_many_streams", f"Ask for at most {MOST_ASKED} streams that are not yours."
                )
            listener(actor, key)
        except Refusal as refusal:
            problem = problem_of(refusal)
            found[key] = problem.body() if problem else {}
    return found


_ENDS = """
SELECT least(
    (SELECT min(ends_at) FROM networks_seat
     WHERE user_id = %(user)s AND ended_at IS NULL AND ends_at > %(now)s),
    (SELECT min(ended_at) FROM accounts_employment WHERE user_id = %(user)s AND ended_at > %(now)s))
"""


def _ends_by_itself_at(user: User, now: datetime) -> datetime | None:
    """When a seat or an employment ends without anybody doing anything."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, {"user": user.pk, "now": now})
        row = cursor.fetchone()
    return row[0] if row else None
