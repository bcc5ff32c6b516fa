"""The room as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room."""

    name = "web"
    label = "web"
    verbose_name = "Web"
