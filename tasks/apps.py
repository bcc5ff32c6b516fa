"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """What falls due, and who answers for it."""

    name = "tasks"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Tell the journal and the house how reminders look."""
        from tasks import shapes

        shapes.register_shapes()
