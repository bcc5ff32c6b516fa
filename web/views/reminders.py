"""A person's reminders, and answering them."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.actor import Actor
from access.refusals import Conflict, Refusal
from networks.scoping import actor_in
from networks.subjects import kind_of
from tasks.answering import find_reminder
from tasks.models import Occurrence
from tasks.services import acknowledge, answer, hand_over, snooze
from web.doors import Page
from web.forms.market import AnswerForm
from web.forms.tasks import SnoozeForm
from web.refused import sentence_of, told
from web.reminders import open_reminders, open_tasks


class RemindersBase(Page):
    """A page that shows the person's reminders."""

    def reminders(self, tried: dict[UUID, Form] | None = None, *, status: int = 200) -> HttpResponse:
        """The page; `tried` holds the form of the reminder that could not be answered."""
        shell = self.shell()
        tried = tried or {}
        rows = [
            (row, *self._forms(row.occurrence, tried.get(row.occurrence.pk)))
            for row in open_reminders(self.actor)
        ]
        form = next(iter(tried.values()), None)
        return self.show(
            "web/reminders.html",
            shell,
            status=status,
            section="reminders",
            rows=rows,
            tried=form,
            tasks=open_tasks(self.actor),
        )

    def _forms(self, one: Occurrence, tried: Form | None) -> tuple[AnswerForm, SnoozeForm]:
        kind = one.schedule.subject_kind
        initial = {"outcome": kind_of(kind).outcomes[0][0]}
        answer = tried if isinstance(tried, AnswerForm) else None
        later = tried if isinstance(tried, SnoozeForm) else None
        ids = f"id_{one.pk}_%s"
        return (
            answer or AnswerForm(initial=initial, kind=kind, auto_id=ids),
            later or SnoozeForm(auto_id=ids),
        )


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
        self.occurrence = find_reminder(self.actor, kwargs["occurrence_id"])

    def get(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Forms and buttons stand in the list."""
        return redirect(f"/reminders/#reminder-{occurrence_id}")

    def placed(self) -> Actor:
        """The person in the network of the reminder."""
        return actor_in(self.actor, self.occurrence.network_id)


class ReminderAnswer(ReminderPage):
    """Answers."""

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Save the answer; the date moves."""
        kind = self.occurrence.schedule.subject_kind
        form = AnswerForm(request.POST, kind=kind, auto_id=f"id_{occurrence_id}_%s")
        if not form.is_valid():
            return self.reminders({occurrence_id: form}, status=422)
        try:
            next_on = answer(self.placed(), occurrence=self.occurrence, **form.answer())
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

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Note it; the date stays."""
        try:
            acknowledge(self.placed(), occurrence=self.occurrence)
            messages.success(request, _("Noted: you are on it. The reminder stays until you answer."))
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
        return redirect("reminders")


class ReminderSnooze(ReminderPage):
    """Asks for more time."""

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Move the date of this round."""
        form = SnoozeForm(request.POST, auto_id=f"id_{occurrence_id}_%s")
        if not form.is_valid():
            return self.reminders({occurrence_id: form}, status=422)
        try:
            asleep = snooze(self.placed(), occurrence=self.occurrence, **form.cleaned_data)
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
            return redirect("reminders")
        except Refusal as refusal:
            told(form, refusal)
            return self.reminders({occurrence_id: form}, status=refusal.status)
        day = date_format(asleep.schedule.due_on, "DATE_FORMAT")
        messages.success(request, _("You are reminded again by %(day)s.") % {"day": day})
        return redirect("reminders")


class ReminderHandOver(ReminderPage):
    """Asks the deputy to answer this time."""

    def post(self, request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
        """Hand it over; the date stays."""
        try:
            hand_over(self.placed(), occurrence=self.occurrence)
            messages.success(request, _("Your deputy is asked to answer this time. The date stays."))
        except Conflict as refusal:
            messages.warning(request, sentence_of(refusal))
        return redirect("reminders")
