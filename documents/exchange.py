"""Sync over HTTP: what a client brings is committed, then it gets what it lacks."""

from dataclasses import dataclass

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from documents.messages import STEP_1, STEP_2, Message, Said, written
from documents.models import Document
from documents.reading import state_of
from documents.services import append_updates


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the client gets: messages, and in which epoch and at which update the document stands."""

    body: bytes
    epoch: str


def exchange(actor: Actor, *, document: Document, said: Said, epoch: str | None = None) -> Answer:
    """Commit the updates, and answer a step 1 with step 2, to those who may write with a step 1 of ours too.

    `epoch` is the one that the client knows, if it says so. Raises what append_updates raises.
    """
    if epoch not in (None, document.epoch):
        raise _starts_anew()
    if said.updates:
        append_updates(actor, document=document, updates=said.updates)
    messages = [] if said.known is None else _answer(actor, document, said.known)
    return Answer(body=written(messages, is_wrapped=said.is_wrapped), epoch=document.epoch)


def _answer(actor: Actor, document: Document, known: bytes) -> list[Message]:
    state = state_of(document.pk, known=known)
    if state.epoch != document.epoch:
        raise _starts_anew()
    messages = [Message(STEP_2, state.missing)]
    if actor.can(Permission.DOCUMENT_EDIT):
        messages.append(Message(STEP_1, state.vector))
    return messages


def _starts_anew() -> Conflict:
    return Conflict("other_epoch", "The document starts anew. Reload it.")
