"""What was bought in the end, and demand that is held in trust."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from journal.events import Event, TrustBegun, TrustEnded, VolumeRealised
from journal.recorder import record
from needs.ageing import FRESH
from needs.answering import asked_lines
from needs.following import held
from needs.models import REALISED, Annex, Currency, DemandLine, RealisedVolume, Trust, Visibility
from needs.models.annex import MOST_MONEY
from needs.models.demand import MOST_QUANTITY
from needs.services.capturing import told_volumes
from needs.services.days import not_ahead
from needs.services.lines import is_in_trust, own_line
from networks.models import Network
from tasks.models import Schedule
from wire.text import readable


@transaction.atomic
def note_volume(
    actor: Actor,
    *,
    line: DemandLine,
    reference: str,
    quantity: Decimal,
    on_date: date,
    value: Decimal | None = None,
    currency: str = "",
) -> RealisedVolume:
    """Note what was bought by a contract or call-off; below zero to balance a mistake.

    Where the clock asks what was bought, that is the answer once every line it asks about has something.
    Raises Invalid, Forbidden for people of other authorities, Conflict for a withdrawn line.
    """
    actor.require(Permission.DEMAND_DECLARE)
    asking = held(line.need_id, actor.represents, REALISED).get(REALISED)
    annex = Annex.objects.get(pk=line.annex_id).locked() if asking else None
    line = own_line(actor, line)
    _check_figures(quantity, value, currency)
    volume = RealisedVolume.objects.create(
        network_id=line.network_id,
        line=line,
        reference=readable(reference, name="reference", longest=200),
        quantity=quantity,
        value=value,
        currency="" if value is None else currency,
        on_date=not_ahead("on_date", on_date, actor.now),
        noted_by_id=actor.person_id,
        noted_at=actor.now,
    )
    facts = _answered(actor, annex, asking) if annex and asking else []
    record(
        actor,
        *facts,
        VolumeRealised(
            network_id=line.network_id,
            authority_id=line.declared_by_id,
            need_id=line.need_id,
            line_id=line.pk,
            volume_id=volume.pk,
        ),
    )
    return volume


def _check_figures(quantity: Decimal, value: Decimal | None, currency: str) -> None:
    if not (quantity.is_finite() and abs(quantity) <= MOST_QUANTITY):
        raise Invalid.field("quantity", "range", f"Give a quantity of {MOST_QUANTITY} at most.")
    if value is not None and not (value.is_finite() and abs(value) <= MOST_MONEY):
        raise Invalid.field("value", "range", f"Give an amount of {MOST_MONEY} at most.")
    if value is not None and currency not in Currency.values:
        raise Invalid.field("currency", "currency", f"Choose one of {', '.join(Currency.values)}.")


def _answered(actor: Actor, annex: Annex, schedule: Schedule) -> list[Event]:
    """The facts of an answered question, if each line that it is about had something noted since it came."""
    today, since = actor.now.date(), schedule.anchor_on - FRESH
    if schedule.next_on is None or today < since:
        return []
    asked = [line.pk for line in asked_lines(annex, schedule, today)]
    noted = RealisedVolume.objects.filter(line__in=asked, noted_at__date__gte=since).values("line").distinct()
    return told_volumes(actor, annex, schedule) if asked and noted.count() == len(asked) else []


@transaction.atomic
def begin_trust(actor: Actor, *, network: Network) -> Trust:
    """Hold the demand of the actor's authority in trust: only itself and the coordinator see its lines.

    Raises Conflict where it is held so, or where lines are shown to the network one by one.
    """
    actor.require(Permission.DEMAND_DECLARE)
    is_held = is_in_trust(actor, network.pk)
    own = DemandLine.objects.filter(network=network, declared_by_id=actor.represents)
    if own.holding().filter(visibility=Visibility.GROUP).exists():
        raise Conflict("lines_shown", "Withdraw the lines that the network sees one by one first.")
    if is_held:
        raise Conflict("in_trust", "Your authority's demand is held in trust already.")
    trust = Trust.objects.create(
        network=network, held_for_id=actor.represents, begun_by_id=actor.person_id, begun_at=actor.now
    )
    own.exclude(visibility=Visibility.GROUP).update(in_trust=True)
    record(actor, TrustBegun(network_id=network.pk, authority_id=actor.represents))
    return trust


@transaction.atomic
def end_trust(actor: Actor, *, network: Network) -> None:
    """Hold it in trust no longer: each line is seen as it says itself. Nothing happens where it is not."""
    actor.require(Permission.DEMAND_DECLARE)
    is_held = is_in_trust(actor, network.pk)
    Trust.objects.filter(network=network, held_for_id=actor.represents).delete()
    DemandLine.objects.filter(network=network, declared_by_id=actor.represents).update(in_trust=False)
    facts = [TrustEnded(network_id=network.pk, authority_id=actor.represents)] if is_held else []
    record(actor, *facts)
