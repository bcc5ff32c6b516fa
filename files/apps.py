from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What people upload."""

    name = "files"
    verbose_name = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make files known as subjects, and their shape to the journal."""
        from files import shapes, subjects

        shapes.register()
        subjects.register()
