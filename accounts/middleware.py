"""Every page and problem in the language and at the time of the person who asked."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.decorators import sync_and_async_middleware

from accounts.preferences import speak_to

AsyncAnswer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]
SyncAnswer = Callable[[HttpRequest], HttpResponseBase]


@sync_and_async_middleware
def preferences(get_response: AsyncAnswer | SyncAnswer) -> AsyncAnswer | SyncAnswer:
    """Speak to whoever is signed in by cookie; Bearer tokens are known only later, in the view."""
    if iscoroutinefunction(get_response):
        return _asynchronous(cast("AsyncAnswer", get_response))
    return _synchronous(cast("SyncAnswer", get_response))


def _asynchronous(get_response: AsyncAnswer) -> AsyncAnswer:
    async def answer(request: HttpRequest) -> HttpResponseBase:
        if _has_session(request):
            await sync_to_async(_prefer)(request)
        try:
            return await get_response(request)
        finally:
            timezone.deactivate()

    return answer


def _synchronous(get_response: SyncAnswer) -> SyncAnswer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        if _has_session(request):
            _prefer(request)
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return answer


def _has_session(request: HttpRequest) -> bool:
    """Say whether a cookie may name a session: without one nothing is asked of the database."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _prefer(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        speak_to(request.user)
        request.LANGUAGE_CODE = request.user.language
