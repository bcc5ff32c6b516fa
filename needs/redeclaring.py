"""Lines of demand are declared again, as they are: a part of the verb that confirms an annex."""

from access.actor import Actor
from journal.events import DemandChanged, Event
from needs.ageing import holds_until
from needs.models import Annex, DemandLine, DemandLineVersion

_AGES = ("valid_until", "reported_on", "version")


def redeclare(actor: Actor, annex: Annex) -> list[Event]:
    """Write a version of each line that holds in a locked annex, saying the same from today on.

    Three statements however many lines. Returns the facts.
    """
    rows = DemandLine.objects.holding().filter(annex=annex).select_for_update(no_key=True)
    lines, today = list(rows.order_by("pk")), actor.now.date()
    for line in lines:
        line.valid_until, line.reported_on = holds_until(line.valid_until, today), today
        line.version += 1
    DemandLine.objects.bulk_update(lines, _AGES, batch_size=500)
    DemandLineVersion.objects.bulk_create([line.as_version(actor) for line in lines], batch_size=500)
    return [
        DemandChanged(
            network_id=line.network_id,
            authority_id=line.declared_by_id,
            need_id=line.need_id,
            line_id=line.pk,
            version=line.version,
        )
        for line in lines
    ]
