"""Small column types of this room."""

from typing import Any

from django.db import models


class LowerCaseEmailField(models.EmailField):  # type: ignore[type-arg]  # generic in the stubs only
    """An e-mail address that is stored, compared and looked up in lower case."""

    def to_python(self, value: Any) -> Any:
        """Fold the case of what came in from a form or a file."""
        return _folded(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """Fold the case of what goes to the database, both when written and when asked for."""
        return _folded(super().get_prep_value(value))


def _folded(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value
