"""One's own authority's lines and annex as a sheet: fetched, looked at, imported, undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Invalid, NotVisible, Refusal
from needs.models import SheetDraft, SheetImport
from needs.services.drafts import draft_of, import_draft, keep_draft
from needs.services.sheets import plan_sheet, undo_sheet
from needs.sheets.planning import Plan
from web.forms.sheets import DraftForm, SheetForm
from web.refused import sentence_of, told
from web.sheets import plan_page
from web.views.needs import OneNeed

_SHOWN = 20  # imports on the page


class SheetPage(OneNeed):
    """Fetch a sheet, look at what one would do, and import it."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show the page."""
        return self.sheet(SheetForm())

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Look at a sheet, or, with `act`, import the one that was looked at."""
        if request.POST.get("act") == "import":
            return self._imported()
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.sheet(form, status=422)
        try:
            return self._looked_at(form, form.sent())
        except Refusal as refusal:
            told(form, refusal)
            return self.sheet(form, status=refusal.status)

    def _looked_at(self, form: SheetForm, sent: dict[str, Any]) -> HttpResponse:
        name = sent.pop("name")
        plan = plan_sheet(self.actor, need=self.carried, **sent)
        if plan.faults or not plan.doing:
            return self.sheet(form, plan=plan)
        kept = {"kind": sent["kind"], "content": sent["content"], "name": name}
        return self.sheet(form, plan=plan, draft=keep_draft(self.actor, need=self.carried, **kept))

    def _imported(self) -> HttpResponse:
        chosen, form = DraftForm(self.request.POST), SheetForm()
        if not chosen.is_valid():
            raise NotVisible
        try:
            import_draft(self.actor, need=self.carried, draft_id=chosen.cleaned_data["draft"])
        except Invalid:  # somebody was faster: look at it as it stands now
            draft = draft_of(self.actor, self.carried, chosen.cleaned_data["draft"])
            plan = plan_sheet(self.actor, need=self.carried, kind=draft.kind, content=bytes(draft.content))
            return self.sheet(form, plan=plan, status=409)
        except Refusal as refusal:
            messages.error(self.request, sentence_of(refusal))
        else:
            messages.success(self.request, _("The sheet is imported. You can undo it for a day."))
        return redirect("demand_sheet", self.carried.pk)

    def sheet(
        self,
        form: SheetForm,
        *,
        plan: Plan | None = None,
        draft: SheetDraft | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page, with what a sheet would do where one was looked at."""
        self.actor.require(Permission.DEMAND_DECLARE)
        shell = self.shell()
        sheets = SheetImport.objects.visible_to(self.actor).with_names().filter(need=self.carried)
        found = list(sheets.order_by("-pk")[:_SHOWN])
        for one in found:
            one.undoable = one.can_be_undone(self.actor.now)
        return self.show(
            "web/sheet.html",
            shell,
            status=status,
            tab="needs",
            need=self.carried,
            form=form,
            api=f"/api/v1/needs/{self.carried.pk}/",
            plan=plan_page(plan) if plan else None,
            draft=draft,
            sheets=found,
        )


class SheetUndoing(OneNeed):
    """Undoes an import."""

    def post(self, request: HttpRequest, need_id: UUID, sheet_id: UUID) -> HttpResponse:
        """Undo it, or say why it can't be."""
        rows = SheetImport.objects.visible_to(self.actor).filter(need=self.carried)
        sheet = rows.filter(pk=sheet_id).first()
        if sheet is None:
            raise NotVisible
        try:
            undo_sheet(self.actor, sheet=sheet)
        except Refusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("The import is undone."))
        return redirect("demand_sheet", need_id)
