"""Market analyses of a network: the list, opening one, one with its findings and reviews."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from market.models import KIND, Finding, MarketAnalysis, Outcome, Review
from market.services import add_finding, change_analysis, open_analysis, review, withdraw_finding
from messaging.models import Room
from messaging.services import discuss
from networks.subjects import Subject
from web.doors import NetworkPage
from web.forms.market import (
    AnalysisChangeForm,
    AnalysisForm,
    AnswerForm,
    FindingForm,
    SourceForms,
    source_rows,
)
from web.paging import shown
from web.people import able_in
from web.refused import told
from web.topics import asked_about


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
            analyses=shown(self.request.GET, rows.order_by("closed_at", "schedule__next_on", "pk")),
            form=form,
            may_open=self.actor.can(Permission.ANALYSIS_MANAGE),
        )

    def _form(self, request: HttpRequest | None = None) -> AnalysisForm:
        data = request.POST if request else None
        return AnalysisForm(
            data,
            people=able_in(self.actor, self.network, Permission.REMINDER_ANSWER),
            initial={"owner": self.actor.user_id},
        )


class AnalysisPage(NetworkPage):
    """One analysis: the question, who answers for it and when, and what was found so far."""

    carrier = MarketAnalysis
    carried: MarketAnalysis

    def get(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Answer for it."""
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(answer=form, status=422)
        try:
            done = review(self.actor, analysis=self.carried, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.page(answer=form, status=refusal.status)
        messages.success(request, thanks(done))
        return redirect("analysis", marketanalysis_id)

    def page(
        self,
        *,
        answer: AnswerForm | None = None,
        finding: FindingForm | None = None,
        sources: Any = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.ANALYSIS_READ)
        shell = self.shell()
        analysis = self.carried
        request = self.request
        reviews = Review.objects.filter(analysis=analysis).select_related("reviewed_by")
        findings = Finding.objects.filter(analysis=analysis).with_sources()
        asked = {"outcome": Outcome.UNCHANGED.value, "version": analysis.version}
        return self.show(
            "web/analysis.html",
            shell,
            status=status,
            tab="analyses",
            analysis=analysis,
            reviews=shown(request.GET, reviews.order_by("-reviewed_at", "-pk"), name="reviews"),
            findings=shown(request.GET, findings.order_by("-pk"), name="findings"),
            rooms_about=Room.objects.visible_to(self.actor).about(Subject(KIND, analysis.pk)),
            asked=asked_about(self.actor, KIND, analysis),
            form=answer or AnswerForm(initial=asked),
            finding=finding or FindingForm(),
            sources=sources or SourceForms(prefix="sources"),
            tried=answer or finding,
            may=self._abilities(analysis),
        )

    def _abilities(self, analysis: MarketAnalysis) -> dict[str, bool]:
        wanted = {
            "review": Permission.ANALYSIS_REVIEW,
            "change": Permission.ANALYSIS_MANAGE,
            "find": Permission.FINDING_ADD,
        }
        able = {name: analysis.is_open and self.actor.can(needed) for name, needed in wanted.items()}
        return able | {"discuss": self.actor.can(Permission.ROOM_OPEN)}


class AnalysisFinding(AnalysisPage):
    """Writes down what was found out."""

    def get(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """The form stands on the page of the analysis."""
        return redirect("analysis", marketanalysis_id)

    def post(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Keep it with its sources."""
        form, sources = FindingForm(request.POST), SourceForms(request.POST, prefix="sources")
        if not (form.is_valid() & sources.is_valid()):
            return self.page(finding=form, sources=sources, status=422)
        try:
            rows = source_rows(sources)
            found = add_finding(self.actor, analysis=self.carried, sources=rows, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.page(finding=form, sources=sources, status=refusal.status)
        messages.success(request, _("The finding is saved with its sources."))
        return redirect(f"/analyses/{marketanalysis_id}/#finding-{found.pk}")


class FindingWithdrawal(NetworkPage):
    """Says that a finding does not hold any more."""

    finding: Finding

    def enter(self, **kwargs: Any) -> None:
        """Find the finding and the analysis it belongs to."""
        finding = Finding.objects.select_related("analysis").filter(pk=kwargs["finding_id"]).first()
        if finding is None:
            raise NotVisible
        self.finding = finding
        super().enter(network_id=finding.network_id)
        if not self.finding.analysis.is_in_sight_of(self.actor):
            raise NotVisible

    def post(self, request: HttpRequest, finding_id: UUID) -> HttpResponse:
        """Withdraw it; it stays, struck out."""
        finding = withdraw_finding(self.actor, finding=self.finding)
        messages.success(request, _("The finding is withdrawn. It stays readable, struck out."))
        return redirect(f"/analyses/{finding.analysis_id}/#finding-{finding.pk}")


class AnalysisChange(AnalysisPage):
    """Changes what an analysis asks and says, and who answers for it."""

    def get(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Show what it says now."""
        analysis = self.carried
        schedule = analysis.schedule
        names = ("question", "scope", "summary", "conclusion", "version")
        known = {name: getattr(analysis, name) for name in names}
        dates = {"cadence": schedule.cadence, "next_review_on": schedule.next_on}
        people = {"owner": schedule.owner_id, "deputy": schedule.deputy_id}
        return self.change(self._form(initial={**known, **dates, **people}))

    def post(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self.change(form, status=422)
        try:
            change_analysis(self.actor, analysis=self.carried, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.change(form, status=refusal.status)
        messages.success(request, _("The analysis is saved."))
        return redirect("analysis", marketanalysis_id)

    def change(self, form: AnalysisChangeForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.ANALYSIS_MANAGE)
        shell = self.shell()
        return self.show(
            "web/analysis_change.html", shell, status=status, tab="analyses", analysis=self.carried, form=form
        )

    def _form(self, **given: Any) -> AnalysisChangeForm:
        people = able_in(self.actor, self.network, Permission.REMINDER_ANSWER)
        return AnalysisChangeForm(people=people, analysis=self.carried, **given)


class AnalysisDiscuss(AnalysisPage):
    """Enters the room about an analysis, which is opened by whoever asks for it first."""

    def get(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """The button stands on the page of the analysis."""
        return redirect("analysis", marketanalysis_id)

    def post(self, request: HttpRequest, marketanalysis_id: UUID) -> HttpResponse:
        """Enter it."""
        analysis = self.carried
        room = discuss(
            self.actor,
            network=self.network,
            about=Subject(KIND, analysis.pk),
            title=analysis.question[:200],
            zone=analysis.zone,
        )
        return redirect("room", room.pk)


def thanks(done: Review) -> str:
    """What was saved, and when one is asked next."""
    next_on = done.analysis.schedule.next_on
    if next_on is None:
        return _("Saved. The analysis is closed, and nobody is asked again.")
    return _("Saved. The next review is due on %(day)s.") % {"day": date_format(next_on, "DATE_FORMAT")}
