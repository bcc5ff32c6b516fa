from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority
from journal.ids import uuid7
from networks.zones import Zoned, ZonedQuerySet
from tasks.models.schedule import Schedule

KIND = "task"  # how other rooms point at a task


class TaskState(models.TextChoices):
    """What became of a task."""

    OPEN = "open", pgettext_lazy("state of a task", "Open")
    DONE = "done", pgettext_lazy("state of a task", "Done")
    DROPPED = "dropped", pgettext_lazy("state of a task", "Dropped")


class TaskQuerySet(ZonedQuerySet):
    """Questions about tasks."""

    def with_people(self) -> "TaskQuerySet":
        """With who gave it, and whose it is: what their shape needs."""
        rows: TaskQuerySet = self.select_related(
            "schedule__owner", "schedule__deputy", "given_by", "for_authority", "authority"
        )
        return rows

    def open(self) -> "TaskQuerySet":
        """Those that are still to be done."""
        return self.filter(state=TaskState.OPEN)


class Task(Zoned):
    """Something that somebody was asked to do by a day.

    Who does it and when stands in its schedule, and only there. `for_authority` is the authority
    that was asked: anybody who sits there for it may finish the task.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schedule = models.OneToOneField(Schedule, on_delete=models.PROTECT, related_name="+")
    for_authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    details = models.TextField(max_length=4000, blank=True, default="")
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_id = models.UUIDField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    result = models.TextField(max_length=2000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    read_permission = Permission.TASK_READ

    class Meta(Zoned.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            *Zoned.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", finished_at=None, finished_by=None)
                | Q(state__in=["done", "dropped"], finished_at__isnull=False, finished_by__isnull=False),
                name="finished_task_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None) | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="task_is_about_a_whole_subject",
            ),
        ]
        indexes = [models.Index(fields=["network", "id"], name="tasks_of_a_network")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Is it still to be done?"""
        return self.state == TaskState.OPEN

    def is_of(self, actor: Actor) -> bool:
        """Is it this person's to finish: theirs, their authority's, or one that they gave?"""
        mine = actor.user_id in (self.schedule.owner_id, self.schedule.deputy_id, self.given_by_id)
        return mine or actor.authority_id == self.for_authority_id

    def is_changed_by(self, actor: Actor) -> bool:
        """May this person change what is asked: who gave it, or who manages tasks?"""
        return actor.user_id == self.given_by_id or actor.can(Permission.TASK_MANAGE)
