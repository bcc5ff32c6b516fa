"""Shapes that the OpenAPI document needs and no view builds."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

# What every list takes, see wire.pages.
PAGE = [OpenApiParameter("limit", int), OpenApiParameter("cursor", str)]


def paged(shape: type[serializers.BaseSerializer[Any]]) -> serializers.Serializer[Any]:
    """One page of a list of this shape."""
    return inline_serializer(
        f"{shape.__name__.removesuffix('Read')}Page",
        {
            "results": shape(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
        },
    )
