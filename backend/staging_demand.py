"""Plays the demo's demand: catalogue, annexes, lines, published tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from access.actor import Actor
from needs.models import Annex, DemandItem, DemandLine, Need
from needs.services.annexes import approve_annex, open_annex, share_annex
from needs.services.items import add_item
from needs.services.lines import change_line, declare_line
from needs.services.publishing import take_snapshot
from networks.models import Network

Part = dict[str, Any]
Step = Callable[[Part, datetime], None]
LATER = "in_two_months"  # so that nobody is asked but whom the script names, on whatever day it is played
SAID = ("decision_ref", "place", "visibility")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The demand of one network's script; `actor` gives whoever a part names, at a moment.

    `due` gives the day that a word such as `just_now` means.
    """

    script: Part
    network: Callable[[], Network]
    actor: Callable[[str, datetime], Actor]
    today: date
    due: Callable[[str], date]

    def steps(self) -> Iterator[tuple[Part, Step]]:
        """What is done, in the order of the file."""
        does: dict[str, Step] = {
            "items": self._add,
            "annexes": self._open,
            "lines": self._declare,
            "tables": self._freeze,
            "line_changes": self._change,
        }
        for name, do in does.items():
            yield from ((part, do) for part in self.script.get(name, []))

    def _need(self, part: Part) -> Need:
        found: Need = Need.objects.get(network=self.network(), title_sv=part["need"])
        return found

    def _add(self, part: Part, at: datetime) -> None:
        names = {name: part[name] for name in ("name_sv", "name_en", "cpv", "unit")}
        add_item(self.actor(part["by"], at), need=self._need(part), **names)

    def _open(self, part: Part, at: datetime) -> None:
        actor = self.actor(part["by"], at)
        said = dict(part["said"])
        if "contract_ends" in part:
            said["current_contract_end"] = self._month_end(part["contract_ends"])
        said["next_confirm_on"] = self.due(part.get("asked", LATER))
        annex = open_annex(actor, need=self._need(part), **said)
        if "approved_by" in part:
            annex = approve_annex(actor, annex=annex, approved_by=part["approved_by"], approved_on=at.date())
        if part.get("shared"):
            share_annex(actor, annex=annex)

    def _declare(self, part: Part, at: datetime) -> None:
        item = DemandItem.objects.get(network=self.network(), name_en=part["item"])
        year, actor = self.today.year + part["in_years"], self.actor(part["by"], at)
        expected = {"decision_expected_on": self.due(part["expected"])} if "expected" in part else {}
        if not Annex.objects.filter(need=item.need, declared_by_id=actor.represents).exists():
            open_annex(actor, need=item.need, next_confirm_on=self.due(LATER))
        declare_line(
            actor,
            need=item.need,
            item_id=item.pk,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            **_quantities(part),
            commitment=part["commitment"],
            earliest_start=date(year, part["month"], 1),
            **{name: part[name] for name in SAID if name in part},
            **expected,
        )

    def _change(self, part: Part, at: datetime) -> None:
        actor = self.actor(part["by"], at)
        lines = DemandLine.objects.filter(declared_by_id=actor.represents, item__name_en=part["item"])
        line = lines.get(network=self.network(), commitment=part["commitment"])
        change_line(actor, line=line, **_quantities(part))

    def _freeze(self, part: Part, at: datetime) -> None:
        take_snapshot(self.actor(part["by"], at), need=self._need(part), title=part["title"])

    def _month_end(self, months: int) -> date:
        # In 13 to 15 months or 19 and more: none of the days on which its authority is asked lies near today.
        return self.today + relativedelta(months=months, day=31)


def _quantities(part: Part) -> dict[str, Any]:
    names = ("quantity_low", "quantity_mid", "quantity_high")
    return dict(zip(names, map(Decimal, part["quantities"]), strict=True))
