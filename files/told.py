"""What is told of a file: to the network, or only to the authority in whose zone it lies."""

from collections.abc import Callable

from files.models import StoredFile
from journal.events import (
    Event,
    FileErased,
    FileErasedPrivately,
    FileSetAside,
    FileSetAsidePrivately,
    FileStored,
    FileStoredPrivately,
)


def stored(file: StoredFile) -> Event:
    """It was uploaded."""
    return _told(file, FileStored, FileStoredPrivately)


def erased(file: StoredFile) -> Event:
    """It was erased."""
    return _told(file, FileErased, FileErasedPrivately)


def set_aside(file: StoredFile) -> Event:
    """Nobody can have it any more."""
    return _told(file, FileSetAside, FileSetAsidePrivately)


def _told(file: StoredFile, openly: Callable[..., Event], privately: Callable[..., Event]) -> Event:
    if file.authority_id is None:
        return openly(network_id=file.network_id, file_id=file.pk)
    return privately(network_id=file.network_id, authority_id=file.authority_id, file_id=file.pk)
