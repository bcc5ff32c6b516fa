"""A need goes a step on: what has to hold before, and what the step leaves behind."""

from access.actor import Actor
from access.refusals import Conflict, Invalid
from journal.events import Event
from needs.checking import standing_words
from needs.ending import replaced
from needs.following import follow_adopted
from needs.keeping import latest
from needs.models import Need, Status
from needs.reviewing import HOME, begin_review

_NAMED = 10


def step_to(actor: Actor, need: Need, status: str) -> list[Event]:
    """Move the need, which is under its lock and not saved, to another status.

    To adopt it notes the day and the version that was adopted, and has its owner asked in a year
    and its members what they bought; nobody is asked about one that was replaced. Returns the facts of
    reminders. Raises Invalid for an unknown status, Conflict for one that does not follow, and for a
    hearing while product words stand.
    """
    if status not in Status.values:
        raise Invalid.field("status", "status", f"Choose one of {', '.join(Status.values)}.")
    if status not in need.next_steps():
        raise Conflict("no_such_step", f"A need in {need.zone} can't go from {need.status} to {status}.")
    if status == Status.HEARING:
        _check_neutral(need)
    need.status = status
    if status == Status.ADOPTED:
        need.adopted_on = actor.now.astimezone(HOME).date()
        need.adopted_version = latest(need).number
        begin_review(actor, need)
        return follow_adopted(actor, need)
    return replaced(actor, need) if status == Status.SUPERSEDED else []


def _check_neutral(need: Need) -> None:
    words = standing_words(need)
    if words:
        named = ", ".join(words[:_NAMED])
        raise Conflict(
            "names_products",
            f"Words in the need name products: {named}. Say the outcome instead, or let a reviewer overrule.",
        )
