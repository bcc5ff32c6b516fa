"""Questions put to the authorities of the flagship."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from access.actor import Actor
from decisions.models import Question
from decisions.services import Asking, answer_question, close_due, close_question, open_question
from networks.models import Network

DAY = timedelta(days=1)


def asking(**fields: Any) -> Asking:
    """What a coordinator asks for, within two weeks."""
    usual = {"title": "Ska vi fråga marknaden gemensamt?", "closes_at": timezone.now() + 14 * DAY}
    return Asking(**{**usual, **fields})


def put(actor: Actor, **fields: Any) -> Question:
    """A question that the actor puts to their network."""
    network = Network.objects.get(pk=str(actor.network_id))
    return open_question(actor, network=network, asking=asking(**fields))


def carried(actor: Actor, *others: Actor, **fields: Any) -> Question:
    """A question that the actor put, that all of these support, and that closed when all had answered."""
    everybody = [actor, *others]
    authorities = [one.represents for one in everybody]
    question = put(actor, authorities=authorities, **fields)
    for one in everybody:
        answer_question(one, question=question, stance="support")
    return close_question(actor, question=question)


def run_out(question: Question) -> Question:
    """Let the clock close a question whose time is up."""
    close_due(Actor.clock(now=question.closes_at))
    question.refresh_from_db()
    return question
