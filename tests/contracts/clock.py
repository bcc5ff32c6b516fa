"""What the contracts ask of the clock's rooms: their things, their doors, and their verbs."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from access.actor import Actor
from access.policy import Permission
from market.models import Finding, MarketAnalysis, Source
from market.services import (
    SourceRow,
    add_finding,
    change_analysis,
    open_analysis,
    review,
    withdraw_finding,
)
from messaging.models import Message
from messaging.services import make_task
from needs.models import Need
from needs.services.reviewing import review_need
from networks.services import end_membership, end_seat
from tasks.models import Occurrence, Schedule, Task
from tasks.services import (
    acknowledge,
    adopt_orphans,
    answer,
    change_task,
    end_departed,
    finish_task,
    give_task,
    hand_over,
    resume_returned,
    send_due,
    snooze,
)
from tests.contracts.doors import needs
from tests.factories.demand import an_annex

Act = tuple[list[str], Callable[..., object]]
SOURCE = SourceRow(citation="Rapport", accessed_on=date(2026, 2, 27), reliability="B")


P = Permission


def in_a_week() -> date:
    """A day that is near enough for every bound."""
    return timezone.now().date() + timedelta(days=7)


def a_clock() -> Actor:
    """The clock, now."""
    return Actor.clock(now=timezone.now())


def a_task(estate: Any, zone: str) -> Task:
    """The member's own, in a zone."""
    member = estate.stands("member")
    task = give_task(
        member,
        title=f"Task in {zone}",
        due_on=in_a_week(),
        person_id=member.person_id,
        zone="authority" if zone == "authority" else "network",
    )
    if zone == "members_only":
        Task.objects.filter(pk=task.pk).update(members_only=True)
    return task


def a_finding(estate: Any, _zone: str) -> Finding:
    """What the coordinator found out."""
    coordinator = estate.stands("coordinator")
    analysis = open_analysis(
        coordinator,
        question="Vilka laddare finns?",
        owner_id=coordinator.person_id,
        cadence="yearly",
        next_review_on=in_a_week(),
    )
    return add_finding(coordinator, analysis=analysis, claim="Tre.", sources=[SOURCE])


WRITES = {
    "PATCH api/v1/analyses/<uuid:marketanalysis_id>/": needs(P.ANALYSIS_MANAGE),
    "POST api/v1/analyses/<uuid:marketanalysis_id>/findings/": needs(P.FINDING_ADD),
    "DELETE api/v1/findings/<uuid:finding_id>/": needs(P.FINDING_ADD, P.ANALYSIS_MANAGE),
    "POST api/v1/networks/<uuid:network_id>/tasks/": needs(P.TASK_GIVE),
    "PATCH api/v1/tasks/<uuid:task_id>/": needs(P.TASK_GIVE, P.TASK_MANAGE),
    "POST api/v1/tasks/<uuid:task_id>/finish/": needs(P.TASK_FINISH, P.TASK_MANAGE),
    "POST api/v1/messages/<uuid:message_id>/tasks/": needs(P.TASK_GIVE),
    "POST api/v1/reminders/<uuid:occurrence_id>/snooze/": needs(P.REMINDER_ANSWER),
    "POST api/v1/reminders/<uuid:occurrence_id>/hand-over/": needs(P.REMINDER_ANSWER),
}
# The member gave the task.
AUTHORS = {
    "PATCH api/v1/tasks/<uuid:task_id>/": "too",
    "POST api/v1/tasks/<uuid:task_id>/finish/": "too",
}


def bodies(estate: Any) -> dict[str, Any]:
    """What these doors are sent that nobody could find fault with."""
    member, day = str(estate.cast.people["member"].pk), in_a_week().isoformat()
    source = {"citation": "Rapport", "accessed_on": "2026-02-27", "reliability": "B"}
    return {
        "PATCH api/v1/analyses/<uuid:marketanalysis_id>/": {"summary": "Tre."},
        "POST api/v1/analyses/<uuid:marketanalysis_id>/findings/": {"claim": "Tre.", "sources": [source]},
        "POST api/v1/networks/<uuid:network_id>/tasks/": {"title": "Fråga", "person": member, "due_on": day},
        "PATCH api/v1/tasks/<uuid:task_id>/": {"title": "Fråga igen"},
        "POST api/v1/tasks/<uuid:task_id>/finish/": {"state": "done"},
        "POST api/v1/messages/<uuid:message_id>/tasks/": {"title": "Fråga", "person": member, "due_on": day},
        "POST api/v1/reminders/<uuid:occurrence_id>/snooze/": {"until": day, "reason": "Väntar"},
    }


def fall_due(estate: Any, _zone: str) -> None:
    """An analysis whose day has come, and that the clock has not looked at."""
    a_finding(estate, "network")
    now = timezone.now()
    Schedule.objects.update(next_at=now, next_on=now.date())


def _leave(estate: Any, _things: object) -> None:
    """The member leaves, and what is theirs goes to somebody else."""
    end_seat(estate.stands("coordinator"), seat=estate.cast.seats["stockholm"])
    adopt_orphans(a_clock())


def _depart(estate: Any, _things: object) -> None:
    """An authority whose annex is asked about leaves."""
    an_annex(estate.stands("other member"), Need.objects.get())
    end_membership(estate.stands("coordinator"), membership=estate.cast.seats["orebro"].membership)
    end_departed(a_clock())


