"""The contracts of a network as somebody may see them: read from annexes, put on the radar."""

from dataclasses import dataclass
from uuid import UUID

from access.actor import Actor
from needs.models import Annex, Need
from needs.radar import MONTHS, End, Window, densest
from networks.models import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """The contracts that the reader sees, and the window in which most of them end.

    Not even a number is told of annexes that authorities keep to themselves: watched from day to day
    it would tell when one of them ends.
    """

    months: int
    ends: list[End]
    window: Window | None


def radar_of(actor: Actor, *, need_id: UUID | None = None, months: int = MONTHS) -> Radar:
    """Contracts of the actor's network that end from today on, of one need or of all in sight."""
    needs = Need.objects.visible_to(actor)
    needs = needs.filter(pk=need_id) if need_id else needs
    members = Membership.objects.active().filter(network_id=str(actor.network_id)).values("authority")
    rows = Annex.objects.visible_to(actor).filter(
        need__in=needs, current_contract_end__gte=actor.now.date(), declared_by__in=members
    )
    found = rows.select_related("declared_by", "need").order_by("current_contract_end", "pk")
    ends = [
        End(
            on=annex.current_contract_end,
            authority=annex.declared_by.name,
            authority_id=annex.declared_by_id,
            need_id=annex.need_id,
            need=annex.need.title,
            annex_id=annex.pk,
            is_private=annex.is_private,
        )
        for annex in found
    ]
    return Radar(months=months, ends=ends, window=densest(ends, months=months))
