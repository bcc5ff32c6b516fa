from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The memory of the house."""

    name = "journal"
    default_auto_field = "django.db.models.BigAutoField"
