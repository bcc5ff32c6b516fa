"""The OpenAPI document: answers as the typed shapes that the views give, refusals as problems."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

Schema = dict[str, Any]
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
}
_LINK: Schema = {"type": ["string", "null"], "format": "uri"}
_TEXT: Schema = {"type": "string"}
_PROBLEM: Schema = {
    "type": "object",
    "description": "An RFC 9457 problem; `errors` where some of the input is wrong.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": {"type": "string", "description": "A stable name of what is wrong."},
        "permission": {"type": "string", "description": "What is missing, in a 403."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {"pointer": _TEXT, "code": _TEXT, "detail": _TEXT},
            },
        },
    },
}
_LIMIT = [OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50})]
_CURSOR = [OpenApiParameter("cursor", str, description="As found in `next` or `previous`.")]
_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body again give the first answer.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that the change is made to."
)
_Component: Any = ResolvedComponent  # it has no types


@dataclass(frozen=True)
class PageOf:
    """A page of rows of one shape, as `responses` of a view; `more` are further members beside the rows."""

    shape: Any
    more: tuple[tuple[str, Any], ...] = ()


class ApiSchema(AutoSchema):
    """Knows typed dictionaries and pages as answers, and adds what every door has."""

    def get_override_parameters(self) -> list[Any]:
        """Add `limit` and `cursor` to pages, If-Match to edits, Idempotency-Key to writes."""
        parameters: list[Any] = list(super().get_override_parameters())
        if self.method == "GET":
            return [*parameters, *self._turning(parameters)]
        return [*parameters, _IF_MATCH, _KEY] if self.method == "PATCH" else [*parameters, _KEY]

    def _turning(self, parameters: list[Any]) -> list[OpenApiParameter]:
        declared: Any = self.get_response_serializers()
        if not (isinstance(declared, dict) and isinstance(declared.get(200), PageOf)):
            return []
        by_number = "after" in {parameter.name for parameter in parameters}
        return _LIMIT if by_number else [*_LIMIT, *_CURSOR]

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies: Schema = super()._get_response_bodies(direction)
        problem = {"application/problem+json": {"schema": self._component("Problem", lambda: _PROBLEM)}}
        refused = {"4XX": {"content": problem, "description": "Refused, and why."}}
        away = {"503": {"content": problem, "description": "The database is away."}}
        return bodies | refused | away

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: Any = None, direction: str = "response"
    ) -> Any:
        if is_typeddict(serializer) or isinstance(serializer, UnionType):
            serializer = self._schema_of(serializer)
        elif isinstance(serializer, PageOf):
            serializer = self._page(serializer)
        plain: Any = super()._get_response_for_code
        return plain(serializer, status_code, media_types, direction)

    def _page(self, page: PageOf) -> Schema:
        properties = {"results": {"type": "array", "items": self._schema_of(page.shape)}}
        properties |= {name: self._schema_of(hint) for name, hint in page.more}
        properties |= {"next": _LINK, "previous": _LINK}
        return {"type": "object", "required": list(properties), "properties": properties}

    def _schema_of(self, hint: Any) -> Schema:
        if hint in _PLAIN:
            return _PLAIN[hint]
        if is_typeddict(hint):
            return self._component(hint.__name__, lambda: self._object(hint))
        arguments = get_args(hint)
        match get_origin(hint):
            case origin if origin is list:
                return {"type": "array", "items": self._schema_of(arguments[0])}
            case origin if origin is dict:
                return {"type": "object", "additionalProperties": self._schema_of(arguments[1])}
            case origin if origin is Literal:
                return {"enum": list(arguments)}
            case origin if origin in (Union, UnionType):
                return {"oneOf": [self._schema_of(argument) for argument in arguments]}
        raise TypeError(f"{hint} has no place in a shape.")

    def _object(self, shape: Any) -> Schema:
        properties = {name: self._schema_of(hint) for name, hint in get_type_hints(shape).items()}
        described = {"description": shape.__doc__} if shape.__doc__ else {}
        return {
            "type": "object",
            **described,
            "properties": properties,
            "required": sorted(shape.__required_keys__),
        }

    def _component(self, name: str, make: Callable[[], Schema]) -> Schema:
        component = _Component(name=name, type=ResolvedComponent.SCHEMA, object=name)
        if component not in self.registry:
            self.registry.register(component)
            component.schema = make()
        reference: Schema = self.registry[component].ref
        return reference
