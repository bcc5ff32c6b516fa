"""Market analyses of a network: the list, opening one, one with its reviews."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Refusal
from market.models import MarketAnalysis, Outcome, Review
from market.services import open_analysis, review
from web.doors import NetworkPage
from web.forms.market import AnalysisForm, AnswerForm
from web.people import seated_in
from web.refused import told


class AnalysesPage(NetworkPage):
    """What the network wants to keep knowing of the market."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the analyses."""
        return self.analyses(self._form())

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Open another."""
        form = self._form(request)
        if not form.is_valid():
            return self.analyses(form, status=422)
        try:
            analysis = open_analysis(self.actor, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.analyses(form, status=refusal.status)
        return redirect("analysis", analysis.pk)

    def analyses(self, form: AnalysisForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.ANALYSIS_READ)
        shell = self.shell()
        rows = MarketAnalysis.objects.visible_to(self.actor).with_latest()
        return self.show(
            "web/analyses.html",
            shell,
            status=status,
            tab="analyses",
            analyses=rows.order_by("closed_at", "schedule__next_on", "pk")[:200],
            form=form,
            may_open=self.actor.can(Permission.ANALYSIS_MANAGE),
        )

    def _form(self, request: HttpRequest | None = None) -> AnalysisForm:
        data = request.POST if request else None
        return AnalysisForm(
            data, people=seated_in(self.actor, self.network), initial={"owner": self.actor.user_id}
        )


class AnalysisPage(NetworkPage):
    """One analysis: the question, who answers for it and when, and what was found so far."""

    carrier = MarketAnalysis
    carried: MarketAnalysis

    def get(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Show it."""
        return self.page(AnswerForm(initial={"outcome": Outcome.UNCHANGED.value}))

    def post(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Answer for it."""
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            done = review(self.actor, analysis=self.carried, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, thanks(done))
        return redirect("analysis", marketanalysis_id)

    def page(self, form: AnswerForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.ANALYSIS_READ)
        shell = self.shell()
        reviews = Review.objects.filter(analysis=self.carried).select_related("reviewed_by")
        return self.show(
            "web/analysis.html",
            shell,
            status=status,
            tab="analyses",
            analysis=self.carried,
            reviews=reviews.order_by("-reviewed_at", "-pk")[:100],
            form=form,
            may_review=self.actor.can(Permission.ANALYSIS_REVIEW) and self.carried.is_open,
        )


def thanks(done: Review) -> str:
    """What was saved, and when one is asked next."""
    next_on = done.analysis.schedule.next_on
    if next_on is None:
        return _("Saved. The analysis is closed, and nobody is asked again.")
    return _("Saved. The next review is due on %(day)s.") % {"day": date_format(next_on, "DATE_FORMAT")}
