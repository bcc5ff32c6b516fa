from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents that several authorities write at once."""

    name = "documents"
    verbose_name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make documents known as subjects, and their shape to the journal."""
        from documents import shapes, subjects

        shapes.register()
        subjects.register()
