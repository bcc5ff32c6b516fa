"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """What the authorities of a network decide together."""

    name = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        """Tell the journal and the rooms below how questions look, and make them findable."""
        from decisions import indexing, shapes

        indexing.register_source()
        shapes.register_shapes()
