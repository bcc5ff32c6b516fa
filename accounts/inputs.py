"""What Django's validators say, in the house's own word for it."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from access.refusals import InputError, Invalid


def invalid(error: ValidationError, *, name: str = "") -> Invalid:
    """Return the refusal with one error per message; `name` is the field where the error names none."""
    named = error.error_dict if hasattr(error, "error_dict") else {name: error.error_list}
    return Invalid(
        *(
            InputError(pointer=_pointer(field), code=leaf.code or "invalid", detail=" ".join(leaf.messages))
            for field, leaves in named.items()
            for leaf in leaves
        )
    )


def _pointer(field: str) -> str:
    return "" if field in ("", NON_FIELD_ERRORS) else f"/{field}"
