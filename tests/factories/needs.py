"""Needs, opened through their verb so that each has its document."""

from typing import Any

from access.actor import Actor
from needs.models import Need
from needs.services import add_goal, change_need, open_need
from networks.models import Network

TITLES = {"title_sv": "Utsläppsfria leveranser", "title_en": "Zero-emission deliveries"}


def a_need(actor: Actor, **wanted: Any) -> Need:
    """A need of the actor's network, in their authority's own zone unless `zone` says otherwise."""
    network = Network.objects.get(pk=str(actor.network_id))
    return open_need(actor, network=network, **{**TITLES, **wanted})


def adopted(actor: Actor, **wanted: Any) -> Need:
    """A need with a goal that the network adopted."""
    need = a_need(actor, zone="network", **wanted)
    add_goal(actor, need=need, statement="Färre stopp vid lastkajen")
    for status in ("internal_review", "hearing", "adopted"):
        need = change_need(actor, need=need, status=status)
    return need
