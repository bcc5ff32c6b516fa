"""`calendar/{secret}.ics`: a person's calendar, to whoever has its address."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from access.refusals import NotVisible
from notices.models import CalendarKey, digest_of
from web.calendar import calendar_of, etag_of
from wire.views import ApiView


class SecretFile:
    """The part of an address that is a secret and ends with `.ics`, as programs expect of calendars."""

    regex = r"[A-Za-z0-9_-]{20,60}\.ics"

    def to_python(self, value: str) -> str:
        """The secret."""
        return value.removesuffix(".ics")

    def to_url(self, value: str) -> str:
        """The file's name."""
        return value if value.endswith(".ics") else f"{value}.ics"


class WhateverIsAskedFor(BaseContentNegotiation):
    """Calendars ask for all kinds of things, and take a calendar."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first there is."""
        return renderers[0], renderers[0].media_type


class CalendarFeed(ApiView):
    """A calendar. It has no sign-in: programs that read calendars know none."""

    authentication_classes = ()
    permission_classes = ()
    renderer_classes = (JSONRenderer,)  # of refusals
    content_negotiation_class = WhateverIsAskedFor

    @extend_schema(operation_id="calendar", auth=[], responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: Request, secret: str) -> HttpResponse:
        """What the person answers for, a day each. 304 to who has it already; 404 for a secret taken back."""
        rows = CalendarKey.objects.select_related("person").filter(digest=digest_of(secret))
        key = rows.filter(person__is_active=True).first()
        if key is None:
            raise NotVisible
        body = calendar_of(key.person, self.actor.now)
        key.note_read(self.actor.now)
        etag = etag_of(body)
        known = request.headers.get("If-None-Match", "")
        response = (
            HttpResponse(status=304)
            if etag in known
            else HttpResponse(body, content_type="text/calendar; charset=utf-8")
        )
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["Content-Disposition"] = 'inline; filename="samverk.ics"'
        response["X-Robots-Tag"] = "noindex"
        return response
