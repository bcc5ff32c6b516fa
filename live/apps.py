"""The room as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Names the room."""

    name = "live"
    label = "live"
    verbose_name = "Live"
