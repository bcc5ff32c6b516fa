"""How many codes are mailed and how many wrong ones heard out: per link, per address, per client."""

from datetime import datetime, timedelta

from django.conf import settings

from access.refusals import TooOften
from accounts.limits import LONGEST, Limit, block_of, count_failure, wait_of
from accounts.models.keys import digest_of
from decisions.models import Signatory, SigningCode

HOUR = timedelta(hours=1)
MOST_CODES = 5  # mailed for one link in an hour
MOST_CODES_TO_AN_ADDRESS = 10  # mailed to one address in an hour, whatever the links


def check_codes(signatory: Signatory, *, client: str, now: datetime) -> None:
    """Raise TooOften where enough codes were mailed for this link, to this address or for this client."""
    lately = SigningCode.objects.filter(asked_at__gt=now - HOUR).order_by("-asked_at")
    for rows, most in (
        (lately.filter(signatory=signatory), MOST_CODES),
        (lately.filter(signatory__email=signatory.email), MOST_CODES_TO_AN_ADDRESS),
    ):
        asked = list(rows.values_list("asked_at", flat=True)[:most])
        if len(asked) == most:
            raise TooOften(int((asked[-1] + HOUR - now).total_seconds()) + 1)
    _check([_asking(client)], now)


def count_code(client: str, *, now: datetime) -> None:
    """Count that this client had a code mailed."""
    count_failure([_asking(client)] if settings.RATE_LIMITS else [], now=now)


def check_tries(client: str, *, now: datetime) -> None:
    """Raise TooOften for a client that has typed too many wrong codes, for whichever links."""
    _check([_guessing(client)], now)


def count_wrong(client: str, *, now: datetime) -> None:
    """Count a wrong code of this client."""
    count_failure([_guessing(client)] if settings.RATE_LIMITS else [], now=now)


def _check(limits: list[Limit], now: datetime) -> None:
    wait = wait_of(limits, now=now) if settings.RATE_LIMITS else 0
    if wait:
        raise TooOften(wait)


def _asking(client: str) -> Limit:
    return Limit(digest_of(f"signing code {block_of(client)}"), 30, LONGEST)


def _guessing(client: str) -> Limit:
    return Limit(digest_of(f"wrong signing code {block_of(client)}"), 30, LONGEST)
