"""What a document holds, for those who join it and for pages."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from documents.content import read_content
from documents.copies import held
from documents.models import Document
from documents.schema import EDITOR_ROOT, Content
from documents.yjs import read_state_vector


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A document at one moment: its state vector, what a client lacks of it, and where its log stood."""

    vector: bytes
    missing: bytes
    epoch: str
    seq: int


def state_of(document_id: UUID, *, known: bytes = b"\x00") -> State:
    """The document now, for a client with the state vector `known`.

    Raises Malformed for something else than a state vector, LoadError, and DoesNotExist.
    """
    read_state_vector(known)  # pycrdt would take an update for one
    with held(document_id) as copy:
        copy.catch_up(Document.objects.get(pk=document_id))
        return State(
            vector=copy.doc.get_state(),
            missing=copy.doc.get_update(known),
            epoch=copy.epoch,
            seq=copy.seq,
        )


def content_of(document_id: UUID) -> Content:
    """What the editor shows of the document now. Raises LoadError, and DoesNotExist."""
    return content_at(state_of(document_id))


def content_at(state: State) -> Content:
    """What the editor shows of a whole state, as `state_of` gives it to one who knows nothing."""
    doc: Doc[Any] = Doc()
    doc.apply_update(state.missing)
    return read_content(doc)


def paragraphs_of(document_id: UUID) -> list[str]:
    """The document as plain paragraphs, without any markup: to be escaped like all text.

    The editor's content first, then whatever other clients wrote under names of their own.
    """
    doc: Doc[Any] = Doc()  # apart: reading decides what kind each root is
    doc.apply_update(state_of(document_id).missing)
    lines = _lines(doc.get(EDITOR_ROOT, type=XmlFragment))
    for name in sorted(set(doc.keys()) - {EDITOR_ROOT}):
        lines += str(doc.get(name, type=Text)).split("\n")
    return [line for line in lines if line.strip()]


def _lines(fragment: XmlFragment) -> list[str]:
    """One line for each run of text between elements; without recursion, for depth is the writer's choice."""
    lines = [""]
    waiting: list[XmlElement | XmlText | XmlFragment] = [*reversed(list(fragment.children))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, XmlText):
            lines[-1] += "".join(part for part, _attributes in node.diff() if isinstance(part, str))
            continue
        lines.append("")
        waiting += reversed(list(node.children))
    return lines
