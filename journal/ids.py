"""Identifiers that sort by time."""

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits."""
    return compat.uuid7()
