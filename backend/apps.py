"""The project as a Django app: it owns the cache table, the system checks and the operator's commands."""

from django.apps import AppConfig


class BackendConfig(AppConfig):
    """Where Django finds what belongs to the whole house."""

    name = "backend"
    label = "backend"
    verbose_name = "Samverk"

    def ready(self) -> None:
        """Register the system checks."""
        from backend import checks  # noqa: F401 - checks read settings, which are ready only now
