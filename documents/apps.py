from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents that several authorities write at once."""

    name = "documents"
    verbose_name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make documents known as subjects, and their shape to the journal."""
        from documents import comment_shapes, indexing, revision_shapes, shapes, subjects
        from documents.pandoc import formats

        indexing.register_source()
        shapes.register()
        revision_shapes.register()
        comment_shapes.register()
        subjects.register()
        formats.register()
