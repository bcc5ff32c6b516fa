"""The needs of a network: the list, opening one, one with its document and rooms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Refusal
from accounts.models import Language
from documents.models import Document
from messaging.models import Room
from messaging.services import discuss
from needs.checking import check
from needs.contracts import radar_of
from needs.keeping import latest
from needs.models import KIND, EffectGoal, Need, Stakeholder
from needs.ocds import is_public
from needs.services import change_need, open_need, share_need
from needs.services.reviewing import review_need
from networks.subjects import Subject
from web.doors import NetworkPage
from web.forms.needs import NeedChangeForm, NeedForm
from web.needs import steps_of
from web.paging import shown
from web.people import able_in
from web.refused import told
from web.statements import AFTER_GOALS, BEFORE_GOALS, goal_line, lines_of, marked, product_words
from web.topics import asked_about

LATEST_FIRST = (F("shared_at").desc(nulls_first=True), "-opened_at", "pk")


class NeedsPage(NetworkPage):
    """What the network needs, and opening another need."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the needs."""
        return self.needs(self._form())

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Open a need together with its document."""
        form = self._form(request)
        if not form.is_valid():
            return self.needs(form, status=422)
        try:
            need = open_need(self.actor, network=self.network, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.needs(form, status=refusal.status)
        return redirect("need", need.pk)

    def needs(self, form: NeedForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.NEED_READ)
        shell = self.shell()
        rows = Need.objects.visible_to(self.actor).with_names()
        return self.show(
            "web/needs.html",
            shell,
            status=status,
            tab="needs",
            needs=shown(self.request.GET, rows.order_by(*LATEST_FIRST)),
            form=form,
            may_open=self.actor.can(Permission.NEED_OPEN),
        )

    def _form(self, request: HttpRequest | None = None) -> NeedForm:
        language = self.request.LANGUAGE_CODE if self.request.LANGUAGE_CODE in Language.values else "sv"
        return NeedForm(
            request.POST if request else None,
            people=able_in(self.actor, self.network, Permission.NEED_EDIT),
            initial={"owner": self.actor.user_id, "language": language},
        )


class OneNeed(NetworkPage):
    """A page or an act on one need."""

    carrier = Need
    carried: Need

    def may_edit(self) -> bool:
        """May this person change the need?"""
        own = self.carried.is_owned_by(self.actor) and self.actor.can(Permission.NEED_EDIT)
        return own or self.actor.can(Permission.NEED_MANAGE)


class NeedPage(OneNeed):
    """One need: its document, the rooms about it, who answers for it and where it stands."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show it."""
        self.actor.require(Permission.NEED_READ)
        shell = self.shell()
        need = Need.objects.with_names().select_related("document").get(pk=need_id)
        about = [Subject(KIND, need.pk), Subject("document", need.document_id)]
        return self.show(
            "web/need.html",
            shell,
            tab="needs",
            need=need,
            **self._said(need),
            radar=radar_of(self.actor, need_id=need.pk),
            steps=steps_of(self.actor, need) if self.may_edit() else [],
            rooms_about=Room.objects.visible_to(self.actor).about(*about).select_related("authority"),
            asked=asked_about(self.actor, KIND, need),
            may_edit=self.may_edit(),
            may_confirm=need.next_review_on is not None and self.may_edit(),
            is_public=is_public(need),
            may_share=need.is_private and self.actor.can(Permission.NEED_SHARE),
            may_discuss=self.actor.can(Permission.ROOM_OPEN),
        )

    def _said(self, need: Need) -> dict[str, Any]:
        version, found = latest(need), check(need)
        goals = EffectGoal.objects.visible_to(self.actor).filter(need=need).holding().with_names()
        stakeholders = Stakeholder.objects.visible_to(self.actor).filter(need=need).holding()
        return {
            "one_liner": marked(version.one_liner, "one_liner", found),
            "said": lines_of(version, BEFORE_GOALS, found),
            "said_after": lines_of(version, AFTER_GOALS, found),
            "goals": [goal_line(goal, found) for goal in goals.order_by("pk")],
            "stakeholders": stakeholders.order_by("-influence", "pk"),
            "words": product_words(found),
            "may_write": self.may_edit() and not need.is_frozen,
            "may_review": not need.is_frozen and self.actor.can(Permission.NEED_REVIEW),
        }


class NeedReview(OneNeed):
    """Says that a need still holds."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Save it; the day moves."""
        review_need(self.actor, need=self.carried)
        messages.success(request, _("Noted: nothing has changed. The next question comes in a year."))
        return redirect("need", need_id)


class NeedChange(OneNeed):
    """Changes what a need is called, and who answers for it."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show what it says now."""
        need = self.carried
        names = ("title_sv", "title_en", "one_liner", "owner", "version")
        return self.change(self._form(initial={name: getattr(need, name) for name in names}))

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self.change(form, status=422)
        try:
            change_need(self.actor, need=self.carried, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.change(form, status=refusal.status)
        return redirect("need", need_id)

    def change(self, form: NeedChangeForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(
            Permission.NEED_EDIT if self.carried.is_owned_by(self.actor) else Permission.NEED_MANAGE
        )
        shell = self.shell()
        return self.show(
            "web/need_change.html", shell, status=status, tab="needs", need=self.carried, form=form
        )

    def _form(self, **given: object) -> NeedChangeForm:
        return NeedChangeForm(people=able_in(self.actor, self.network, Permission.NEED_EDIT), **given)


class NeedStep(OneNeed):
    """Moves a need a step on, or back."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Take the step."""
        need = change_need(self.actor, need=self.carried, status=request.POST.get("status", ""))
        messages.success(
            request, _("The status of the need is now: %(status)s.") % {"status": need.get_status_display()}
        )
        return redirect("need", need_id)


class NeedShare(OneNeed):
    """Shares an authority's own need and its document with the network, for good."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Share both."""
        share_need(self.actor, need=self.carried)
        messages.success(request, _("The need and its document are shared with the whole network."))
        return redirect("need", need_id)


class NeedDiscuss(OneNeed):
    """Enters the room about a need, which is opened by whoever asks for it first."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Enter it."""
        need = self.carried
        subject = Subject(KIND, need.pk)
        title = need.title_sv if need.language == Language.SWEDISH else need.title_en
        room = discuss(self.actor, network=self.network, about=subject, title=title, zone=need.zone)
        return redirect("room", room.pk)


class DocumentDiscuss(NetworkPage):
    """Enters the room about a document, which is opened by whoever asks for it first."""

    carrier = Document
    carried: Document

    def post(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Enter it."""
        document = self.carried
        room = discuss(
            self.actor,
            network=self.network,
            about=Subject("document", document.pk),
            title=document.title,
            zone=document.zone,
        )
        return redirect("room", room.pk)
