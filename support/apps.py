"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """How networks are doing."""

    name = "support"
    verbose_name = _("Support")

    def ready(self) -> None:
        """Tell the rooms below how a nudge is pointed at."""
        from support import subjects

        subjects.register()
