"""The room as a Django app."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Names the room."""

    name = "market"
    label = "market"
    verbose_name = "Market"
