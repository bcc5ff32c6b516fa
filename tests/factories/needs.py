"""Needs, opened through their verb so that each has its document."""

from typing import Any

from access.actor import Actor
from needs.models import Need
from needs.services import open_need
from networks.models import Network

TITLES = {"title_sv": "Utsläppsfria leveranser", "title_en": "Zero-emission deliveries"}


def a_need(actor: Actor, **wanted: Any) -> Need:
    """A need of the actor's network, in their authority's own zone unless `zone` says otherwise."""
    network = Network.objects.get(pk=str(actor.network_id))
    return open_need(actor, network=network, **{**TITLES, **wanted})
