"""One address in the environment, said in the words that each library wants."""

from urllib.parse import urlsplit


def broker_url(redis_url: str) -> str:
    """The same Redis as kombu names it: redis-py says `unix://`, kombu `redis+socket://`."""
    if redis_url.startswith("unix://"):
        path, _, query = redis_url.removeprefix("unix://").partition("?")
        return f"redis+socket://{path}{query and '?' + query.replace('db=', 'virtual_host=')}"
    return redis_url


def hosts_of(site_url: str) -> list[str]:
    """The host names a site with this address answers to; a loopback name stands for all of them."""
    host = urlsplit(site_url).hostname or "localhost"
    loopback = ["localhost", "127.0.0.1", "[::1]"]
    return loopback if host in {"localhost", "127.0.0.1", "::1"} else [host]
