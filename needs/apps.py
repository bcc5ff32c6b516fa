from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    """Needs, and the documents in which they are written."""

    name = "needs"
    verbose_name = _("Needs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make needs known as subjects, and their shape to the journal."""
        from needs import (
            annex_shapes,
            annex_subjects,
            demand_shapes,
            indexing,
            line_subjects,
            shapes,
            subjects,
        )

        annex_shapes.register()
        annex_subjects.register()
        demand_shapes.register()
        indexing.register_source()
        line_subjects.register()
        shapes.register()
        subjects.register()
