from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """Who belongs together: authorities in networks, people in seats."""

    name = "networks"
    verbose_name = "networks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the journal how this room's objects look beside its events."""
        from networks import shapes

        shapes.register()
