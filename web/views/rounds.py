"""Asking the authorities about something that has a hash: a version of a document, a need in hearing."""

from abc import ABC, abstractmethod
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Refusal
from decisions.listing import with_voices
from decisions.models import Kind, Question, QuestionQuerySet
from documents.models import Document, Revision
from documents.services import Round, ask_sign_off
from documents.signing import sign_offs_of
from needs.models import KIND, Need, Status
from needs.services.adopting import ask_adoption
from networks.subjects import Subject
from web.decisions import tally_of
from web.doors import NetworkPage
from web.forms.decisions import RoundForm, SignOffForm
from web.paging import shown
from web.refused import told

MOST_VERSIONS = 100


class RoundPage(NetworkPage, ABC):
    """The rounds about one thing, and another."""

    tab: str

    def get(self, request: HttpRequest, **_names: UUID) -> HttpResponse:
        """Show them."""
        return self.rounds(self.form())

    def post(self, request: HttpRequest, **_names: UUID) -> HttpResponse:
        """Ask once more."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.rounds(form, status=422)
        try:
            question = self.ask(form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.rounds(form, status=refusal.status)
        messages.success(request, _("The question is put, and those who can answer are told."))
        return redirect("decision", question.pk)

    def rounds(self, form: RoundForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(self.carried.read_permission)
        shell = self.shell()
        return self.show(
            "web/rounds.html",
            shell,
            status=status,
            tab=self.tab,
            tallies=shown(self.request.GET, with_voices(self.asked()).order_by("-pk")).mapped(tally_of),
            form=form,
            may_open=self.actor.can(Permission.DECISION_OPEN) and self.can_be_asked(form),
            **self.words(),
        )

    def form(self, data: Any = None) -> RoundForm:
        """What to fill in."""
        return RoundForm(data)

    @abstractmethod
    def asked(self) -> QuestionQuerySet:
        """The rounds so far."""

    @abstractmethod
    def ask(self, wanted: dict[str, Any]) -> Question:
        """Put the question."""

    @abstractmethod
    def can_be_asked(self, form: RoundForm) -> bool:
        """Is there anything to ask about now?"""

    @abstractmethod
    def words(self) -> dict[str, str]:
        """What the page calls itself, where it leads back to, and why nothing can be asked."""


class DocumentSignOff(RoundPage):
    """The sign-offs of a document's versions."""

    carrier = Document
    carried: Document
    tab = "documents"

    def form(self, data: Any = None) -> RoundForm:
        """With the versions that everybody in the network reads, the latest first."""
        rows = Revision.objects.visible_to(self.actor).of_document(self.carried.pk)
        shared = rows.filter(zone="network").order_by("-number")[:MOST_VERSIONS]
        return SignOffForm(data, versions=[(str(one.pk), _version(one)) for one in shared])

    def asked(self) -> QuestionQuerySet:
        """The rounds so far."""
        return sign_offs_of(self.actor, self.carried.pk)

    def ask(self, wanted: dict[str, Any]) -> Question:
        """Put the question."""
        revision_id = UUID(wanted.pop("revision_id"))
        asking = Round(**wanted)
        return ask_sign_off(self.actor, document=self.carried, asking=asking, revision_id=revision_id)

    def can_be_asked(self, form: RoundForm) -> bool:
        """Is there a version that everybody reads?"""
        return not self.carried.is_private and bool(dict(form.fields["revision_id"].choices))  # type: ignore[attr-defined]

    def words(self) -> dict[str, str]:
        """What the page calls itself, where it leads back to, and why nothing can be asked."""
        return {
            "title": _("Sign-off: %(title)s") % {"title": self.carried.title},
            "back": f"/documents/{self.carried.pk}/",
            "back_to": self.carried.title,
            "not_now": _(
                "Only a version that is kept, in a document shared with the network, is signed off."
            ),
        }


class NeedAdoption(RoundPage):
    """The adoption of a need by the authorities."""

    carrier = Need
    carried: Need
    tab = "needs"

    def asked(self) -> QuestionQuerySet:
        """The rounds so far."""
        about: QuestionQuerySet = Question.objects.visible_to(self.actor)
        rows: QuestionQuerySet = about.about(Subject(KIND, self.carried.pk)).filter(kind=Kind.ADOPTION)
        return rows

    def ask(self, wanted: dict[str, Any]) -> Question:
        """Put the question."""
        return ask_adoption(self.actor, need=self.carried, **wanted)

    def can_be_asked(self, form: RoundForm) -> bool:
        """Is it in hearing?"""
        return self.carried.status == Status.HEARING

    def words(self) -> dict[str, str]:
        """What the page calls itself, where it leads back to, and why nothing can be asked."""
        return {
            "title": _("Adoption: %(title)s") % {"title": self.carried.title},
            "back": f"/needs/{self.carried.pk}/",
            "back_to": self.carried.title,
            "not_now": _("A need is adopted after its hearing."),
        }


def _version(revision: Revision) -> str:
    day = date_format(revision.at, "SHORT_DATE_FORMAT")
    return f"{revision.number}: {revision.name}, {day}" if revision.name else f"{revision.number}, {day}"
