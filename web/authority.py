"""My authority: its annexes, lines, tasks, decisions and contracts in all networks, and what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, When
from django.utils.translation import gettext_lazy as _

from access.actor import Actor
from accounts.models import Authority
from decisions.listing import present_voices, with_voices
from decisions.models import Question, QuestionQuerySet, State, Voice
from needs.models import Annex, DemandLine
from networks.models import Network, Seat
from networks.scoping import actors_in_own_networks
from tasks.models import Task
from wire.stretches import Stretch

MOST = 200  # of each kind in one network, at once
SOON = 30  # deadlines at once

Cut = Callable[[Any, str], Stretch[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question that was put to the authority, and what it said, if anything."""

    question: Question
    voice: Voice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """All that may have a day, whatever part of it is shown."""

    annexes: list[Annex]
    lines: list[DemandLine]
    tasks: list[Task]
    unanswered: list[Question]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one authority has in one network, as far as the person may see it."""

    network: Network
    authority: Authority
    annexes: Stretch[Annex]
    lines: Stretch[DemandLine]
    tasks: Stretch[Task]
    put: Stretch[Put]
    dated: Dated

    @property
    def names(self) -> dict[str, str]:
        """What its lists are called in addresses."""
        return names_in(self.network.pk)

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


def standings_of(actor: Actor, cut: Cut) -> list[Standing]:
    """The person's authorities in their networks, by the network's name: six queries for each network.

    `cut` takes from the rows of a list what is shown, by its name, such as `lines-<network>`. Of a list
    that is longer another query fetches all that may have a day.
    """
    places = {str(place.network_id): place for place in actors_in_own_networks(actor)}
    seats = Seat.objects.active(actor.now).filter(user_id=actor.person_id, network_id__in=list(places))
    rows = [
        _standing(places[str(seat.network_id)], seat, cut)
        for seat in seats.select_related("network", "authority").order_by("pk")
    ]
    return sorted(rows, key=lambda row: (row.network.name, row.network.pk))


def names_in(network_id: UUID) -> dict[str, str]:
    """What the lists in one of the networks are called in addresses."""
    return {kind: f"{kind}-{network_id}" for kind in ("annexes", "lines", "tasks", "decisions")}


def deadlines_of(standings: list[Standing], today: date) -> list[Deadline]:
    """All that ends or is due, soonest first; what is late comes before it."""
    return sorted(deadline for row in standings for deadline in _deadlines(row, today))


def _standing(place: Actor, seat: Seat, cut: Cut) -> Standing:
    ours = {"declared_by_id": seat.authority_id}
    annexes = Annex.objects.visible_to(place).filter(**ours).select_related("need", "declared_by", "schedule")
    lines = DemandLine.objects.visible_to(place).filter(**ours).holding().with_names()
    tasks = Task.objects.visible_to(place).open().filter(for_authority_id=seat.authority_id).with_people()
    annexes = annexes.order_by("current_contract_end", "pk")
    lines = lines.select_related("need").order_by("valid_until", "pk")
    tasks = tasks.order_by("schedule__next_on", "pk")
    asked = Question.objects.visible_to(place).filter(asked__authority_id=seat.authority_id)
    names = names_in(seat.network_id)
    shown = {
        "annexes": cut(annexes, names["annexes"]),
        "lines": cut(lines, names["lines"]),
        "tasks": cut(tasks, names["tasks"]),
        "put": cut(_put(asked), names["decisions"]).mapped(partial(_answered, seat.authority_id)),
    }
    dated = Dated(
        annexes=_all(shown["annexes"], annexes),
        lines=_all(shown["lines"], lines),
        tasks=_all(shown["tasks"], tasks),
        unanswered=_unanswered(shown["put"], asked, seat.authority_id),
    )
    return Standing(network=seat.network, authority=seat.authority, dated=dated, **shown)


def _all(found: Stretch[Any], rows: Any) -> list[Any]:
    return found.rows if found.is_whole else list(rows)


def _put(asked: QuestionQuerySet) -> QuestionQuerySet:
    """Open questions first, soonest first; then those decided, the latest first."""
    ends = Case(When(state=State.OPEN, then=F("closes_at")))
    rows: QuestionQuerySet = with_voices(asked).exclude(state=State.WITHDRAWN)
    return rows.order_by("-state", ends, "-closes_at", "pk")


def _answered(authority_id: UUID, question: Question) -> Put:
    return Put(question=question, voice=_voice(question, authority_id))


def _unanswered(found: Stretch[Put], asked: QuestionQuerySet, authority_id: UUID) -> list[Question]:
    if found.is_whole:
        return [one.question for one in found if one.voice is None and one.question.state == State.OPEN]
    said = Voice.objects.filter(question_id=OuterRef("pk"), authority_id=authority_id)
    return list(asked.filter(~Exists(said), state=State.OPEN))


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
        for annex in row.dated.annexes
        if annex.current_contract_end and annex.current_contract_end >= today
    ]
    asked_about = [
        deadline(annex.next_confirm_on, f"/needs/{annex.need_id}/annex/", "annex", annex.need.title)
        for annex in row.dated.annexes
        if annex.next_confirm_on
    ]
    lines = [
        deadline(line.valid_until, f"/needs/{line.need_id}/annex/", "line", str(line.item))
        for line in row.dated.lines
    ]
    tasks = [
        deadline(task.schedule.next_on, f"/tasks/{task.pk}/", "task", task.title)
        for task in row.dated.tasks
        if task.schedule.next_on
    ]
    asked = [
        deadline(one.closes_at.date(), f"/decisions/{one.pk}/", "decision", one.title)
        for one in row.dated.unanswered
    ]
    return [*ends, *asked_about, *lines, *tasks, *asked]


KINDS: dict[str, Any] = {
    "annex": _("Annex and volumes have to be confirmed"),
    "contract": _("A contract ends"),
    "line": _("A demand line has to be declared again"),
    "task": _("A task is due"),
    "decision": _("We have not answered"),
}
