"""Who may adopt a need without asking the authorities, and when: what verbs and doors ask ahead."""

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict
from decisions.models import Kind, Question
from needs.models import KIND, Need, Status
from networks.subjects import Subject


def check_adoption(actor: Actor, need: Need) -> None:
    """May the actor adopt a need in hearing without asking, now? A part of changing it, under its lock.

    Raises Forbidden for whoever does not manage needs, its owner among them, and Conflict while the
    authorities are being asked.
    """
    actor.require(Permission.NEED_MANAGE)
    if is_asked_about(need):
        raise Conflict(
            "adoption_open",
            "The authorities are being asked about this need: it is adopted by what they say.",
        )


def is_asked_about(need: Need) -> bool:
    """Is a question open whether the authorities adopt the need?"""
    about = Question.objects.open().about(Subject(KIND, need.pk))
    return about.filter(kind=Kind.ADOPTION).exists()


def steps_for(actor: Actor, need: Need) -> list[str]:
    """The statuses that may follow, of those that whoever may change the need can choose now."""
    steps = need.next_steps()
    if Status.ADOPTED in steps and (not actor.can(Permission.NEED_MANAGE) or is_asked_about(need)):
        steps.remove(Status.ADOPTED)
    return steps
