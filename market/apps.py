"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    """What the network knows of a market, and keeps looking at."""

    name = "market"
    verbose_name = _("Market")

    def ready(self) -> None:
        """Tell the journal and the rooms below how analyses look."""
        from market import finding_shapes, indexing, shapes

        shapes.register_shapes()
        finding_shapes.register_shapes()
        indexing.register_sources()
