"""What an import said is taken back: parts of the verb that undoes it, in its transaction.

It goes forward, in one version more, but with the days of before: an undo says nothing of today, and
answers no question of the clock.
"""

from datetime import date
from typing import Any

from access.actor import Actor
from access.refusals import Conflict
from journal.events import DemandChanged, Event
from needs.models import Annex, DemandLine, DemandLineVersion, Status, Visibility
from needs.models.terms import Terms
from tasks.planning import opened_again

_TERMS = tuple(field.attname for field in Terms._meta.concrete_fields)


def set_line_back(actor: Actor, line: DemandLine, version: DemandLineVersion) -> Event:
    """Let a locked line say again what it said in a version, and since when. Returns the fact.

    Raises Conflict for one that the network was shown meanwhile.
    """
    if line.visibility == Visibility.GROUP and version.visibility != Visibility.GROUP:
        raise Conflict("undo_shown", "The import showed a line to the network: it stays seen.")
    before = line.counted
    for name in _TERMS:
        setattr(line, name, getattr(version, name))
    line.version += 1
    line.said_since = line.version if line.counted != before else line.said_since
    line.save()
    line.as_version(actor).save(force_insert=True)
    return DemandChanged(
        network_id=line.network_id,
        authority_id=line.declared_by_id,
        need_id=line.need_id,
        line_id=line.pk,
        version=line.version,
    )


def kept_of(annex: Annex, names: tuple[str, ...]) -> dict[str, Any]:
    """What an annex says before an import changes it, since when, and when it is asked next; for JSON."""
    days = {"confirmed_on": annex.confirmed_on, "next_confirm_on": annex.next_confirm_on}
    said = {name: _ready(getattr(annex, name)) for name in names}
    return {"said": said, **{name: _ready(day) for name, day in days.items()}}


def set_annex_back(actor: Actor, annex: Annex, names: tuple[str, ...], kept: dict[str, Any]) -> list[Event]:
    """Let a locked annex say again what it said, and since when; one that was opened stays, and says nothing.

    It has to be approved again. Where the import answered the clock, the question waits as before.
    Returns the facts.
    """
    fields: dict[str, Any] = {name: annex._meta.get_field(name) for name in names}
    for name, field in fields.items():
        setattr(annex, name, field.to_python(kept["said"].get(name, None if field.null else "")))
    annex.approved_by, annex.approved_on = "", None
    if kept.get("confirmed_on"):
        annex.confirmed_on = date.fromisoformat(kept["confirmed_on"])
    annex.version += 1
    annex.save()
    return _asked_as_before(actor, annex, kept.get("next_confirm_on"))


def _asked_as_before(actor: Actor, annex: Annex, day: str | None) -> list[Event]:
    schedule = annex.schedule
    if schedule is None or not day or annex.need.status == Status.SUPERSEDED:
        return []
    before = date.fromisoformat(day)
    if schedule.next_on == before:
        return []
    schedule.put_off(before, actor.now)
    schedule.save()
    return opened_again(schedule)


def _ready(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else str(value)