def _return(estate: Any, _things: object) -> None:
    """One that had left is asked again."""
    an_annex(estate.stands("other member"), Need.objects.get())
    mine = Schedule.objects.filter(subject_kind="annex")
    mine.update(next_on=None, next_at=None, departed_on=timezone.now().date())
    resume_returned(a_clock())


def _reminder() -> Occurrence:
    return Occurrence.objects.select_related("schedule").get()


def _open(estate: Any, _things: object) -> None:
    a_finding(estate, "network")


ACTS: dict[str, Act] = {
    "market/services/analyses.py:open_analysis": ([], _open),
    "market/services/analyses.py:change_analysis": (
        ["marketanalysis_id"],
        lambda estate, _: change_analysis(
            estate.stands("member"),
            analysis=MarketAnalysis.objects.get(),
            summary="Tre.",
            deputy_id=estate.cast.people["member"].pk,
        ),
    ),
    "market/services/analyses.py:review": (
        ["occurrence_id"],
        lambda estate, _: review(
            estate.stands("member"), analysis=MarketAnalysis.objects.get(), outcome="updated"
        ),
    ),
    "market/services/findings.py:add_finding": (
        ["marketanalysis_id"],
        lambda estate, _: add_finding(
            estate.stands("member"), analysis=MarketAnalysis.objects.get(), claim="Tre.", sources=[SOURCE]
        ),
    ),
    "market/services/findings.py:withdraw_finding": (
        ["finding_id"],
        lambda estate, _: withdraw_finding(estate.stands("coordinator"), finding=Finding.objects.get()),
    ),
    "messaging/services/tasking.py:make_task": (
        ["message_id"],
        lambda estate, _: make_task(
            estate.stands("member"),
            message=Message.objects.get(),
            title="Fråga",
            due_on=in_a_week(),
            authority_id=estate.cast.authority("orebro").pk,
        ),
    ),
    "tasks/services/falling_due.py:send_due": (["due"], lambda _estate, _: send_due(a_clock())),
    "tasks/services/orphans.py:adopt_orphans": (["task_id"], _leave),
    "tasks/services/orphans.py:end_departed": (["need_id"], _depart),
    "tasks/services/orphans.py:resume_returned": (["need_id"], _return),
    "needs/services/reviewing.py:review_need": (
        ["need_id"],
        lambda estate, _: review_need(estate.stands("member"), need=Need.objects.get()),
    ),
    "tasks/services/answers.py:acknowledge": (
        ["occurrence_id"],
        lambda estate, _: acknowledge(estate.stands("coordinator"), occurrence=_reminder()),
    ),
    "tasks/services/answers.py:answer": (
        ["occurrence_id"],
        lambda estate, _: answer(estate.stands("coordinator"), occurrence=_reminder(), outcome="unchanged"),
    ),
    "tasks/services/answers.py:snooze": (
        ["occurrence_id"],
        lambda estate, _: snooze(
            estate.stands("coordinator"), occurrence=_reminder(), until=in_a_week(), reason="Väntar"
        ),
    ),
    "tasks/services/answers.py:hand_over": (
        ["occurrence_id"],
        lambda estate, _: hand_over(estate.stands("coordinator"), occurrence=_reminder()),
    ),
    "tasks/services/giving.py:give_task": (
        [],
        lambda estate, _: [a_task(estate, zone) for zone in ("network", "authority")],
    ),
    "tasks/services/giving.py:change_task": (
        ["task_id"],
        lambda estate, _: change_task(
            estate.stands("member"),
            task=Task.objects.get(),
            title="Fråga igen",
            person_id=estate.cast.people["other member"].pk,
        ),
    ),
    "tasks/services/giving.py:finish_task": (
        ["task_id"],
        lambda estate, _: finish_task(estate.stands("member"), task=Task.objects.get(), state="done"),
    ),
}

# What can never be: the model, and what every row of it is set to.
NEVER: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "schedule_cadence_is_known": (Schedule, {"cadence": "weekly"}),
    "nothing_is_due_of_who_departed": (Schedule, {"departed_on": date(2026, 3, 1)}),
    "schedule_policy_is_known": (Schedule, {"policy": "mercy"}),
    "owner_is_not_their_own_deputy": (Schedule, {"deputy": models.F("owner")}),
    "occurrence_is_handed_to_somebody": (Occurrence, {"deputy": None, "handed_over_at": timezone.now()}),
    "task_names_its_authority_iff_private": (Task, {"zone": "authority"}),
    "task_says_what": (Task, {"title": ""}),
    "finished_task_says_who_and_when": (Task, {"state": "done"}),
    "task_is_about_a_whole_subject": (Task, {"about_kind": "message", "about_id": None}),
    "analysis_conclusion_is_known": (MarketAnalysis, {"conclusion": "maybe"}),
    "finding_claims_something": (Finding, {"claim": ""}),
    "withdrawn_finding_says_by_whom": (Finding, {"withdrawn_at": timezone.now()}),
    "source_says_what_it_is": (Source, {"citation": ""}),
    "source_reliability_is_known": (Source, {"reliability": "F"}),
}
