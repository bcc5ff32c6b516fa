"""Which logs are due to be compacted, and doing it one by one."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from access.actor import Actor
from documents.copies import LoadError
from documents.models import Document
from documents.services.compacting import compact_log
from documents.services.log import LONGEST_TAIL

logger = logging.getLogger("samverk.documents")
# Nobody writes any more: what is left is compacted, however little.
QUIET = timedelta(minutes=15)
MOST = 100


def due(actor: Actor) -> "QuerySet[Document]":
    """Documents with a long log, or with any where nobody has written for a while."""
    quiet = Q(told_at__lte=actor.now - QUIET)
    is_long = Q(seq__gte=F("compacted_seq") + LONGEST_TAIL)
    return Document.objects.to_compact().filter(quiet | is_long)[:MOST]


def compact_all(actor: Actor, documents: Iterable[Document]) -> int:
    """Compact each; one that can't be read holds up no other. Returns how many were."""
    done = 0
    for document in documents:
        try:
            done += compact_log(actor, document=document) is not None
        except LoadError:
            logger.exception("The log of document %s can't be compacted.", document.pk)
    return done


def compact_named(actor: Actor, ids: Iterable[UUID]) -> int:
    """Compact those of these documents whose log is long."""
    return compact_all(actor, Document.objects.to_compact().filter(pk__in=list(ids)))
