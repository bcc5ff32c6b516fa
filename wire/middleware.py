"""What fails outside the API's views, in middleware or by an unknown address, leaves as a problem too."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wire.problems import SERVER_FAILED, Problem, plain_response, problem_of, wants_problem

logger = logging.getLogger("samverk.requests")

_TITLES = {400: "Malformed request", 403: "Not allowed", 404: "Not found", 405: "Method not allowed"}


class ProblemMiddleware:
    """The outermost door of the API: no HTML page, no stack trace, whatever happened inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and turn what is not an answer of the API into a problem."""
        response = self.get_response(request)
        if not wants_problem(request) or response.status_code < 400:
            return response
        if response.get("Content-Type", "").startswith(("application/", "text/event-stream")):
            return response
        return plain_response(_of_status(response.status_code))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal or failure that no view turned into an answer."""
        if not wants_problem(request):
            return None
        problem = problem_of(error)
        if problem is None:
            logger.error("Unexpected failure", exc_info=error)
        return plain_response(problem or SERVER_FAILED)


def _of_status(status: int) -> Problem:
    if status >= 500:
        return SERVER_FAILED
    title = _TITLES.get(status, "Refused")
    return Problem(status=status, code=title.lower().replace(" ", "_"), title=title)
