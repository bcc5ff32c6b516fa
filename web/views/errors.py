"""Pages for what goes wrong outside any page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django could not read."""
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django refused."""
    return render(request, "web/errors/403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a token that fits the session: most often a page that was left open."""
    return render(request, "web/errors/400.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that names nothing."""
    return render(request, "web/errors/404.html", status=404)
