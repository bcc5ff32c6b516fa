"""Documents, the log of what was written in them, and who wrote."""

from documents.models.document import Document
from documents.models.log import Update, Writer

__all__ = ["Document", "Update", "Writer"]
