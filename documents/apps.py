"""The room as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the room."""

    name = "documents"
    label = "documents"
    verbose_name = "Documents"
