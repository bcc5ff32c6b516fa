"""docs/openapi.yaml: the API, as GET /api/schema/ answers it."""

from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

# The library has no types.
_generator: Any = SchemaGenerator
_valid: Any = validate_schema
_renderer: Any = OpenApiYamlRenderer()


def openapi_document() -> str:
    """The whole schema in English. Raises where it is no valid OpenAPI document."""
    with translation.override("en"):
        schema = _generator().get_schema(request=None, public=True)
        _valid(schema)
        text: bytes = _renderer.render(schema, renderer_context={})
        return text.decode()
