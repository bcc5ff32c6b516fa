"""Decisions of a network: the list, putting a question, one with its answers and result."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from decisions.listing import with_voices
from decisions.mandate import has_mandate
from decisions.models import Question, QuestionQuerySet
from decisions.services import accede, answer_question, close_question, open_question, withdraw_question
from messaging.markdown import to_html
from web.decisions import Board, board_of, tally_of
from web.doors import NetworkPage
from web.forms.decisions import AccessionForm, QuestionForm, StanceForm, WithdrawalForm
from web.forms.signing import SignatoryForm
from web.paging import shown
from web.refused import told
from web.topics import Topic, questions_about, topic_of

# Two forms of one page ask for a `reason`.
WITHDRAWAL_ID = "withdrawal-%s"


class DecisionsPage(NetworkPage):
    """What the network has asked its authorities."""

    topic: Topic | None = None

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the questions; with `?about=kind:id` those about one subject, and ask about it."""
        self.actor.require(Permission.DECISION_READ)
        self.topic = topic_of(self.actor, request.GET.get("about", ""))
        return self.decisions(self._form())

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Put another."""
        self.actor.require(Permission.DECISION_OPEN)
        form = self._form(request)
        try:
            self.topic = topic_of(self.actor, request.POST.get("about", ""))
            if not form.is_valid():
                return self.decisions(form, status=422)
            about = self.topic.subject if self.topic else None
            question = open_question(self.actor, network=self.network, asking=form.asking(about))
        except NotVisible as refusal:
            # Sent again it would be refused again: what was typed stays, what it was about does not.
            self.topic = None
            form.add_error(
                None,
                _(
                    "What the question was about is not there, or not for you to see. Put it again, and it is"
                    " about nothing in particular."
                ),
            )
            return self.decisions(form, status=refusal.status)
        except Refusal as refusal:
            told(form, refusal)
            return self.decisions(form, status=refusal.status)
        messages.success(request, _("The question is put, and those who can answer are told."))
        return redirect("decision", question.pk)

    def decisions(self, form: QuestionForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.DECISION_READ)
        shell = self.shell()
        rows = with_voices(self._questions()).order_by("-pk")
        return self.show(
            "web/decisions.html",
            shell,
            status=status,
            tab="decisions",
            tallies=shown(self.request.GET, rows).mapped(tally_of),
            form=form,
            topic=self.topic,
            may_open=self.actor.can(Permission.DECISION_OPEN),
        )

    def _questions(self) -> QuestionQuerySet:
        if self.topic:
            return questions_about(self.actor, self.topic.subject)
        rows: QuestionQuerySet = Question.objects.visible_to(self.actor)
        return rows

    def _form(self, request: HttpRequest | None = None) -> QuestionForm:
        data = request.POST if request else None
        return QuestionForm(data, network_id=self.network.pk, now=self.actor.now)


class DecisionPage(NetworkPage):
    """One question: what is asked, who is asked, what each says, and what came of it."""

    carrier = Question
    carried: Question

    def get(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Answer for one's authority."""
        form = StanceForm(request.POST)
        thanks = _("The answer of your authority is saved. It can be changed until the time is up.")
        return self.done(
            form, lambda: answer_question(self.actor, question=self.carried, **wanted(form)), thanks
        )

    def done(self, form: forms.Form, act: Callable[[], object], thanks: str) -> HttpResponse:
        """Do what a form asks for, or show the page with what was typed."""
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            act()
        except NotVisible:
            raise
        except Refusal as refusal:
            told(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(self.request, thanks)
        return redirect("decision", self.carried.pk)

    def page(self, tried: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.DECISION_READ)
        shell = self.shell()
        board = board_of(self.actor, with_voices(Question.objects.filter(pk=self.carried.pk)).get())
        return self.show(
            "web/decision.html",
            shell,
            status=status,
            tab="decisions",
            board=board,
            decision=board.question,
            text=text_of(board.question),
            tried=tried,
            today=timezone.localdate(self.actor.now),
            **self._forms(tried, board),
        )

    def _forms(self, tried: forms.Form | None, board: Board) -> dict[str, forms.Form]:
        mine = board.mine
        said = {"stance": mine.stance, "reason": mine.reason} if mine else None
        given: dict[str, forms.Form] = {
            "answer": StanceForm(initial=said),
            "withdrawal": WithdrawalForm(auto_id=WITHDRAWAL_ID),
            "accession": AccessionForm(),
            "invitee": SignatoryForm(may_lend=has_mandate(self.actor), initial={"language": get_language()}),
        }
        return {name: tried if type(tried) is type(form) else form for name, form in given.items()}


class DecisionClosing(DecisionPage):
    """Settles the answers before the time is up."""

    def post(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Close it."""
        close_question(self.actor, question=self.carried)
        messages.success(request, _("The answers are settled."))
        return redirect("decision", question_id)


class DecisionWithdrawal(DecisionPage):
    """Takes a question back."""

    def post(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Take it back, and say why."""
        form = WithdrawalForm(request.POST, auto_id=WITHDRAWAL_ID)
        thanks = _("The question is withdrawn. What was answered stays readable.")
        return self.done(
            form, lambda: withdraw_question(self.actor, question=self.carried, **wanted(form)), thanks
        )


class DecisionAccession(DecisionPage):
    """Joins what was carried."""

    def post(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """Join it for one's authority."""
        form = AccessionForm(request.POST)
        thanks = _("Your authority stands among the signatories.")
        return self.done(form, lambda: accede(self.actor, question=self.carried, **wanted(form)), thanks)


def wanted(form: forms.Form) -> dict[str, Any]:
    """What the form asks of its verb."""
    return dict(form.cleaned_data)


def text_of(question: Question) -> SafeString:
    """The text of a question, as messages are shown."""
    return mark_safe(to_html(question.text) if question.text else "")  # noqa: S308 - cleaned there
