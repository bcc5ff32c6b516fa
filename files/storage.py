"""Where bytes lie: local disk or S3, by the storage `files` of the settings.

A key is `<what>/<day>/<id>`: the day lets a sweep look at few keys, and nothing in it is anybody's word.
"""

from collections.abc import Iterator
from datetime import date
from typing import IO, Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

CHUNK = 64 * 1024


def key_for(what: str, day: date, pk: UUID) -> str:
    """The key under which the bytes of something of that day lie."""
    return f"{what}/{day:%Y-%m-%d}/{pk}"


def keep(key: str, content: bytes) -> None:
    """Put the bytes into storage; they are durable when this returns. Raises OSError or the store's error."""
    keep_file(key, ContentFile(content))


def keep_file(key: str, content: IO[bytes]) -> None:
    """As `keep`, of a file that is open for reading, piece by piece."""
    kept = _storage().save(key, File(content, name=key))
    if kept != key:  # somebody else's bytes lie there: keys are never used twice
        _storage().delete(kept)
        raise FileExistsError(key)


def read(key: str) -> bytes:
    """All the bytes. Raises FileNotFoundError."""
    with _storage().open(key) as stored:
        content: bytes = stored.read()
    return content


def opened(key: str) -> Any:
    """The bytes as a file to read from. Raises FileNotFoundError."""
    return _storage().open(key)


def remove(key: str) -> None:
    """Take the bytes away; that they are gone already is no error."""
    _storage().delete(key)


def keys_of(what: str, day: date) -> Iterator[str]:
    """The keys of one day."""
    folder = f"{what}/{day:%Y-%m-%d}"
    try:
        names = _storage().listdir(folder)[1]
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)


def _storage() -> Any:
    return storages["files"]
