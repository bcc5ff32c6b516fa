"""The demand for a need: the table, one's own authority's lines, and what the coordinator does with them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from needs.models import Annex, Commitment, DemandItem, DemandLine, Need, PublicTable, Snapshot, Trust
from needs.ocds import is_public
from needs.outcomes import outcomes_due
from needs.reading import exact_table, published_table
from needs.services.items import add_item
from needs.services.lines import declare_line
from needs.services.publishing import publish_demand, publish_for_all, take_snapshot
from needs.services.realised import begin_trust, end_trust
from web.demand import item_tables, outcome_rows
from web.doors import NetworkPage
from web.forms.demand import ItemForm, LineForm, SnapshotForm
from web.refused import told
from web.views.needs import OneNeed

_MOST_OF_OTHERS = 500  # lines on one page
_MOST_ANNEXES = 50


class DemandPage(OneNeed):
    """The demand for a need; a new line is declared here."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show it."""
        return self.demand()

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Declare a line."""
        form = self.line_form(request)
        if not form.is_valid():
            return self.demand(line=form, status=422)
        item = form.cleaned_data["item"]
        try:
            declare_line(self.actor, need=self.carried, item_id=item.pk, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.demand(line=form, status=refusal.status)
        messages.success(request, _("Your line is declared."))
        return redirect("demand", need_id)

    def demand(self, *, status: int = 200, **tried: forms.Form) -> HttpResponse:
        """The page; forms that were tried come back with what was typed."""
        self.actor.require(Permission.DEMAND_READ)
        shell = self.shell()
        need = Need.objects.with_names().get(pk=self.carried.pk)
        coordinates = self.actor.can(Permission.DEMAND_COORDINATE)
        exact = coordinates and self.request.GET.get("view") != "published"
        table = exact_table(need, self.actor.now.date()) if exact else published_table(need)
        catalogue = list(DemandItem.objects.filter(need=need).order_by("is_retired", "pk"))
        retired = [one for one in catalogue if one.is_retired]
        return self.show(
            "web/demand.html",
            shell,
            status=status,
            tab="needs",
            need=need,
            table=table,
            exact=exact,
            commitments=Commitment.choices,
            items=item_tables(table["cells"], table["totals"], [str(one.pk) for one in retired]),
            catalogue=catalogue,
            form=next(iter(tried.values()), None),
            line_form=tried.get("line") or self.line_form(),
            item_form=tried.get("item") or ItemForm(prefix="item"),
            snapshot_form=tried.get("snapshot") or SnapshotForm(prefix="snapshot"),
            snapshots=Snapshot.objects.filter(need=need).select_related("taken_by").order_by("-pk")[:50],
            public_tables=PublicTable.objects.filter(need=need).order_by("-number")[:50],
            is_public=is_public(need),
            outcomes=outcome_rows(outcomes_due(need, self.actor)),
            **self._own(need),
            **self._shared(need),
            has_items=len(retired) < len(catalogue),
            may={
                "coordinate": coordinates,
                "declare": self.actor.can(Permission.DEMAND_DECLARE),
                "add": self.may_edit(),
            },
        )

    def line_form(self, request: HttpRequest | None = None) -> LineForm:
        """An empty form for a line, or a filled one."""
        items = DemandItem.objects.filter(need=self.carried, is_retired=False).order_by("pk")
        next_year = self.actor.now.year + 1
        initial = {
            "period_from": f"{next_year}-01-01",
            "period_to": f"{next_year}-12-31",
            "valid_until": self.actor.now.date() + timedelta(days=365),
            "visibility": "aggregate",
        }
        return LineForm(request.POST if request else None, items=items, initial=initial)

    def _own(self, need: Need) -> dict[str, Any]:
        """What one's own authority has said, and what others show line by line."""
        authority, today = self.actor.authority_id, self.actor.now.date()
        rows = DemandLine.objects.visible_to(self.actor).holding().with_names().filter(need=need)
        rows = rows.order_by("declared_by__name", "period_from", "pk")
        own = list(rows.filter(declared_by=authority))
        others = list(rows.exclude(declared_by=authority)[: _MOST_OF_OTHERS + 1])
        for line in (*own, *others):
            line.stale = line.is_stale(today)  # type: ignore[attr-defined]
        trust = Trust.objects.filter(network=self.network, held_for=authority)
        annex = (
            Annex.objects.visible_to(self.actor).with_names().filter(need=need, declared_by=authority).first()
        )
        return {
            "annex": annex,
            "annex_stale": annex is not None and annex.is_stale(today),
            "lines": own,
            "others": others[:_MOST_OF_OTHERS],
            "there_are_more": len(others) > _MOST_OF_OTHERS,
            "in_trust": trust.exists(),
        }

    def _shared(self, need: Need) -> dict[str, Any]:
        """Annexes that their authorities share; not one's own, for those to whom it stands above."""
        rows = Annex.objects.visible_to(self.actor).with_names().filter(need=need, shared_at__isnull=False)
        if self.actor.can(Permission.ANNEX_WRITE):
            rows = rows.exclude(declared_by=self.actor.authority_id)
        found = list(rows.order_by("declared_by__name", "pk")[: _MOST_ANNEXES + 1])
        for annex in found:
            annex.stale = annex.is_stale(self.actor.now.date())
        return {"annexes": found[:_MOST_ANNEXES], "there_are_more_annexes": len(found) > _MOST_ANNEXES}


