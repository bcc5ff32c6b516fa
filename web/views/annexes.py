"""Annexes to a need: one's own authority's, and what others have shared of theirs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from needs.models import Annex, DemandLine
from needs.services.annexes import FIELDS, approve_annex, change_annex, open_annex, share_annex
from needs.services.confirming import confirm_annex
from web.forms.demand import AnnexForm, ApprovalForm
from web.refused import told
from web.said import said
from web.views.needs import OneNeed

_BESIDE = ("currency", "next_confirm_on", "version")  # fields that tell nothing by themselves


class AnnexPage(OneNeed):
    """The annex of one's own authority, opened by saying something in it."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show what it says now."""
        annex = self.own()
        return self.annex(annex, AnnexForm(initial=_said(annex) if annex else {}))

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        annex, form = self.own(), AnnexForm(request.POST)
        if not form.is_valid():
            return self.annex(annex, form, status=422)
        try:
            self._save(annex, form)
        except Refusal as refusal:
            told(form, refusal)
            return self.annex(annex, form, status=refusal.status)
        messages.success(request, _("Your annex is saved."))
        return redirect("annex", need_id)

    def _save(self, annex: Annex | None, form: AnnexForm) -> None:
        if annex is None:
            open_annex(self.actor, need=self.carried, **form.wanted())
        else:
            change_annex(self.actor, annex=annex, version=form.cleaned_data["version"], **form.wanted())

    def own(self) -> Annex | None:
        """The annex, where there is one."""
        rows = Annex.objects.visible_to(self.actor).with_names()
        found: Annex | None = rows.filter(need=self.carried, declared_by=self.actor.authority_id).first()
        return found

    def theirs(self) -> Annex:
        """The annex. Raises NotVisible where there is none."""
        annex = self.own()
        if annex is None:
            raise NotVisible
        return annex

    def annex(
        self, annex: Annex | None, form: AnnexForm | ApprovalForm, *, status: int = 200
    ) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.ANNEX_WRITE)
        shell = self.shell()
        approving = isinstance(form, ApprovalForm)
        shown: dict[str, Any] = {
            "annex_form": AnnexForm(initial=_said(annex) if annex else {}) if approving else form,
            "approval_form": form if approving else ApprovalForm(),
        }
        return self.show(
            "web/annex.html",
            shell,
            status=status,
            tab="needs",
            need=self.carried,
            annex=annex,
            is_stale=annex is not None and annex.is_stale(self.actor.now.date()),
            lines=DemandLine.objects.holding().filter(annex=annex).count() if annex else 0,
            form=form,
            **shown,
        )


def _said(annex: Annex) -> dict[str, Any]:
    return {name: getattr(annex, name) for name in (*FIELDS, "next_confirm_on", "version")}


class AnnexApproval(AnnexPage):
    """Writes down who at the authority approved the annex."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Write it down."""
        annex, form = self.theirs(), ApprovalForm(request.POST)
        if not form.is_valid():
            return self.annex(annex, form, status=422)
        try:
            approve_annex(self.actor, annex=annex, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.annex(annex, form, status=refusal.status)
        return redirect("annex", need_id)


class AnnexConfirm(AnnexPage):
    """Says that annex and volumes still hold as they stand."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Confirm both."""
        annex = confirm_annex(self.actor, annex=self.theirs())
        day = date_format(annex.next_confirm_on, "DATE_FORMAT") if annex.next_confirm_on else ""
        messages.success(
            request, _("Thank you: annex and volumes hold. You are asked again by %(day)s.") % {"day": day}
        )
        return redirect("annex", need_id)


class AnnexShare(AnnexPage):
    """Shares the annex with the network, for good."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Share it."""
        share_annex(self.actor, annex=self.theirs())
        messages.success(request, _("Your annex is shared with the whole network."))
        return redirect("annex", need_id)


class AnnexRead(OneNeed):
    """An annex as everybody reads it who may see it; one's own is read where it is written."""

    def get(self, request: HttpRequest, need_id: UUID, annex_id: UUID) -> HttpResponse:
        """Show what it says. Raises NotVisible for what its authority keeps to itself."""
        shell = self.shell()
        rows = Annex.objects.visible_to(self.actor).with_names()
        annex = rows.filter(need=self.carried, pk=annex_id).first()
        if annex is None:
            raise NotVisible
        if annex.is_of(self.actor) and self.actor.can(Permission.ANNEX_WRITE):
            return redirect("annex", need_id)
        return self.show(
            "web/annex_read.html",
            shell,
            tab="needs",
            need=self.carried,
            annex=annex,
            is_stale=annex.is_stale(self.actor.now.date()),
            lines=said(annex, AnnexForm, units={"annual_cost": annex.currency}, beside=_BESIDE),
        )
