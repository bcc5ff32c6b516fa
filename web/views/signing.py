"""The pages behind a personal link: nothing but an offer of a code, and behind the code one question.

To look changes nothing, so a mail server's scanner that follows the link neither asks for a code nor uses
one. Whoever came in has no account, no seat and no session of the house: a cookie for this address alone.
"""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from access.actor import Actor
from access.refusals import Conflict, NotVisible, Refusal
from decisions.codes import cookie_of, visit_of
from decisions.links import check_link, signatory_of
from decisions.models import VISIT, Capacity, Signatory, SigningCode
from decisions.services import answer_by_link, enter_code, send_code, sign_by_link
from files.serving import answer
from web.forms.decisions import StanceForm
from web.forms.signing import CodeForm, SignForm
from web.refused import sentence_of, told
from web.signing import behind_link, desk_of, picture_of
from web.views.answers import LinkPage
from web.views.decisions import text_of

COOKIE = "signing"


class SignPage(LinkPage):
    """What the link shows now: an offer of a code, or the question for whoever knew it."""

    signatory: Signatory
    visit: SigningCode | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of the mail."""
        with translation.override(_language_of(kwargs["token"])):
            return super().dispatch(request, *args, **kwargs)

    def enter(self, **kwargs: Any) -> None:
        """Find whose link it is; whoever is signed in is nobody here."""
        self.actor = Actor.anonymous(now=self.actor.now)
        self.signatory = signatory_of(kwargs["token"])
        self.visit = visit_of(self.signatory, self.request.COOKIES.get(COOKIE, ""), now=self.actor.now)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it. Changes nothing."""
        return self.gone() or (self.desk(self.visit) if self.visit else self.offer())

    def gone(self) -> HttpResponse | None:
        """The page of a link that does not work now; None for one that does."""
        try:
            check_link(self.signatory, self.actor.now)
        except Conflict as refusal:
            return self.closed(refusal)
        return None

    def offer(self, form: CodeForm | None = None, *, status: int = 200, problem: str = "") -> HttpResponse:
        """The page that says nothing of the question."""
        waiting = SigningCode.objects.open(self.actor.now).filter(signatory=self.signatory).last()
        return self.show(
            "web/sign.html",
            self.shell(),
            status=status,
            form=form or CodeForm(),
            problem=problem,
            is_sent=waiting is not None and waiting.takes_tries(self.actor.now),
        )

    def desk(self, visit: SigningCode, tried: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """The question, and what this person may do with it."""
        desk = desk_of(visit, self.actor)
        return self.show(
            "web/sign_read.html",
            self.shell(),
            status=status,
            desk=desk,
            written=behind_link(desk.paper, reverse("sign", args=[self.kwargs["token"]]))
            if desk.paper
            else "",
            signatory=self.signatory,
            question=self.signatory.question,
            text=text_of(self.signatory.question),
            form=tried or self.form_of(desk.signed, desk.voice),
        )

    def form_of(self, signed: Any, voice: Any) -> forms.Form | None:
        """The form for what they were asked to do, with what they said."""
        if self.signatory.capacity == Capacity.SIGNS:
            return SignForm(initial={"says": signed.says, "reason": signed.reason} if signed else None)
        if self.signatory.capacity == Capacity.ANSWERS:
            said = {"stance": voice.stance, "reason": voice.reason} if voice else None
            return StanceForm(initial=said)
        return None

    def closed(self, refusal: Refusal) -> HttpResponse:
        """The page of a link that shows nothing."""
        return self.show(
            "web/sign_closed.html", self.shell(), status=refusal.status, sentence=sentence_of(refusal)
        )

    def client(self) -> str:
        """The network address of whoever asks."""
        address: str = get_adapter(self.request).get_client_ip(self.request)
        return address


class SignPicture(SignPage):
    """A picture in the text, for whoever came in by the code."""

    def get(self, request: HttpRequest, token: str, file_id: UUID) -> HttpResponseBase:  # type: ignore[override]
        """Give it out; nothing else of the network's."""
        if self.visit is None or self.gone():
            raise NotVisible
        paper = desk_of(self.visit, self.actor).paper
        found = picture_of(paper, self.signatory.question, self.actor, file_id) if paper else None
        if found is None:
            raise NotVisible
        return answer(request, found)


class SignCode(SignPage):
    """Has a code mailed."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Send it, and wait for it on the page."""
        try:
            send_code(self.actor, signatory=self.signatory, client=self.client())
        except Conflict as refusal:
            return self.closed(refusal)
        except Refusal as refusal:
            return self.offer(status=refusal.status, problem=sentence_of(refusal))
        return redirect("sign", token)


class SignEntry(SignPage):
    """Takes the code."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Let in whoever knows it, with a cookie for this address alone."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.gone() or self.offer(form, status=422)
        try:
            visit = enter_code(
                self.actor, signatory=self.signatory, client=self.client(), **form.cleaned_data
            )
        except Refusal as refusal:
            if refusal.code == "sign_link_closed":
                return self.closed(refusal)
            return self.offer(status=refusal.status, problem=sentence_of(refusal))
        if visit is None:
            form.add_error("code", _("This is not the code. Look at the latest mail."))
            return self.offer(form, status=422)
        return self.let_in(visit, token)

    def let_in(self, visit: SigningCode, token: str) -> HttpResponse:
        """To the question."""
        response = redirect("sign", token)
        response.set_cookie(
            COOKIE,
            cookie_of(visit),
            max_age=VISIT,
            path=response["Location"],
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Strict",
        )
        return response


class SignDone(SignPage):
    """Takes a signature, or the authority's answer."""

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Do it, and show how it stands."""
        if self.visit is None:
            problem = _("You have been away for a while. Ask for a new code.")
            return self.gone() or self.offer(status=401, problem=problem)
        if not desk_of(self.visit, self.actor).is_whole:
            return self.desk(self.visit, status=409)
        answers = self.signatory.capacity == Capacity.ANSWERS
        form = StanceForm(request.POST) if answers else SignForm(request.POST)
        if not form.is_valid():
            return self.desk(self.visit, form, status=422)
        try:
            act: Any = answer_by_link if answers else sign_by_link
            act(self.actor, visit=self.visit, **form.cleaned_data)
        except (Conflict, NotVisible) as refusal:
            return self.closed(refusal)
        except Refusal as refusal:
            told(form, refusal)
            return self.desk(self.visit, form, status=refusal.status)
        return redirect("sign", token)


def _language_of(token: str) -> str:
    """The language that the mail had; what the browser asks for where there is no such link."""
    try:
        return str(signatory_of(token).language)
    except NotVisible:
        return translation.get_language() or "sv"
