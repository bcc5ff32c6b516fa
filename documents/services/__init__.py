"""Every change to documents."""

from documents.services.commenting import (
    delete_comment,
    edit_comment,
    make_comment,
    reopen_comment,
    resolve_comment,
)
from documents.services.compacting import compact_log
from documents.services.log import LARGEST_LOG, LARGEST_UPDATE, MOST_AT_ONCE, append_updates
from documents.services.revising import end_spell, name_revision, restore_revision
from documents.services.sharing import share_document
from documents.services.signing import Round, ask_sign_off
from documents.services.starting import create_document
from documents.services.telling import tell_changes

__all__ = [
    "LARGEST_LOG",
    "LARGEST_UPDATE",
    "MOST_AT_ONCE",
    "Round",
    "append_updates",
    "ask_sign_off",
    "compact_log",
    "create_document",
    "delete_comment",
    "edit_comment",
    "end_spell",
    "make_comment",
    "name_revision",
    "reopen_comment",
    "resolve_comment",
    "restore_revision",
    "share_document",
    "tell_changes",
]
