"""What a file may be called. Pure."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 200
_SPACES = re.compile(r"\s+")
# Controls, overrides of the reading direction, lone surrogates, private and unassigned characters.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_name(name: str) -> str:
    """The last part of the name, without hidden characters, in NFC and at most 200 characters.

    The extension survives the cut. A name of which nothing is left is `file`.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in last if sign.isspace() or unicodedata.category(sign) not in _HIDDEN)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", shown)).strip(" .")
    if len(text) > LONGEST:
        extension = PurePosixPath(text).suffix[:20]
        text = text[: LONGEST - len(extension)].rstrip(" .") + extension
    return text or "file"


def extension_of(name: str) -> str:
    """The name's extension in lower case, without its dot; empty where it has none."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()
