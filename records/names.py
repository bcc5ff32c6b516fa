"""What parts of an archive are called, so that any system can unpack them. Pure."""

import re
from pathlib import PurePosixPath
from uuid import UUID

from files.names import clean_name

# Bytes of one name: what file systems take, with room for a number behind it.
LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(name: str) -> str:
    """One name without folders, signs that some system forbids, or words that Windows keeps for itself.

    At most LONGEST bytes as UTF-8; the extension survives the cut.
    """
    plain = _FORBIDDEN.sub("_", clean_name(name))
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, suffix = plain, ""
    if len(PurePosixPath(plain).suffix.encode()) <= 20:
        suffix = PurePosixPath(plain).suffix
        stem = plain[: len(plain) - len(suffix)]
    room = LONGEST - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def folder_of(slug: str) -> str:
    """Where in the archive a network lies."""
    return f"networks/{safe_name(slug)}"


def path_of(folder: str, kind: str, pk: UUID, name: str) -> str:
    """Where a part with a name of somebody's lies: its id keeps it apart from others of that name."""
    return f"{folder}/{kind}/{pk}/{safe_name(name)}"
