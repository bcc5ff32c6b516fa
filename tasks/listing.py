"""Reminders as a person reads them: with the cards of what they are about."""

from dataclasses import asdict
from typing import Any

from access.actor import Actor
from networks.scoping import actors_in_own_networks
from networks.subjects import cards_of
from tasks.models import Occurrence
from tasks.shapes import reminder_shape


def with_cards(actor: Actor, rows: list[Occurrence]) -> list[dict[str, Any]]:
    """The reminders whose subjects the person may read now: one question per network and kind."""
    shapes = []
    places = {place.network_id: place for place in actors_in_own_networks(actor)} if rows else {}
    cards = {
        subject: card
        for network_id, place in places.items()
        for subject, card in cards_of(
            place, [row.schedule.subject for row in rows if row.network_id == network_id]
        ).items()
    }
    for row in rows:
        card = cards.get(row.schedule.subject)
        if card is not None:
            shapes.append({**reminder_shape(row), "card": asdict(card)})
    return shapes
