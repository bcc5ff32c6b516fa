"""Rows of what falls due: schedules, what people know as reminders, and tasks."""

from tasks.models.cadence import CadenceChoice
from tasks.models.occurrence import DEPARTED, SNOOZED, Occurrence
from tasks.models.schedule import Schedule
from tasks.models.task import Task, TaskState

__all__ = ["DEPARTED", "SNOOZED", "CadenceChoice", "Occurrence", "Schedule", "Task", "TaskState"]
