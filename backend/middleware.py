"""What every answer carries, whoever made it."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

# Nothing inline, nothing from elsewhere. `data:` images are the ones that style sheets carry.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ],
)

AsyncAnswer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
SyncAnswer = Callable[[HttpRequest], HttpResponseBase]


def _secured(response: HttpResponseBase) -> HttpResponseBase:
    """The answer with the policy, unless the view has set a stricter one."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    return response


@sync_and_async_middleware
def content_security_policy(get_response: AsyncAnswer | SyncAnswer) -> AsyncAnswer | SyncAnswer:
    """Tell the browser to run and load only what this site serves itself."""
    if iscoroutinefunction(get_response):
        return _asynchronous(cast("AsyncAnswer", get_response))
    return _synchronous(cast("SyncAnswer", get_response))


def _asynchronous(get_response: AsyncAnswer) -> AsyncAnswer:
    async def answer(request: HttpRequest) -> HttpResponseBase:
        return _secured(await get_response(request))

    return answer


def _synchronous(get_response: SyncAnswer) -> SyncAnswer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        return _secured(get_response(request))

    return answer
