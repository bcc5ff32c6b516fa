"""Bodies and answers that are bytes; problems stay JSON."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer

from access.refusals import TooLarge

OCTETS = "application/octet-stream"


class OctetParser(BaseParser):
    """The body as it is."""

    media_type = OCTETS

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The bytes. Raises TooLarge."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(detail=f"A body may have {most} bytes.")
        return body


class OctetRenderer(BaseRenderer):
    """Bytes as they are, and whatever else there is to say as JSON."""

    media_type = OCTETS
    format = "bytes"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The body of the answer."""
        if isinstance(data, bytes):
            return data
        rendered: bytes = JSONRenderer().render(data)
        return rendered
