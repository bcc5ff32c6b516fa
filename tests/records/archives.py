"""How tests have an archive made, and look into it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import orjson
from django.utils import timezone

from access.actor import Actor
from files import storage
from records.making import make_export
from records.models import RecordExport
from records.services import ask_records
from records.sight import keeper
from tests.cast import Cast


@dataclass
class Archive:
    """An archive, as whoever fetched it reads it."""

    content: bytes

    @cached_property
    def zip(self) -> ZipFile:
        """What unpacks it."""
        return ZipFile(BytesIO(self.content))

    @property
    def names(self) -> list[str]:
        """The paths of all parts."""
        return self.zip.namelist()

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """All parts, unpacked."""
        return {name: self.zip.read(name) for name in self.names}

    @property
    def manifest(self) -> dict[str, Any]:
        """What says what lies in it."""
        found: dict[str, Any] = orjson.loads(self.parts["manifest.json"])
        return found

    def rows(self, kind: str, network: str = "zero-emission-delivery") -> list[dict[str, Any]]:
        """The records of one kind in a network."""
        found: list[dict[str, Any]] = orjson.loads(self.parts[f"networks/{network}/{kind}.json"])
        return found

    def says(self, words: str) -> bool:
        """Do these words stand anywhere in it?"""
        sought = (words.encode(), words.encode("utf-16-le"), orjson.dumps(words).strip(b'"'))
        inside = any(one in part for part in self.parts.values() for one in sought)
        return inside or any(words in name for name in self.names)


def clock(**ahead: Any) -> Actor:
    """The product itself, now or later."""
    return Actor.clock(now=timezone.now() + timedelta(**ahead))


def keeps(cast: Cast, name: str) -> Actor:
    """Somebody at their own authority, outside of any network."""
    return keeper(cast.people[name].acting(timezone.now()), cast.authority(name).pk)


def asked_for(cast: Cast, name: str) -> RecordExport:
    """An export that somebody asked for, in their language."""
    return ask_records(keeps(cast, name), language=cast.people[name].language)


def made_for(cast: Cast, name: str) -> Archive:
    """The archive of the records of somebody's authority."""
    export = asked_for(cast, name)
    assert make_export(clock, export.pk)
    export.refresh_from_db()
    return Archive(storage.read(export.key))
