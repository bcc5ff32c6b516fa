"""Listeners to a document's stream are told that it was written in, at most once a second."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from documents.models import Document
from journal.events import DocumentChanged
from journal.recorder import record


@transaction.atomic
def tell_changes(actor: Actor, *, document_ids: Collection[UUID]) -> list[Document]:
    """Tell of the last updates in these documents that were written too soon after others to be told of."""
    actor.require(Permission.CLOCK_TICK)
    untold = Document.objects.filter(pk__in=document_ids).untold(now=actor.now)
    documents = list(untold.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk"))
    for document in documents:
        document.told_seq, document.told_at = document.seq, actor.now
        document.save(update_fields=["told_seq", "told_at"])
    record(
        actor,
        *(
            DocumentChanged(network_id=document.network_id, document_id=document.pk, update=document.seq)
            for document in documents
        ),
    )
    return documents
