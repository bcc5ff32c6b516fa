"""Asks a process on this machine whether it is well: `python -m backend.probe http://127.0.0.1:8000/readyz`.

It asks under the site's own name, which is the only one that ALLOWED_HOSTS lets in.
"""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit


def is_well(url: str, host: str = "localhost") -> bool:
    """Whether the address answers with success when asked under this host name."""
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310 - an address of our own
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - as above
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def site_host() -> str:
    """The host name of SITE_URL, `localhost` where that is not set."""
    return urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"


if __name__ == "__main__":
    sys.exit(not is_well(sys.argv[1], site_host()))
