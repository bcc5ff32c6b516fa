"""Doors that fail in every way, standing where the API's do. A test's own address book."""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.failures import server_error
from wire.fields import TextField
from wire.views import ApiView


class Line(serializers.Serializer[None]):
    """A part of the shape below."""

    count = serializers.IntegerField(min_value=0)


class Shape(serializers.Serializer[None]):
    """A shape with a text, and lines of numbers."""

    title = TextField(max_length=20)
    lines = Line(many=True, required=False)


class Echo(ApiView):
    """Reads one shape and gives it back."""

    authentication_classes = []
    permission_classes = []

    def post(self, request: Request) -> Response:
        """Answer what was read."""
        return Response(self.read(Shape))


class Fault(ApiView):
    """A fault of ours."""

    authentication_classes = []
    permission_classes = []

    def get(self, request: Request) -> Response:
        """Fail, with a secret in the message."""
        raise RuntimeError("the password is swordfish")


class Away(Fault):
    """The database is away."""

    def get(self, request: Request) -> Response:
        """Fail as psycopg does."""
        raise OperationalError("connection refused")


def answer(request: HttpRequest) -> HttpResponse:
    """A Django view that is no DRF view."""
    return HttpResponse("<h1>Forbidden</h1>", status=403)


def teapot(request: HttpRequest) -> HttpResponse:
    """A status nobody planned."""
    return HttpResponse("<h1>short and stout</h1>", status=418)


handler500: Any = server_error
urlpatterns = [
    path("api/v1/echo/", Echo.as_view()),
    path("api/v1/fault/", Fault.as_view()),
    path("api/v1/away/", Away.as_view()),
    path("api/v1/forbidden/", answer),
    path("api/v1/teapot/", teapot),
]
