"""What an import said is taken back: parts of the verb that undoes it, in its transaction.

It goes forward, in one version more, but with the days of before: an undo says nothing of today, and
answers no question of the clock.
"""

from datetime import date
from typing import Any

from access.actor import Actor
from access.refusals import Conflict
from journal.events import DemandChanged, Event
from needs.following import UPDATED, follow_contract
from needs.models import Annex, DemandLine, DemandLineVersion, Status, Visibility
from needs.models.terms import Terms
from tasks.models import Schedule
from tasks.planning import close_open, opened_again

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


def kept_of(annex: Annex, names: tuple[str, ...], watch: Schedule | None) -> dict[str, Any]:
    """What an annex says before an import changes it, since when, and when its people are asked; for JSON."""
    days = {"confirmed_on": annex.confirmed_on, "next_confirm_on": annex.next_confirm_on}
    if watch is not None:
        days |= {"watched_from": watch.anchor_on, "watched_on": watch.next_on}
    said = {name: _ready(getattr(annex, name)) for name in names}
    return {"said": said, **{name: _ready(day) for name, day in days.items()}}


def set_annex_back(
    actor: Actor, annex: Annex, names: tuple[str, ...], kept: dict[str, Any], watch: Schedule | None
) -> list[Event]:
    """Let a locked annex say again what it said, and since when; one that was opened stays, and says nothing.

    It has to be approved again. Where the import answered the clock, the question waits as before.
    `watch` is the locked schedule of the question before its contract ends. Returns the facts.
    """
    contract_end = annex.current_contract_end
    fields: dict[str, Any] = {name: annex._meta.get_field(name) for name in names}
    for name, field in fields.items():
        setattr(annex, name, field.to_python(kept["said"].get(name, None if field.null else "")))
    annex.approved_by, annex.approved_on = "", None
    if kept.get("confirmed_on"):
        annex.confirmed_on = date.fromisoformat(kept["confirmed_on"])
    annex.version += 1
    annex.save()
    facts = _asked_as_before(actor, annex, kept.get("next_confirm_on"))
    return [*facts, *_watched_as_before(actor, annex, contract_end, watch, kept)]


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


def _watched_as_before(
    actor: Actor, annex: Annex, contract_end: date | None, watch: Schedule | None, kept: dict[str, Any]
) -> list[Event]:
    """The question before a contract ends is due as before, where the import had said another end of it."""
    since, day = kept.get("watched_from"), kept.get("watched_on")
    if watch is None or not since:
        return follow_contract(actor, annex, contract_end, watch)
    if annex.current_contract_end == contract_end or annex.need.status == Status.SUPERSEDED:
        return []
    facts = close_open(actor, watch, outcome=UPDATED)
    watch.anchor_on = date.fromisoformat(since)
    if day:
        watch.put_off(date.fromisoformat(day), actor.now)
    else:
        watch.stop()
    watch.save()
    return [*facts, *opened_again(watch)]


def _ready(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else str(value)
