"""My authority: its annexes, lines, tasks, decisions and contracts in all networks, and what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from accounts.models import Authority
from decisions.listing import present_voices, with_voices
from decisions.models import Question, State, Voice
from needs.models import Annex, DemandLine
from networks.models import Network, Seat
from networks.scoping import actors_in_own_networks
from tasks.models import Task

MOST = 200  # of each kind in one network
SOON = 30  # deadlines on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question that was put to the authority, and what it said, if anything."""

    question: Question
    voice: Voice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one authority has in one network, as far as the person may see it."""

    network: Network
    authority: Authority
    annexes: list[Annex]
    lines: list[DemandLine]
    tasks: list[Task]
    put: list[Put]

    @property
    def api(self) -> str:
        """Where programs find the network, and sheets of what the authority said in it."""
        return f"/api/v1/networks/{self.network.pk}/"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Deadline:
    """A day on which something of the authority's ends or is due."""

    on: date
    path: str
    kind: str
    words: Any
    title: str
    network: str
    is_past: bool


def standings_of(actor: Actor) -> list[Standing]:
    """The person's authorities in their networks, by the network's name: five queries for each network."""
    places = {str(place.network_id): place for place in actors_in_own_networks(actor)}
    seats = Seat.objects.active(actor.now).filter(user_id=actor.person_id, network_id__in=list(places))
    rows = [
        _standing(places[str(seat.network_id)], seat)
        for seat in seats.select_related("network", "authority").order_by("pk")
    ]
    return sorted(rows, key=lambda row: (row.network.name, row.network.pk))


def deadlines_of(standings: list[Standing], today: date) -> list[Deadline]:
    """What ends or is due next, soonest first; what is late comes before it."""
    found = [deadline for row in standings for deadline in _deadlines(row, today)]
    return sorted(found)[:SOON]


def _standing(place: Actor, seat: Seat) -> Standing:
    ours = {"declared_by_id": seat.authority_id}
    annexes = Annex.objects.visible_to(place).filter(**ours).select_related("need", "declared_by", "schedule")
    lines = DemandLine.objects.visible_to(place).filter(**ours).holding().with_names()
    tasks = Task.objects.visible_to(place).open().filter(for_authority_id=seat.authority_id).with_people()
    return Standing(
        network=seat.network,
        authority=seat.authority,
        annexes=list(annexes.order_by("current_contract_end", "pk")[:MOST]),
        lines=list(lines.select_related("need").order_by("valid_until", "pk")[:MOST]),
        tasks=list(tasks.order_by("schedule__next_on", "pk")[:MOST]),
        put=_put(place, seat.authority_id),
    )


def _put(place: Actor, authority_id: UUID) -> list[Put]:
    asked = Question.objects.visible_to(place).filter(asked__authority_id=authority_id)
    questions = with_voices(asked).exclude(state=State.WITHDRAWN).order_by("state", "closes_at", "pk")[:MOST]
    return [Put(question=row, voice=_voice(row, authority_id)) for row in questions]


def _voice(question: Question, authority_id: UUID) -> Voice | None:
    ours = (voice for voice in present_voices(question) if voice.authority_id == authority_id)
    return next(ours, None)


def _deadlines(row: Standing, today: date) -> list[Deadline]:
    def deadline(on: date, path: str, kind: str, title: str) -> Deadline:
        return Deadline(
            on=on,
            path=path,
            kind=kind,
            words=KINDS[kind],
            title=title,
            network=row.network.name,
            is_past=on < today,
        )

    ends = [
        deadline(annex.current_contract_end, f"/needs/{annex.need_id}/annex/", "contract", annex.need.title)
        for annex in row.annexes
        if annex.current_contract_end and annex.current_contract_end >= today
    ]
    asked_about = [
        deadline(annex.next_confirm_on, f"/needs/{annex.need_id}/annex/", "annex", annex.need.title)
        for annex in row.annexes
        if annex.next_confirm_on
    ]
    lines = [
        deadline(line.valid_until, f"/needs/{line.need_id}/annex/", "line", str(line.item))
        for line in row.lines
    ]
    tasks = [
        deadline(task.schedule.next_on, f"/tasks/{task.pk}/", "task", task.title)
        for task in row.tasks
        if task.schedule.next_on
    ]
    asked = [
        deadline(one.closes_at.date(), f"/decisions/{one.pk}/", "decision", one.title)
        for one in (put.question for put in row.put if put.voice is None)
        if one.state == State.OPEN
    ]
    return [*ends, *asked_about, *lines, *tasks, *asked]


KINDS: dict[str, Any] = {
    "annex": _("Annex and volumes have to be confirmed"),
    "contract": _("A contract ends"),
    "line": _("A demand line has to be declared again"),
    "task": _("A task is due"),
    "decision": _("We have not answered"),
}
