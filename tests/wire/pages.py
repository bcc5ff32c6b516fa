"""The house's own addresses, and a page that fails."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from backend.failures import server_error
from backend.urls import urlpatterns as own


def page(request: HttpRequest) -> HttpResponse:
    """A fault on a page for people."""
    raise RuntimeError("the password is swordfish")


handler500: Any = server_error
urlpatterns = [path("page/", page), *own]
