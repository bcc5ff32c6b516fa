"""The room as a Django app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Names the room."""

    name = "tasks"
    label = "tasks"
    verbose_name = "Tasks"
