"""Documents, the log of what was written in them, who wrote, what was kept of it and said about it."""

from documents.models.comment import Comment, CommentMention, CommentVersion
from documents.models.document import Document
from documents.models.errand import Errand, ErrandState, Export, Import
from documents.models.log import Snapshot, Update, Writer
from documents.models.revision import REVISION, Revision, RevisionAuthor, RevisionKind

__all__ = [
    "REVISION",
    "Comment",
    "CommentMention",
    "CommentVersion",
    "Document",
    "Errand",
    "ErrandState",
    "Export",
    "Import",
    "Revision",
    "RevisionAuthor",
    "RevisionKind",
    "Snapshot",
    "Update",
    "Writer",
]
