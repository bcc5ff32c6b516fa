"""One address in the environment, said in the words that each library wants."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def broker_url(redis_url: str) -> str:
    """The same Redis as kombu names it: redis-py says `unix://`, kombu `redis+socket://`."""
    if redis_url.startswith("unix://"):
        path, _, query = redis_url.removeprefix("unix://").partition("?")
        return f"redis+socket://{path}{query and '?' + query.replace('db=', 'virtual_host=')}"
    return redis_url


def storage_of(url: str) -> dict[str, Any]:
    """A place for files in Django's words: `file:///path`, or `s3://key:secret@host/bucket?region=..`.

    Without a host it is Amazon's S3; `scheme=http` is for a store on one's own network. Raises
    ValueError for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {"BACKEND": "files.disk.DurableDisk", "OPTIONS": {"location": unquote(parts.path)}}
    if parts.scheme != "s3":
        raise ValueError("STORAGE_URL begins with file:// or s3://.")
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        "bucket_name": parts.path.strip("/"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": query.get("region"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": False,
    }
    if parts.hostname:
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{query.get('scheme', 'https')}://{parts.hostname}{port}"
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def hosts_of(site_url: str) -> list[str]:
    """The host names a site with this address answers to; a loopback name stands for all of them."""
    host = urlsplit(site_url).hostname or "localhost"
    loopback = ["localhost", "127.0.0.1", "[::1]"]
    return loopback if host in {"localhost", "127.0.0.1", "::1"} else [host]