class DemandAct(DemandPage):
    """What the coordinator does with the table: publishes it, freezes it, adds to the catalogue."""

    def post(self, request: HttpRequest, need_id: UUID, act: str = "") -> HttpResponse:
        """Do it."""
        if act == "publish":
            publish_demand(self.actor, need=self.carried)
            messages.success(request, _("The table is published: this is what the others see now."))
            return redirect("demand", need_id)
        if act == "public":
            table = publish_for_all(self.actor, need=self.carried)
            messages.success(request, _("The table is public: anybody who has its address reads it."))
            return redirect("public_table", table.pk)
        if act not in ("item", "snapshot"):
            raise NotVisible
        form: forms.Form = (ItemForm if act == "item" else SnapshotForm)(request.POST, prefix=act)
        if not form.is_valid():
            return self.demand(status=422, **{act: form})
        try:
            self._do(act, form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.demand(status=refusal.status, **{act: form})
        return redirect("demand", need_id)

    def _do(self, act: str, wanted: dict[str, Any]) -> None:
        if act == "item":
            add_item(self.actor, need=self.carried, **wanted)
        else:
            take_snapshot(self.actor, need=self.carried, **wanted)
            messages.success(self.request, _("The table is published and frozen under its name."))


class TrustPage(OneNeed):
    """Holds the demand of one's own authority in trust, or no longer."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Begin or end it."""
        if request.POST.get("held") == "yes":
            begin_trust(self.actor, network=self.network)
        else:
            end_trust(self.actor, network=self.network)
        return redirect("demand", need_id)


class SnapshotPage(NetworkPage):
    """One frozen table, with its hash."""

    carrier = Need
    carried: Need

    def get(self, request: HttpRequest, need_id: UUID, snapshot_id: UUID) -> HttpResponse:
        """Show it."""
        found, shell = self.found(snapshot_id), self.shell()
        frozen = orjson.loads(found.content)
        return self.show(
            "web/demand_snapshot.html",
            shell,
            tab="needs",
            need=self.carried,
            snapshot=found,
            items=item_tables(frozen["cells"], frozen["totals"]),
            site_url=settings.SITE_URL,
        )

    def found(self, snapshot_id: UUID) -> Snapshot:
        """The frozen table. Raises NotVisible, Forbidden."""
        self.actor.require(Permission.DEMAND_READ)
        rows = Snapshot.objects.filter(need=self.carried, pk=snapshot_id).select_related("taken_by")
        found = rows.first()
        if found is None:
            raise NotVisible
        return found
