"""Somebody said whether a need still holds: parts of the verb that writes it down."""

from access.actor import Actor
from journal.events import Event, NeedReviewed, NeedReviewedPrivately
from needs.models import Need
from needs.reviewing import begin_review
from tasks.models import Occurrence, Schedule
from tasks.planning import move_on

UNCHANGED, UPDATED, CLOSED = "unchanged", "updated", "closed"


def move(actor: Actor, need: Need, outcome: str) -> list[Event]:
    """Set the day of the next question about a locked need, or none. Returns the facts."""
    if need.schedule is not None and need.schedule.next_on is not None:
        return move_on(actor, need.schedule, outcome=outcome, ends=outcome == CLOSED)
    if outcome != CLOSED:
        begin_review(actor, need)
    return []


def is_asked(actor: Actor, schedule: Schedule | None) -> bool:
    """Is it theirs to answer: as who is asked, their deputy, or whom it was handed to?"""
    if schedule is None:
        return False
    if actor.user_id in (schedule.owner_id, schedule.deputy_id):
        return True
    return Occurrence.objects.open().filter(schedule=schedule, deputy_id=actor.user_id).exists()


def reviewed(need: Need, outcome: str) -> Event:
    """The fact, in the stream of those who may read the need."""
    network_id, authority_id, day = need.network_id, need.authority_id, need.next_review_on
    if authority_id is None:
        return NeedReviewed(
            network_id=network_id,
            need_id=need.pk,
            version=need.version,
            outcome=outcome,
            next_review_on=day,
        )
    return NeedReviewedPrivately(
        network_id=network_id,
        authority_id=authority_id,
        need_id=need.pk,
        version=need.version,
        outcome=outcome,
        next_review_on=day,
    )
