"""The page behind the link of a mail that asks an authority: one confirmation, without signing in."""

from django.http import HttpRequest, HttpResponse

from access.refusals import Conflict, NotVisible, Refusal
from accounts.preferences import in_the_words_of
from web.deciding import Called, answer_by_mail, called_by
from web.forms.decisions import StanceForm
from web.refused import told
from web.views.answers import LinkPage, closed_link
from web.views.decisions import text_of


class DecidePage(LinkPage):
    """Shows the question, and takes one answer."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show it. Changes nothing."""
        try:
            called = called_by(token, self.actor)
        except Refusal as refusal:
            return closed_link(self, refusal)
        said = {"stance": called.mine.stance, "reason": called.mine.reason} if called.mine else None
        return self.asking(called, StanceForm(initial=said))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take the answer."""
        try:
            called = called_by(token, self.actor)
            with in_the_words_of(called.notice.person):
                return self.answered(called, StanceForm(request.POST))
        except Refusal as refusal:
            return closed_link(self, refusal)

    def answered(self, called: Called, form: StanceForm) -> HttpResponse:
        """Do it, and say so; what the verb finds wrong with a field can be mended."""
        if not form.is_valid():
            return self.asking(called, form, status=422)
        try:
            voice = answer_by_mail(called, **form.cleaned_data)
        except (Conflict, NotVisible):
            raise
        except Refusal as refusal:
            told(form, refusal)
            return self.asking(called, form, status=refusal.status)
        return self.show("web/decided.html", self.shell(), called=called, voice=voice)

    def asking(self, called: Called, form: StanceForm, *, status: int = 200) -> HttpResponse:
        """The page with its form, in the person's language."""
        with in_the_words_of(called.notice.person):
            text = text_of(called.question)
            return self.show(
                "web/decide.html", self.shell(), status=status, called=called, form=form, text=text
            )
