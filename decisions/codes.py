"""The one-time code of a personal link, and the visit that it begins.

The code lies nowhere: it is computed from a row's id under the server's key.
"""

from datetime import datetime
from hashlib import sha256

from django.utils.crypto import constant_time_compare, salted_hmac

from access.refusals import NotVisible
from decisions.models import Signatory, SigningCode
from decisions.seals import sealed, unsealed

_CODE, _VISIT = "decisions.code", "decisions.visit"
DIGITS = 6


def code_of(code: SigningCode) -> str:
    """The six digits that are mailed."""
    number = int.from_bytes(salted_hmac(_CODE, code.pk.hex, algorithm="sha256").digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_code(code: SigningCode, typed: str) -> bool:
    """Are these the digits? Takes the same time whichever of them are wrong."""
    return constant_time_compare(_hashed(code_of(code)), _hashed("".join(typed.split())))


def cookie_of(visit: SigningCode) -> str:
    """What the browser of whoever knew the code carries."""
    return sealed(visit.pk.hex, salt=_VISIT)


def visit_of(signatory: Signatory, cookie: str, *, now: datetime) -> SigningCode | None:
    """The visit to this link that a cookie names, while it lasts."""
    try:
        pk = unsealed(cookie, salt=_VISIT)
    except NotVisible:
        return None
    rows = SigningCode.objects.select_related("signatory__question")
    visit: SigningCode | None = rows.filter(pk=pk, signatory=signatory).first()
    return visit if visit is not None and visit.is_visit(now) else None


def _hashed(text: str) -> str:
    """Of one length, whatever was typed."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()
