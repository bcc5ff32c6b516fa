"""What answers about an authority's lines and contracts share: parts of verbs, in their transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Forbidden, Invalid, NotVisible
from needs.following import held
from needs.models import Annex, DemandLine, Status
from needs.named_days import asked
from tasks.models import Schedule


def found(actor: Actor, pk: UUID) -> Annex:
    """The annex that a reminder is about. Raises NotVisible."""
    annex: Annex | None = Annex.objects.visible_to(actor).filter(pk=pk).first()
    if annex is None:
        raise NotVisible
    return annex


def check(outcome: str, known: tuple[str, ...], note: str) -> None:
    """Raise Invalid for another outcome, and for a note, which nobody would keep."""
    if outcome not in known:
        raise Invalid.field("outcome", "outcome", f"Choose one of {', '.join(known)}.")
    if note:
        raise Invalid.field("note", "note", "Write it in the line or the annex: a reminder keeps no note.")


def next_on(annex: Annex, kind: str) -> date | None:
    """The next day of one question; None for none."""
    rows = Schedule.objects.filter(subject_kind=kind, subject_id=annex.pk)
    return rows.values_list("next_on", flat=True).first()


def waiting(actor: Actor, annex: Annex, kind: str) -> Schedule:
    """The schedule of one question about an annex, locked. Raises Conflict where nothing is asked."""
    schedule = held(annex.need_id, actor.represents, kind).get(kind)
    if schedule is None or schedule.next_on is None:
        raise Conflict("nothing_asked", "Nothing is asked about this now.")
    return schedule


def own(actor: Actor, annex: Annex) -> Annex:
    """The annex under its row lock, of the actor's authority. Raises NotVisible, Forbidden."""
    annex = annex.locked()
    if not (annex.is_in_sight_of(actor) and annex.need.is_in_sight_of(actor)):
        raise NotVisible
    if not annex.is_of(actor):
        raise Forbidden(Permission.DEMAND_DECLARE, "Only people of its own authority answer for it.")
    return annex


def asked_lines(annex: Annex, schedule: Schedule, today: date) -> list[DemandLine]:
    """The lines that a question is about, with item and what was bought of them."""
    rows = DemandLine.objects.holding().filter(annex=annex)
    return _asked(annex, schedule, rows.with_names().order_by("period_from", "pk"), today)


def lines_asked_of(annexes: Mapping[UUID, Annex], kind: str, today: date) -> dict[UUID, list[DemandLine]]:
    """The lines that questions of a kind are about, by the id of the annex. Two queries."""
    schedules = {
        schedule.subject_id: schedule
        for schedule in Schedule.objects.filter(subject_kind=kind, subject_id__in=annexes).order_by("pk")
    }
    lines: dict[UUID, list[DemandLine]] = {}
    rows = DemandLine.objects.holding().filter(annex__in=list(annexes))
    for line in rows.with_names().order_by("period_from", "pk"):
        lines.setdefault(line.annex_id, []).append(line)
    return {pk: _asked(annexes[pk], schedule, lines.get(pk, []), today) for pk, schedule in schedules.items()}


def _asked(annex: Annex, schedule: Schedule, lines: Iterable[DemandLine], today: date) -> list[DemandLine]:
    return asked(schedule, lines, today, is_adopted=annex.need.status == Status.ADOPTED)
