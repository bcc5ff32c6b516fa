"""Ids under a seal: secrets that nobody can make without the server's key, and that are stored nowhere."""

from django.core import signing

from access.refusals import NotVisible


def sealed(text: str, *, salt: str) -> str:
    """The text with its seal."""
    return signing.Signer(salt=salt, sep=".").sign(text)


def unsealed(secret: str, *, salt: str) -> str:
    """The text under the seal. Raises NotVisible for a seal that is not ours."""
    try:
        return signing.Signer(salt=salt, sep=".").unsign(secret)
    except signing.BadSignature:
        raise NotVisible from None
