"""Text from people, before anything else reads it."""

import re
import unicodedata

from access.refusals import Invalid

# Characters that reorder what a reader sees (Unicode TR 36, "Trojan Source"), and controls but
# for tab, line feed and carriage return.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def readable(text: str, *, name: str, longest: int, blank: bool = False) -> str:
    """The text in NFC, with line feeds, and without blanks around it.

    `longest` is in characters. Raises Invalid for text that is empty (unless `blank`), too long,
    or holds control characters or overrides of the reading direction.
    """
    if _HIDDEN.search(text) or _LONE_SURROGATE.search(text):
        raise Invalid.field(name, "control_characters", "Remove the hidden control characters from the text.")
    clean = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean and not blank:
        raise Invalid.field(name, "blank", "Write something first.")
    if len(clean) > longest:
        raise Invalid.field(
            name, "too_long", f"This is {len(clean)} characters long; {longest} is the most it can be."
        )
    return clean
