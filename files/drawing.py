"""Pictures are drawn anew: what comes out is pixels, without EXIF or whatever else hid in the file."""

from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from access.refusals import Invalid, TooLarge

# A photo of today's telephones has 12 to 50 million pixels, at four bytes each in memory.
MOST_PIXELS = 50_000_000
MOST_PIXELS_IN_MOTION = 100_000_000
LONGEST_SIDE = 16_000
_FORMATS = {"png": ("PNG",), "jpg": ("JPEG",), "gif": ("GIF",), "webp": ("WEBP",)}
_HOW: dict[str, dict[str, Any]] = {
    "png": {"format": "PNG"},
    "jpg": {"format": "JPEG", "quality": 88},
    "gif": {"format": "GIF"},
    "webp": {"format": "WEBP", "quality": 88},
}
# What of a file's own notes says how to show its pixels; all other notes are dropped.
_SHOWN = {"transparency", "duration", "loop", "background", "disposal"}
# One at a time in a process: the memory of one large picture is enough.
_easel = BoundedSemaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture as we drew it; sizes in pixels."""

    content: bytes
    width: int
    height: int


def drawn(content: bytes, *, kind: str, field: str = "file") -> Drawn:
    """The picture drawn anew, turned as its camera meant. Raises Invalid, and TooLarge for a bomb."""
    try:
        with _easel, Image.open(BytesIO(content), formats=_FORMATS[kind]) as picture:
            _check_size(picture)
            return _drawn(picture, kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Invalid.field(field, "broken", "The picture is damaged. Save it anew and try again.") from error


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    frames = getattr(picture, "n_frames", 1)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise TooLarge(
            "too_many_pixels", f"A picture may have {MOST_PIXELS // 10**6} million pixels. Make it smaller."
        )
    if frames > 1 and width * height * frames > MOST_PIXELS_IN_MOTION:
        raise TooLarge("too_many_pixels", "The moving picture is too long or too large. Make it smaller.")


def _drawn(picture: Image.Image, kind: str) -> Drawn:
    out = BytesIO()
    moves = kind in ("gif", "webp") and getattr(picture, "n_frames", 1) > 1
    first = picture.copy() if moves else ImageOps.exif_transpose(picture)
    if kind == "jpg" and first.mode not in ("L", "RGB"):
        first = first.convert("RGB")
    first.info = {name: value for name, value in picture.info.items() if name in _SHOWN}
    if moves:
        first.save(out, **_HOW[kind], **_motion(picture))
    else:
        first.save(out, **_HOW[kind])
    return Drawn(content=out.getvalue(), width=first.width, height=first.height)


def _motion(picture: Image.Image) -> dict[str, Any]:
    frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
    return {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [frame.info.get("duration", 100) for frame in frames],
        "loop": picture.info.get("loop", 0),
    }
