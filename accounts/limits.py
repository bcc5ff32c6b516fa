"""How many wrong passwords are heard out, per account and per network address.

allauth's own limits take a lock in the cache around each count; thirty people of one office who signed
in at the same moment were refused for it. Here a count is one statement, and only failures count.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from accounts.models.keys import digest_of
from accounts.models.tallies import Tally, count

LONGEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within so long a time, under one key."""

    key: str
    most: int
    within: timedelta


def limits_of(*, email: str, address: str) -> list[Limit]:
    """Return what a try with this e-mail address from this network address is held against."""
    return [
        Limit(_account(email), 10, LONGEST),
        Limit(digest_of(f"address {block_of(address)}"), 60, timedelta(minutes=1)),
    ]


def wait_of(limits: list[Limit], *, now: datetime) -> int:
    """Return how many seconds to wait before the next try is heard, 0 for none."""
    tallies = Tally.objects.in_bulk([limit.key for limit in limits])
    ends = [
        tally.since + limit.within
        for limit in limits
        if (tally := tallies.get(limit.key)) and tally.count >= limit.most
    ]
    return max([0, *(int((end - now).total_seconds()) + 1 for end in ends if end > now)])


def count_failure(limits: list[Limit], *, now: datetime) -> None:
    """Count one failure under each key."""
    for limit in limits:
        count(limit.key, now=now, earliest=now - limit.within)


def forget_failures(*, email: str) -> None:
    """Begin anew for an account whose person has just set a new password."""
    Tally.objects.filter(pk=_account(email)).delete()


def forget_old_failures(*, now: datetime) -> None:
    """Drop the counts that nothing is held against any more."""
    Tally.objects.filter(since__lt=now - LONGEST).delete()


def _account(email: str) -> str:
    return digest_of(f"account {email.strip().lower()}")


def block_of(address: str) -> str:
    """Return the block that one customer holds: a single IPv4 address, or 64 bits of IPv6."""
    try:
        is_long = isinstance(ip_address(address), IPv6Address)
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if is_long else address
