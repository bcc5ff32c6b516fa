"""How stored bytes leave the house: never as something that a browser would run under our name."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote
from wsgiref.util import FileWrapper

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from access.refusals import NotVisible
from files import storage
from files.models import StoredFile

# Whatever the bytes are, the browser treats them as a stranger's: no script, no form, no frame of ours.
POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def answer(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The bytes of a file that the caller may read; 304 where the client has them. Raises NotVisible.

    Only pictures, which we drew ourselves, are shown in place; everything else is saved.
    """
    if not file.is_kept:
        raise NotVisible
    etag = f'"{file.sha256}"'
    if _is_known(request, etag):
        return _guarded(HttpResponse(status=304), etag)
    return kept(
        request,
        file.key,
        name=file.name,
        media_type=file.media_type,
        etag=etag,
        size=file.size,
        inline=file.is_image,
    )


def kept(
    request: HttpRequest,
    key: str,
    *,
    name: str,
    media_type: str,
    etag: str,
    size: int,
    inline: bool = False,
) -> HttpResponseBase:
    """What storage keeps under a key, as `attached` gives it. Raises NotVisible where nothing is kept."""
    try:
        stored = storage.opened(key)
    except FileNotFoundError as error:
        raise NotVisible from error
    return attached(request, stored, name=name, media_type=media_type, etag=etag, size=size, inline=inline)


def attached(
    request: HttpRequest,
    stored: Any,
    *,
    name: str,
    media_type: str,
    etag: str,
    size: int,
    inline: bool = False,
) -> HttpResponseBase:
    """A stored file, streamed, under its name."""
    response = StreamingHttpResponse(_streamed(request, stored), content_type=_typed(media_type))
    response["Content-Length"] = str(size)
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = (
        f"{way}; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return _guarded(response, etag)


def _guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    # Asked for again each time, so that who lost access is told so; unchanged bytes are not sent again.
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response


def _is_known(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return known == ["*"] or etag in [one.removeprefix("W/") for one in known]


def _typed(media_type: str) -> str:
    # Text is shown by nobody, but saved as what it says.
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _ascii(name: str) -> str:
    plain = name.encode("ascii", "replace").decode()
    return plain.replace("\\", "_").replace('"', "_")


def _streamed(request: HttpRequest, stored: Any) -> Any:
    # Under ASGI a plain iterator would be read whole before the first byte leaves.
    return _Later(stored) if isinstance(request, ASGIRequest) else FileWrapper(stored, storage.CHUNK)


class _Later:
    """A file's bytes for an event loop, piece by piece; closed with the response, begun or not."""

    def __init__(self, stored: Any) -> None:
        self.close = stored.close
        self._read = sync_to_async(stored.read)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await self._read(storage.CHUNK):
            yield chunk
