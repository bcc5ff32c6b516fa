"""The room as a Django app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Names the room."""

    name = "messaging"
    label = "messaging"
    verbose_name = "Messaging"
