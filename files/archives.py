"""ZIP archives from people: what they hold is looked at before anything unpacks them.

Nothing here trusts the sizes that an archive claims: a part is read up to its limit and no further.
"""

import struct
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from access.refusals import Invalid, TooLarge

MOST_ENTRIES = 5_000
LARGEST_WHOLE = 400 * 1024 * 1024
# Text of office documents shrinks to a tenth, seldom to a hundredth; a bomb to a thousandth.
LARGEST_RATIO = 200
_LARGEST_DIRECTORY = 2 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 0x1


def opened(content: bytes, *, field: str = "file") -> ZipFile:
    """The archive, its directory looked at: no bomb, no odd names, no encryption.

    Raises Invalid for what is no such archive, TooLarge for one that would unpack to too much.
    """
    _check_end(content, field)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
        raise _broken(field) from error
    entries = archive.infolist()
    for entry in entries:
        _check_entry(entry, field)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise _bomb()
    return archive


def part(archive: ZipFile, name: str, *, largest: int, field: str = "file") -> bytes:
    """One part of the archive, at most `largest` bytes. Raises TooLarge, and Invalid for a broken part."""
    try:
        with archive.open(name) as stream:
            content = stream.read(largest + 1)
    except Exception as error:
        # Each compression has errors of its own (zlib.error, lzma.LZMAError), beside those of the archive.
        raise _broken(field) from error
    if len(content) > largest:
        raise _bomb()
    return content


def _check_end(content: bytes, field: str) -> None:
    """Read the end of the directory ourselves: what it announces costs memory before zipfile says no."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or len(content) - at < _END.size:
        raise _broken(field)
    _sign, _disk, _start, _here, count, size, _offset, _comment = _END.unpack_from(content, at)
    if count > MOST_ENTRIES or size > _LARGEST_DIRECTORY:
        raise _bomb()


def _check_entry(entry: ZipInfo, field: str) -> None:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if ".." in parts or entry.filename.startswith(("/", "\\")) or "\x00" in entry.orig_filename:
        raise Invalid.field(field, "unsafe_names", "The file holds parts whose names point outside of it.")
    if entry.flag_bits & _ENCRYPTED:
        raise Invalid.field(field, "encrypted", "The file is protected by a password. Save it without one.")
    if entry.file_size > 1024 * 1024 and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1):
        raise _bomb()


def _bomb() -> TooLarge:
    return TooLarge("unpacks_too_large", "The file would unpack to far more than it seems to hold.")


def _broken(field: str) -> Invalid:
    return Invalid.field(field, "broken", "The file is damaged. Save it anew and try again.")
