"""Tasks of a network: the list, giving one, one with how it ends, and a message that becomes one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from accounts.models import Authority
from messaging.models import Message
from messaging.services import make_task
from networks.models import Membership
from networks.subjects import Subject, card_of
from tasks.models import Task
from tasks.services import change_task, finish_task, give_task
from tasks.task_shapes import task_detail_shape
from web.doors import NetworkPage
from web.forms.tasks import FinishForm, MessageTaskForm, TaskChangeForm, TaskForm
from web.paging import shown
from web.people import able_in
from web.refused import told

FINISHED = 20  # tasks on the page that have ended


class TaskGivingPage(NetworkPage):
    """A page with a form that names people and authorities of the network."""

    def choices(self) -> dict[str, Any]:
        """Whom a form may name."""
        members = Membership.objects.active().filter(network=self.network)
        return {
            "people": able_in(self.actor, self.network, Permission.REMINDER_ANSWER),
            "authorities": Authority.objects.filter(pk__in=members.values("authority_id")),
            "has_private_zone": self.actor.can(Permission.PRIVATE_ZONE_USE),
        }


class TasksPage(TaskGivingPage):
    """What people and authorities of the network were asked to do."""

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the tasks that are open, and those finished lately."""
        return self.tasks(TaskForm(**self.choices()))

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Give another."""
        form = TaskForm(request.POST, **self.choices())
        if not form.is_valid():
            return self.tasks(form, status=422)
        try:
            task = give_task(self.actor, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.tasks(form, status=refusal.status)
        messages.success(request, _("The task is given."))
        return redirect("task", task.pk)

    def tasks(self, form: TaskForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.TASK_READ)
        shell = self.shell()
        rows, asked = Task.objects.visible_to(self.actor).with_people(), self.request.GET
        finished = rows.exclude(finished_at=None)
        return self.show(
            "web/tasks.html",
            shell,
            status=status,
            tab="tasks",
            open_tasks=shown(asked, rows.open().order_by("schedule__next_on", "pk")),
            finished=shown(asked, finished.order_by("-finished_at", "-pk"), name="finished", most=FINISHED),
            form=form,
            may_give=self.actor.can(Permission.TASK_GIVE),
        )


class TaskPage(TaskGivingPage):
    """One task: what is to be done, by whom and when, and how it ends."""

    carrier = Task
    carried: Task

    def get(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        """Show it."""
        return self.page(FinishForm(initial={"state": "done", "version": self.carried.version}))

    def post(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        """Say what became of it."""
        form = FinishForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            finish_task(self.actor, task=self.carried, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.page(form, status=refusal.status)
        messages.success(request, _("Thank you. Nobody is reminded of the task any more."))
        return redirect("task", task_id)

    def page(self, form: FinishForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.TASK_READ)
        shell = self.shell()
        task = Task.objects.with_people().get(pk=self.carried.pk)
        abilities = task_detail_shape(task, self.actor)["abilities"]
        return self.show(
            "web/task.html",
            shell,
            status=status,
            tab="tasks",
            task=task,
            about=self._about(task),
            form=form,
            may_finish="task.finish" in abilities,
            may_change="task.change" in abilities,
        )

    def _about(self, task: Task) -> Any:
        try:
            return card_of(self.actor, Subject(task.about_kind, task.about_id)) if task.about_id else None
        except NotVisible:
            return None


class TaskChange(TaskGivingPage):
    """Changes what is asked, by when, and of whom."""

    carrier = Task
    carried: Task

    def get(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        """Show what it says now."""
        task = self.carried
        known = {name: getattr(task, name) for name in ("title", "details", "version")}
        schedule = task.schedule
        initial = {**known, "person": schedule.owner_id, "due_on": schedule.next_on}
        return self.change(TaskChangeForm(initial=initial, **self.choices()))

    def post(self, request: HttpRequest, task_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        form = TaskChangeForm(request.POST, **self.choices())
        if not form.is_valid():
            return self.change(form, status=422)
        try:
            change_task(self.actor, task=self.carried, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.change(form, status=refusal.status)
        messages.success(request, _("The task is saved."))
        return redirect("task", task_id)

    def change(self, form: TaskChangeForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.TASK_GIVE)
        shell = self.shell()
        return self.show(
            "web/task_change.html", shell, status=status, tab="tasks", task=self.carried, form=form
        )


class MessageTask(TaskGivingPage):
    """Makes a task of a message."""

    carrier = Message
    carried: Message

    def get(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Ask what is to be done."""
        first_line = self.carried.body.strip().split("\n")[0]
        return self.asking(MessageTaskForm(initial={"title": first_line[:200]}, **self.choices()))

    def post(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Give the task."""
        form = MessageTaskForm(request.POST, **self.choices())
        if not form.is_valid():
            return self.asking(form, status=422)
        try:
            task = make_task(self.actor, message=self.carried, **form.wanted())
        except Refusal as refusal:
            told(form, refusal)
            return self.asking(form, status=refusal.status)
        messages.success(request, _("The task is given."))
        return redirect("task", task.pk)

    def asking(self, form: MessageTaskForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.TASK_GIVE)
        shell = self.shell()
        return self.show(
            "web/message_task.html", shell, status=status, tab="rooms", message=self.carried, form=form
        )
