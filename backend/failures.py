"""What is answered when everything inside gave up: the database is away, or a fault of ours."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from wire.problems import SERVER_FAILED, UNAVAILABLE, plain_response, wants_problem


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database can't be reached, else 500: a problem for the API, a page for people."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    problem = UNAVAILABLE if is_away else SERVER_FAILED
    if wants_problem(request):
        return plain_response(problem)
    # Without the request: whatever the page would ask of it may need the database.
    page = render_to_string("web/errors/503.html" if is_away else "web/errors/500.html")
    return HttpResponse(page, status=problem.status, headers=problem.headers)
