"""Documents, and people who write in them with pycrdt."""

from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from access.actor import Actor
from documents.models import Document, Update
from documents.services import append_updates


class Pen:
    """One open editor: a Yjs document of its own, whose updates wait in `unsent` until they are sent."""

    def __init__(self, client_id: int | None = None) -> None:
        self.doc: Doc[Any] = Doc(client_id=client_id) if client_id else Doc()
        self.text = self.doc.get("text", type=Text)
        self.unsent: list[bytes] = []
        self._is_reading = False
        self.doc.observe(lambda event: None if self._is_reading else self.unsent.append(event.update))

    def write(self, text: str, at: int | None = None) -> bytes:
        """Type; the update is returned, and waits to be sent."""
        self.text.insert(len(self.text) if at is None else at, text)
        return self.unsent[-1]

    def erase(self, start: int, stop: int) -> bytes:
        """Delete a range."""
        del self.text[start:stop]
        return self.unsent[-1]

    def paragraph(self, text: str) -> None:
        """Add a paragraph where TipTap's schema has them."""
        with self.doc.transaction():
            fragment = self.doc.get("default", type=XmlFragment)
            fragment.children.append(XmlElement("paragraph")).children.append(XmlText(text))

    @property
    def everything(self) -> str:
        """All that is written, the editor's paragraphs first, a line each."""
        fragment = self.doc.get("default", type=XmlFragment)
        paragraphs = [str(text) for element in fragment.children for text in element.children]
        return "\n".join([*paragraphs, str(self.text)])

    def hear(self, update: bytes) -> None:
        """Take in what somebody else wrote."""
        self._is_reading = True
        self.doc.apply_update(update)
        self._is_reading = False

    def send(self, actor: Actor, document: Document) -> Update | None:
        """Commit what waits as one row."""
        updates, self.unsent[:] = list(self.unsent), []
        return append_updates(actor, document=document, updates=updates)
