"""The base of doors that take a file as multipart/form-data."""

from collections.abc import Mapping
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from access.refusals import TooLarge
from networks.http import InNetworkView

# What the form around the file may add.
_FORM = 64 * 1024


class UploadParser(MultiPartParser):
    """A form with a file, refused before it is read where it is larger than the door takes."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The form. Raises TooLarge, and ParseError for what is no form."""
        context = parser_context or {}
        largest = context["view"].largest()
        length = context["request"].META.get("CONTENT_LENGTH") or "0"
        if int(length) > largest + _FORM:
            raise TooLarge("file_too_large", f"A file may have {largest // 2**20} MB.")
        return super().parse(stream, media_type, parser_context)


class AnythingRenderer(JSONRenderer):
    """For doors that answer bytes, whatever the client says that it likes; their refusals are problems."""

    media_type = "*/*"
    format = ""


class UploadView(InNetworkView):
    """A door that takes a file of at most `largest()` bytes."""

    parser_classes = (UploadParser,)

    def largest(self) -> int:
        """How many bytes the file may have: as many as the operator says, or fewer."""
        size: int = settings.LARGEST_FILE
        return size

    def asked(self, request: Request) -> bytes:
        """What the request asks for, whatever boundary its form was written with."""
        digest = sha256()
        form: Any = request.data
        for name, values in sorted(form.lists()):
            for one in values:
                digest.update(f"{name}\n{_said(one)}\n".encode())
        return digest.digest()


def _said(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name}\n{digest.hexdigest()}"
