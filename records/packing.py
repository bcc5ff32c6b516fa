"""One ZIP archive, written part by part: nothing in it is ever whole in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson

JSON = "application/json"
# What these hold shrinks; pictures and office documents are packed already.
SHRINKS = ("text/", JSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file that is to be put into an archive.

    `opened` gives its bytes, or raises FileNotFoundError before it gives any; None where it can't be read.
    `at` is when it came to be, `title` what people call it.
    """

    path: str
    media_type: str
    opened: Callable[[], Iterable[bytes]] | None
    title: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file as it lies in an archive; `size` in bytes, `rows` where it is a list of records."""

    path: str
    media_type: str
    size: int
    sha256: str
    kind: str
    title: str
    at: datetime | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A file that could not be had, and why, as a code."""

    path: str
    kind: str
    problem: str


@dataclass(slots=True)
class Package:
    """An archive that is being written into `out`, dated `at`."""

    out: IO[bytes]
    at: datetime
    packed: list[Packed] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    _zip: ZipFile = field(init=False)
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._zip = ZipFile(self.out, "w", allowZip64=True)

    def add(self, part: Part, *, kind: str) -> None:
        """Put a file in, or write down that it is missing."""
        if part.opened is None:
            self.missing.append(Missing(path=part.path, kind=kind, problem="unreadable"))
            return
        try:
            chunks = part.opened()
        except FileNotFoundError:
            self.missing.append(Missing(path=part.path, kind=kind, problem="gone"))
            return
        lies = self._write(part.path, part.media_type, chunks)
        self.packed.append(Packed(**lies, kind=kind, title=part.title, at=part.at))

    def add_rows(self, path: str, rows: Iterable[Any], *, kind: str, title: str) -> int:
        """Put a list in as JSON, one record a line, as it comes. Returns how many records."""
        lines = _Lines(rows)
        lies = self._write(path, JSON, lines)
        self.packed.append(Packed(**lies, kind=kind, title=title, at=self.at, rows=lines.count))
        return lines.count

    def close(self) -> None:
        """Write the archive's own directory. Nothing can be added afterwards."""
        self._zip.close()

    def _write(self, path: str, media_type: str, chunks: Iterable[bytes]) -> dict[str, Any]:
        path = self._unique(PurePosixPath(path))
        entry = ZipInfo(path, date_time=self.at.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED if media_type.startswith(SHRINKS) else ZIP_STORED
        entry.external_attr = 0o644 << 16
        digest, size = sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return {"path": path, "media_type": media_type, "size": size, "sha256": digest.hexdigest()}

    def _unique(self, path: PurePosixPath) -> str:
        """The path, with a number where some system would take it for one that is there."""
        number, wanted = 1, str(path)
        while wanted.casefold() in self._names:
            number += 1
            wanted = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._names.add(wanted.casefold())
        return wanted


@dataclass(slots=True)
class _Lines:
    """Rows as the bytes of a JSON list, and how many there were."""

    rows: Iterable[Any]
    count: int = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"["
        for row in self.rows:
            yield b",\n" if self.count else b"\n"
            yield dumped(row)
            self.count += 1
        yield b"\n]\n"


def dumped(value: Any) -> bytes:
    """A value as JSON: moments in UTC, decimals and words for people as text."""
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)
