"""Files on local disk, safe against a power cut: what `save` has returned is there afterwards."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableDisk(FileSystemStorage):
    """As Django keeps files, but flushed to disk and moved into place whole."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.part")
        with unfinished.open("wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(place)
        for folder in (place.parent, place.parent.parent):
            _settle(folder)
        return name


def _settle(folder: Path) -> None:
    """Have the folder's own entries written, or a new file has a content and no name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
