"""Who stands behind the Yjs client ids of a document."""

from collections.abc import Collection

from access.actor import Actor
from access.refusals import Barred
from documents.copies import Copy
from documents.models import Document, Writer


def claim(actor: Actor, *, document: Document, copy: Copy, clients: Collection[int]) -> None:
    """Make sure that the actor, and nobody else, stands behind these client ids.

    For verbs that hold the document's row lock. The first who writes with an id keeps it. Raises
    Barred for an id of somebody else's.
    """
    if all(copy.writers.get(client) == actor.person_id for client in clients):
        return
    wanted = [
        Writer(
            document=document,
            client_id=client,
            person_id=actor.person_id,
            authority_id=actor.represents,
            first_at=actor.now,
        )
        for client in clients
    ]
    Writer.objects.bulk_create(wanted, ignore_conflicts=True)
    rows = Writer.objects.filter(document=document, client_id__in=clients).order_by("client_id")
    copy.writers.update(rows.values_list("client_id", "person_id"))
    if any(copy.writers[client] != actor.person_id for client in clients):
        raise Barred("client_id_taken", "Somebody else writes with this Yjs client id. Reload the document.")
