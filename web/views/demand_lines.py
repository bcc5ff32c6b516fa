"""One line of demand: changed, confirmed, withdrawn, and what was bought of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Forbidden, NotVisible, Refusal
from needs.models import DemandItem, DemandLine, RealisedVolume, Visibility
from needs.services.lines import change_line, withdraw_line
from needs.services.realised import note_volume
from web.forms.demand import LineForm, VolumeForm
from web.refused import told
from web.said import said
from web.views.demand import DemandPage

BOUGHT = "bought"
_MOST_VOLUMES = 200
_MOST_VERSIONS = 50
AMOUNTS = ("low", "mid", "high")
_BESIDE = ("item", "currency", "visibility", "valid_until", "version")  # said elsewhere on the page
_OF_A_BUDGET = ("price_year", "vat_included")
TERMS = (
    *("item", "period_from", "period_to", "quantity_low", "quantity_mid", "quantity_high", "commitment"),
    *(
        "decision_ref",
        "decision_expected_on",
        "earliest_start",
        "latest_start",
        "place",
        "budget_low",
        "budget_mid",
        "budget_high",
    ),
    *("currency", "price_year", "vat_included", "budget_status", "visibility", "valid_until", "version"),
)


class OneLine(DemandPage):
    """A page or an act on one line of one's own."""

    def seen(self, line_id: UUID) -> DemandLine:
        """The line, one's own authority's or another's. Raises NotVisible."""
        rows = DemandLine.objects.visible_to(self.actor).with_names()
        found: DemandLine | None = rows.filter(need=self.carried, pk=line_id).first()
        if found is None:
            raise NotVisible
        return found

    def line(self, line_id: UUID) -> DemandLine:
        """The line, if it is one's own authority's. Raises NotVisible, Forbidden where one only sees it."""
        found = self.seen(line_id)
        if not found.is_of(self.actor):
            raise Forbidden(Permission.DEMAND_DECLARE, "Only people of its own authority change a line.")
        return found


class LineChange(OneLine):
    """Changes what a line says; whoever only sees it reads it."""

    def get(self, request: HttpRequest, need_id: UUID, line_id: UUID) -> HttpResponse:  # type: ignore[override]
        """Show what it says now."""
        line = self.seen(line_id)
        if line.is_of(self.actor) and self.actor.can(Permission.DEMAND_DECLARE):
            return self.change(line, self.as_said(line))
        return self.read(line)

    def read(self, line: DemandLine) -> HttpResponse:
        """The page for who can't change it: of what it said before only what everybody saw then."""
        self.actor.require(Permission.DEMAND_READ)
        shell, whole = self.shell(), line.is_told_whole(self.actor)
        versions = line.versions.select_related("said_by").order_by("-number")
        return self.show(
            "web/demand_line_read.html",
            shell,
            tab="needs",
            need=self.carried,
            line=line,
            is_stale=line.is_stale(self.actor.now.date()),
            said=_said(line),
            whole=whole,
            versions=(versions if whole else versions.filter(visibility=Visibility.GROUP))[:_MOST_VERSIONS],
            volumes=_volumes(line) if whole else [],
        )

    def post(self, request: HttpRequest, need_id: UUID, line_id: UUID) -> HttpResponse:  # type: ignore[override]
        """Save what it shall say."""
        line = self.line(line_id)
        form = self._form(data={**request.POST.dict(), "item": str(line.item_id)})
        if not form.is_valid():
            return self.change(line, form, status=422)
        version = form.cleaned_data["version"]
        try:
            change_line(self.actor, line=line, version=version, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.change(line, form, status=refusal.status)
        messages.success(request, _("The line is changed, and holds from today."))
        return redirect("demand", need_id)

    def change(
        self, line: DemandLine, form: LineForm, *, status: int = 200, bought: VolumeForm | None = None
    ) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.DEMAND_DECLARE)
        shell = self.shell()
        return self.show(
            "web/demand_line.html",
            shell,
            status=status,
            tab="needs",
            need=self.carried,
            line=line,
            form=form,
            wrong=bought or form,
            versions=line.versions.select_related("said_by").order_by("-number")[:_MOST_VERSIONS],
            bought=bought or VolumeForm(prefix=BOUGHT),
            volumes=_volumes(line),
        )

    def as_said(self, line: DemandLine) -> LineForm:
        """The form, filled with what the line says now."""
        return self._form(initial={name: getattr(line, name) for name in TERMS})

    def _form(self, **given: Any) -> LineForm:
        form = LineForm(items=DemandItem.objects.filter(need=self.carried).order_by("pk"), **given)
        form.fields["item"].disabled = False
        form.fields["item"].widget = forms.HiddenInput()
        return form


class LineConfirm(OneLine):
    """Says that a line still holds as it is."""

    def post(self, request: HttpRequest, need_id: UUID, line_id: UUID) -> HttpResponse:  # type: ignore[override]
        """Confirm it."""
        change_line(self.actor, line=self.line(line_id))
        messages.success(request, _("Nothing changed: the line holds for another year."))
        return redirect("demand", need_id)


class LineWithdraw(OneLine):
    """Withdraws a line."""

    def post(self, request: HttpRequest, need_id: UUID, line_id: UUID) -> HttpResponse:  # type: ignore[override]
        """Withdraw it."""
        withdraw_line(self.actor, line=self.line(line_id))
        messages.success(request, _("The line is withdrawn."))
        return redirect("demand", need_id)


class LineBought(LineChange):
    """Notes what was bought in the end of what a line declared."""

    def post(self, request: HttpRequest, need_id: UUID, line_id: UUID) -> HttpResponse:  # type: ignore[override]
        """Note a contract or call-off."""
        line = self.line(line_id)
        form = VolumeForm(request.POST, prefix=BOUGHT)
        if not form.is_valid():
            return self.change(line, self.as_said(line), status=422, bought=form)
        try:
            note_volume(self.actor, line=line, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.change(line, self.as_said(line), status=refusal.status, bought=form)
        messages.success(request, _("Noted: it counts as bought of what the line declared."))
        return redirect("demand_line", need_id, line_id)


def _volumes(line: DemandLine) -> list[RealisedVolume]:
    return list(line.volumes.select_related("noted_by").order_by("pk")[:_MOST_VOLUMES])


def _said(line: DemandLine) -> list[tuple[Any, str]]:
    """What the line says of quantity, time, place and money; without a budget nothing of its prices."""
    units = {f"quantity_{name}": line.item.unit for name in AMOUNTS}
    units |= {f"budget_{name}": line.currency for name in AMOUNTS}
    has_budget = line.currency != ""
    return said(line, LineForm, units=units, beside=_BESIDE if has_budget else (*_BESIDE, *_OF_A_BUDGET))
