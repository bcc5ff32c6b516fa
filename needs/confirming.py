"""An authority is asked whether its annex and volumes still hold: parts of verbs, in their transaction.

One question for both, twice a year: late in May, and late in November when budgets are decided.
"""

from datetime import date

from access.actor import Actor
from journal.events import Event
from needs.ageing import FRESH, first_round
from needs.models import ANNEX_KIND, Annex, DemandLine, Status
from networks.subjects import Subject
from tasks.cadence import Cadence
from tasks.models import Schedule
from tasks.planning import Plan, change_plan, plan, renew

IN_PRIVATE, IN_SIGHT = "review", "confirm"  # of an annex to a need that the coordinator sees, they may know


def ask(actor: Actor, annex: Annex, first_on: date | None = None) -> Schedule | None:
    """Have whoever writes an annex asked about it, from that day or the first round on.

    Nobody is asked about a need that was replaced. Raises Invalid for a day that is past or too far away.
    """
    if annex.need.status == Status.SUPERSEDED:
        return None
    wanted = Plan(
        owner_id=actor.person_id,
        first_on=first_on or first_round(actor.now.date()),
        cadence=Cadence.HALF_YEARLY,
        named="next_confirm_on",
        policy=IN_PRIVATE if annex.need.is_private else IN_SIGHT,
        private_to=annex.declared_by_id,
    )
    return plan(actor, Subject(ANNEX_KIND, annex.pk), wanted)


def ask_on(actor: Actor, annex: Annex, day: date | None) -> list[Event]:
    """After a change to a locked annex: ask on another day where one is named.

    Without lines all is said by the change, and the next round is for the next question. Returns the facts.
    """
    schedule = annex.schedule
    if schedule is None:
        annex.schedule = ask(actor, annex, day)
        return []
    if day is not None and day != schedule.next_on and annex.need.status != Status.SUPERSEDED:
        wanted = Plan(
            owner_id=schedule.owner_id,
            deputy_id=schedule.deputy_id,
            first_on=day,
            cadence=schedule.cadence,
            named="next_confirm_on",
        )
        return change_plan(actor, schedule, wanted)
    if DemandLine.objects.holding().filter(annex=annex).exists():
        return []
    return answered(actor, annex, "updated")


def answered(actor: Actor, annex: Annex, outcome: str) -> list[Event]:
    """All that is asked about a locked annex has been said: move the day. Returns the facts."""
    if annex.schedule is None or annex.need.status == Status.SUPERSEDED:
        return []
    return renew(actor, annex.schedule, outcome=outcome, least=FRESH)
