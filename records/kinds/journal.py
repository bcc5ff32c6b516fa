"""What happened, in the streams that the authority may listen to, with the hashes of their chains."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from messaging.models import Room
from records.kinds.documents import in_sight
from records.kinds.kind import Kind
from records.sight import Sight


def _entries(sight: Sight) -> "QuerySet[Any]":
    ours = f"authority:{sight.network.pk}:{sight.authority_id}"
    others = [f"network:{sight.network.pk}", *_heard(sight)]
    rows = Entry.objects.filter(Q(stream_id=ours) | (Q(stream_id__in=others) & sight.by("at")))
    return rows.order_by("stream_id", "seq")


def _heard(sight: Sight) -> list[str]:
    """The streams of rooms and documents in sight."""
    rooms = Room.objects.visible_to(sight.actor).filter(sight.by("created_at")).order_by("pk")
    documents = in_sight(sight).order_by("pk")
    return [
        *(f"room:{pk}" for pk in rooms.values_list("pk", flat=True)),
        *(f"document:{pk}" for pk in documents.values_list("pk", flat=True)),
    ]


def _entry(_sight: Sight, row: Entry) -> Mapping[str, Any]:
    return {
        "stream": row.stream_id,
        "seq": row.seq,
        "type": row.type,
        "at": row.at,
        "person": row.actor_id,
        "authority": row.authority_id,
        "data": orjson.loads(row.payload),
        "hash": bytes(row.hash).hex(),
    }


KINDS = [Kind(name="journal", title=_("What happened"), rows=_entries, shape=_entry)]
