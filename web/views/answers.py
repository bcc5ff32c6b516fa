"""The pages behind the links of mails, without signing in: answering, and hearing no more.

To look at them changes nothing, so the scanners of mail servers can't answer for anybody.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from access.refusals import Conflict, NotVisible, Refusal
from accounts.models import User
from accounts.preferences import in_the_words_of
from notices.kinds import Kind
from notices.links import subscription_of
from notices.services import unsubscribe
from web.answers import Asked, answer_by_link, asked_by
from web.doors import Page
from web.forms.answers import LinkForm
from web.forms.notices import KINDS
from web.refused import sentence_of, told


class LinkPage(Page):
    """A page that nobody keeps and no search engine lists: its address is a key."""

    is_public = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and say that the answer is nobody else's."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response


class AnswerPage(LinkPage):
    """Shows what the link is about, and takes one answer."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it. Changes nothing."""
        try:
            asked = asked_by(token, self.actor)
        except Refusal as refusal:
            return self.closed(refusal)
        return self.asking(asked, _form(asked))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take the answer."""
        try:
            asked = asked_by(token, self.actor)
            with in_the_words_of(asked.notice.person):
                form = _form(asked, request.POST)
                if not form.is_valid():
                    return self.asking(asked, form, status=422)
                return self.answered(asked, form)
        except Refusal as refusal:
            return self.closed(refusal)

    def answered(self, asked: Asked, form: LinkForm) -> HttpResponse:
        """Do it, and say so; what the verb finds wrong with a field can be mended."""
        wanted = form.wanted()
        try:
            answer_by_link(asked, **wanted)
        except (Conflict, NotVisible) as refusal:
            return self.asking(asked, form, status=409) if _told(form, refusal) else self.closed(refusal)
        except Refusal as refusal:
            told(form, refusal)
            return self.asking(asked, form, status=refusal.status)
        asked.occurrence.schedule.refresh_from_db()
        then = asked.occurrence.schedule.next_on
        day = date_format(then, "DATE_FORMAT") if then else ""
        return self.show("web/answered.html", self.shell(), asked=asked, act=wanted["act"], day=day)

    def asking(self, asked: Asked, form: LinkForm, *, status: int = 200) -> HttpResponse:
        """The page with its form, in the person's language."""
        with in_the_words_of(asked.notice.person):
            return self.show("web/answer.html", self.shell(), status=status, asked=asked, form=form)

    def closed(self, refusal: Refusal) -> HttpResponse:
        """The page of a link that answers nothing."""
        return closed_link(self, refusal)


def closed_link(page: LinkPage, refusal: Refusal) -> HttpResponse:
    """The page of a link that answers nothing."""
    sentence = _("This link is not valid any more.") if refusal.status == 404 else sentence_of(refusal)
    return page.show("web/link_closed.html", page.shell(), status=refusal.status, sentence=sentence)


def _form(asked: Asked, typed: QueryDict | None = None) -> LinkForm:
    return LinkForm(typed, outcomes=asked.outcomes, takes_note=asked.takes_note, dated=asked.dated)


def _told(form: LinkForm, refusal: Refusal) -> bool:
    """Say in the form that there is no deputy: everything else may still be chosen."""
    if refusal.code in ("no_deputy", "already_handed_over", "reminder_already_acknowledged"):
        told(form, refusal)
        return True
    return False


@method_decorator(csrf_exempt, name="dispatch")  # RFC 8058: mail programs post without any cookie
class UnsubscribePage(LinkPage):
    """Asks, and on POST mails no more of one kind."""

    person: User
    kind: Kind | None

    def enter(self, **kwargs: str) -> None:
        """Find the person and the kind that the link names."""
        person_id, self.kind = subscription_of(kwargs["token"])
        person = User.objects.active().filter(pk=person_id).first()
        if person is None:
            raise NotVisible
        self.person = person

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask. Changes nothing."""
        return self.page(is_done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Mail no more of it. Twice is once."""
        unsubscribe(self.person.acting(self.actor.now), kind=self.kind)
        return self.page(is_done=True)

    def page(self, *, is_done: bool) -> HttpResponse:
        """The page in the person's language."""
        with in_the_words_of(self.person):
            kind = KINDS[self.kind][0] if self.kind else _("Digests")
            return self.show("web/unsubscribe.html", self.shell(), kind=kind, is_done=is_done)
