"""A person's reminders, and answering them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.refusals import Conflict, NotVisible, Refusal
from market.models import Outcome
from networks.scoping import actor_in
from tasks.models import Occurrence
from tasks.services import acknowledge, answer
from web.doors import Page
from web.forms.market import AnswerForm
from web.refused import sentence_of, told
from web.reminders import open_reminders


class RemindersBase(Page):
    """A page that shows the person's reminders."""

    def reminders(self, tried: dict[UUID, AnswerForm] | None = None, *, status: int = 200) -> HttpResponse:
        """The page; `tried` holds the form of the reminder that could not be answered."""
        shell = self.shell()
        tried = tried or {}
        rows = [
            (row, tried.get(row.occurrence.pk) or _form_of(row.occurrence.pk))
            for row in open_reminders(self.actor)
        ]
        form = next(iter(tried.values()), None)
        return self.show(
            "web/reminders.html", shell, status=status, section="reminders", rows=rows, tried=form
        )


def _form_of(occurrence_id: UUID) -> AnswerForm:
    return AnswerForm(initial={"outcome": Outcome.UNCHANGED.value}, auto_id=f"id_{occurrence_id}_%s")


class RemindersPage(RemindersBase):
    """What waits for one's answer, longest due first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what waits."""
        return self.reminders()


class ReminderPage(RemindersBase):
    """A door to one reminder, of one's own."""

    occurrence: Occurrence

    def enter(self, **kwargs: UUID) -> None:
        """Find the reminder, and place the actor in its network."""
        super().enter(**kwargs)
        rows = Occurrence.objects.visible_to(self.actor).select_related("schedule")
        occurrence = rows.filter(pk=kwargs["occurrence_id"]).first()
        if occurrence is None:
            raise NotVisible
        self.occurrence = occurrence


class ReminderAnswer(ReminderPage):
    """Answers."""

    def get(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """The form stands in the list."""
        return redirect(f"/reminders/#reminder-{occurrence_id}")

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Save the answer; the date moves."""
        form = AnswerForm(request.POST, auto_id=f"id_{occurrence_id}_%s")
        if not form.is_valid():
            return self.reminders({occurrence_id: form}, status=422)
        try:
            placed = actor_in(self.actor, self.occurrence.network_id)
            next_on = answer(placed, occurrence=self.occurrence, **form.cleaned_data)
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
            return redirect("reminders")
        except Refusal as refusal:
            told(form, refusal)
            return self.reminders({occurrence_id: form}, status=refusal.status)
        day = date_format(next_on, "DATE_FORMAT") if next_on else ""
        saved = (
            _("Thank you. The next review is due on %(day)s.")
            if day
            else _("Thank you. Nobody is asked again.")
        )
        messages.success(request, saved % {"day": day} if day else saved)
        return redirect("reminders")


class ReminderAcknowledge(ReminderPage):
    """Says that one is on it."""

    def get(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """The button stands in the list."""
        return redirect(f"/reminders/#reminder-{occurrence_id}")

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Note it; the date stays."""
        try:
            acknowledge(actor_in(self.actor, self.occurrence.network_id), occurrence=self.occurrence)
            messages.success(request, _("Noted: you are on it. The reminder stays until you answer."))
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
        return redirect("reminders")
