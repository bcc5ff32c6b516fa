"""The room as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Pushes the journal out to those who listen, and lets commands in."""

    name = "live"
    label = "live"
    verbose_name = "Live"

    def ready(self) -> None:
        """Hear of every entry that is recorded."""
        from live import nudges

        nudges.connect()
