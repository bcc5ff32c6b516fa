"""What can be found, without the room that it comes from."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from journal.ids import uuid7
from networks.models import Network
from networks.subjects import Subject
from search.indexing import Piece, index


def a_piece(network: Network, text: str = "", **other: Any) -> Piece:
    """Something of a network that says this, in the network's zone unless said otherwise."""
    now: datetime = timezone.now()
    given: dict[str, Any] = {
        "subject": Subject("message", uuid7()),
        "network_id": network.pk,
        "zone": "network",
        "authority_id": None,
        "members_only": False,
        "title": "Rum",
        "is_titled": False,
        "text": text,
        "at": now,
        "indexed_at": now,
    }
    return Piece(**{**given, **other})


def findable(network: Network, text: str, **other: Any) -> Subject:
    """The subject of something that can be found from now on."""
    piece = a_piece(network, text, **other)
    index(piece)
    return piece.subject
