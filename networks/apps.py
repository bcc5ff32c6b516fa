"""The room as a Django app."""

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """Names the room."""

    name = "networks"
    label = "networks"
    verbose_name = "Networks"
