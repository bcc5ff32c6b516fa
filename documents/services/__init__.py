"""Every change to documents."""

from documents.services.log import LARGEST_LOG, LARGEST_UPDATE, MOST_AT_ONCE, append_updates
from documents.services.sharing import share_document
from documents.services.starting import create_document
from documents.services.telling import tell_changes

__all__ = [
    "LARGEST_LOG",
    "LARGEST_UPDATE",
    "MOST_AT_ONCE",
    "append_updates",
    "create_document",
    "share_document",
    "tell_changes",
]
