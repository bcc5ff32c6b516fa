"""What becomes of the clock's questions when a need is replaced, or seen by the network: parts of verbs."""

from django.db.models import Q

from access.actor import Actor
from journal.events import Event
from needs.confirming import IN_SIGHT
from needs.models import CONTRACT, EXPECTED, REALISED, Annex, Need, Status
from tasks.models import Schedule
from tasks.planning import move_on


def _of_need(need: Need) -> list[Schedule]:
    """The schedules of a need's annexes, and of what is asked about their lines and contracts, locked."""
    rows = Schedule.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    annexes = Annex.objects.filter(need=need)
    beside = Q(subject_kind__in=(EXPECTED, REALISED, CONTRACT), subject_id__in=annexes.values("pk"))
    return list(rows.filter(Q(pk__in=annexes.values("schedule")) | beside).order_by("pk"))


def end_asking(actor: Actor, need: Need) -> list[Event]:
    """Ask nobody any more about the annexes to a need that was replaced. Returns the facts."""
    return [
        fact
        for schedule in _of_need(need)
        for fact in move_on(actor, schedule, outcome=str(Status.SUPERSEDED), ends=True)
    ]


def end_review(actor: Actor, need: Need, outcome: str) -> list[Event]:
    """Ask nobody any more about a locked need. Returns the facts."""
    if need.schedule is None or need.schedule.next_on is None:
        return []
    return move_on(actor, need.schedule, outcome=outcome, ends=True)


def replaced(actor: Actor, need: Need) -> list[Event]:
    """A need was superseded: nobody is asked about it, or about its annexes. Returns the facts."""
    return [*end_review(actor, need, str(Status.SUPERSEDED)), *end_asking(actor, need)]


def seen(need: Need) -> None:
    """The network sees a need now: who follows up its work hears of what waits, of annexes only that.

    Of contracts not yet: the annexes that name their ends are private still.
    """
    if need.schedule is not None:
        need.schedule.private_to = None
        need.schedule.save(update_fields=["private_to"])
    waiting = [one.pk for one in _of_need(need) if one.subject_kind != CONTRACT]
    Schedule.objects.filter(pk__in=waiting).update(policy=IN_SIGHT)
