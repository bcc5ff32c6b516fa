from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Discussion in rooms."""

    name = "messaging"
    verbose_name = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make rooms known as subjects, and their shapes to the journal."""
        from messaging import indexing, shapes, subjects

        shapes.register()
        subjects.register()
        indexing.register_sources()
