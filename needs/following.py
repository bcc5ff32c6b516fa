"""An authority is asked about its lines on days that they name: parts of verbs, in their transaction.

By the day on which it expected a decision, and half a year after it meant to buy and on. One question of
each kind for an authority and need, however many lines: its day is the earliest, and one answer is for
all of the four weeks after it. Before the contract ends that its annex names it is asked too. Locks are
taken in this order: need, memberships, these schedules, annex, lines. Whoever may begin a question about
lines holds the authority's membership, and about a contract the need, so that it is begun once.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from access.actor import Actor
from journal.events import Event
from needs.ageing import watched_on
from needs.confirming import IN_PRIVATE, IN_SIGHT
from needs.models import CONTRACT, EXPECTED, REALISED, Annex, DemandLine, Need, Status
from needs.named_days import Said, days_of
from networks.models import Membership
from networks.subjects import Subject
from tasks.cadence import ONCE
from tasks.models import Schedule
from tasks.planning import Plan, begin_for, close_open, move_on, opened_again

KINDS = (EXPECTED, REALISED)
UPDATED = "updated"
Held = dict[str, Schedule]


def held(need_id: UUID, authority_id: UUID | None, *kinds: str) -> Held:
    """The schedules of an authority's questions about its lines for a need, locked."""
    annexes = Annex.objects.filter(need_id=need_id, declared_by_id=authority_id)
    rows = Schedule.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    found = rows.filter(subject_kind__in=kinds or KINDS, subject_id__in=annexes.values("pk"))
    return {one.subject_kind: one for one in found.order_by("pk")}


def follow(actor: Actor, annex_id: UUID, schedules: Held) -> list[Event]:
    """Set the days of both questions after lines of an annex changed. Returns the facts."""
    rows = Annex.objects.select_related("need", "declared_by", "opened_by", "schedule__owner")
    annex = rows.get(pk=annex_id)
    return [fact for kind in KINDS for fact in set_day(actor, annex, kind, schedules.get(kind))]


def follow_contract(
    actor: Actor, annex: Annex, before: date | None, schedule: Schedule | None
) -> list[Event]:
    """Set the day of the question before a contract ends, after another end was said. Returns the facts.

    Days that are past are skipped. A question that waits is not answered by an end that came nearer.
    """
    end, today = annex.current_contract_end, actor.now.date()
    if end == before:
        return []
    is_asked = schedule is not None and schedule.next_on is not None and schedule.anchor_on <= today
    if is_asked and before and end and today < end < before:
        return []
    return set_day(actor, annex, CONTRACT, schedule)


def follow_adopted(actor: Actor, need: Need) -> list[Event]:
    """A locked need was adopted: what is planned for it is asked about too. Returns the facts."""
    rows = Annex.objects.filter(need=need).select_related(
        "need", "declared_by", "opened_by", "schedule__owner"
    )
    annexes = list(rows.order_by("pk"))
    members = Membership.objects.active().filter(network_id=need.network_id)
    members = members.filter(authority__in=[one.declared_by_id for one in annexes])
    list(members.select_for_update(no_key=True).order_by("pk"))
    locked = Schedule.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    found = locked.filter(subject_kind=REALISED, subject_id__in=[one.pk for one in annexes]).order_by("pk")
    schedules = {one.subject_id: one for one in found}
    facts: list[Event] = []
    for annex in annexes:
        annex.need = need
        facts += set_day(actor, annex, REALISED, schedules.get(annex.pk))
    return facts


def set_day(actor: Actor, annex: Annex, kind: str, schedule: Schedule | None) -> list[Event]:
    """Set the day of one question, as the lines say now; one that waits for its answer stays.

    Returns the facts.
    """
    today = actor.now.date()
    days = list(_days(annex, kind))
    if annex.need.status == Status.SUPERSEDED or (schedule is not None and _waits(schedule, days, today)):
        return []
    then = _next(annex, kind, days, today)
    if schedule is None:
        if then is not None:
            _begin(actor, annex, kind, then)
        return []
    if then is None:
        return move_on(actor, schedule, outcome=UPDATED, ends=True) if schedule.next_on else []
    if schedule.next_on is not None and schedule.anchor_on == then:
        return []
    return moved_to(actor, schedule, then, UPDATED)


def answered(actor: Actor, annex: Annex, schedule: Schedule, outcome: str) -> list[Event]:
    """A question whose schedule is locked was answered: the next day, or none. Returns the facts."""
    then = _next(annex, schedule.subject_kind, list(_days(annex, schedule.subject_kind)), actor.now.date())
    return moved_to(actor, schedule, then, outcome)


def moved_to(actor: Actor, schedule: Schedule, then: date | None, outcome: str) -> list[Event]:
    """What is open of a locked schedule is closed; it is due on another day, or never. Returns the facts."""
    if then is None:
        return move_on(actor, schedule, outcome=outcome, ends=True)
    facts = close_open(actor, schedule, outcome=outcome)
    schedule.begin(then, actor.now)
    schedule.save()
    return [*facts, *opened_again(schedule)]


def _days(annex: Annex, kind: str) -> Iterable[date]:
    """The days that the annex or its lines name; one query, whose rows are few however many the lines."""
    if kind == CONTRACT:
        yield from watched_on(annex.current_contract_end) if annex.current_contract_end else ()
        return
    rows = DemandLine.objects.holding().filter(annex=annex).order_by()
    is_adopted = annex.need.status == Status.ADOPTED
    for row in rows.values_list("commitment", "decision_expected_on", "latest_start").distinct():
        yield from days_of(kind, Said(*row), is_adopted=is_adopted)


def _waits(schedule: Schedule, days: Iterable[date], today: date) -> bool:
    """Has its day come, and lacks it an answer about anything that fell due since?"""
    if schedule.next_on is None or schedule.anchor_on > today:
        return False
    since = date.min if schedule.subject_kind == EXPECTED else schedule.anchor_on
    return any(since <= day <= today for day in days)


def _next(annex: Annex, kind: str, days: Iterable[date], today: date) -> date | None:
    """The next day on which the question is due: what was expected and is past, today."""
    if kind == EXPECTED:
        return min((max(day, today) for day in days), default=None)
    if kind == CONTRACT:
        return min((day for day in days if day >= today), default=None)
    told = max(today, annex.volumes_told_until or today)
    return min((day for day in days if day > told), default=None)


def _begin(actor: Actor, annex: Annex, kind: str, day: date) -> None:
    """Let it fall due for whoever answers for the annex; the clock finds another where they left."""
    owner = annex.schedule.owner if annex.schedule else annex.opened_by
    wanted = Plan(
        owner_id=owner.pk,
        first_on=day,
        cadence=ONCE,
        policy=IN_PRIVATE if _is_hidden(annex, kind) else IN_SIGHT,
        private_to=annex.declared_by_id,
    )
    begin_for(
        owner,
        annex.declared_by,
        Subject(kind, annex.pk),
        network_id=annex.network_id,
        wanted=wanted,
        now=actor.now,
    )


def _is_hidden(annex: Annex, kind: str) -> bool:
    """May not even who coordinates hear that it waits? Its day would tell when a contract ends."""
    return annex.need.is_private or (kind == CONTRACT and annex.is_private)
