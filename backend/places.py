"""Where the embedded services keep their data and sockets, as paths and addresses under one `var` folder.

Pure path arithmetic, so that settings can name the services without starting them.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE_NAME = "samverk"
# Linux keeps 108 bytes for a socket's path, one of them the closing NUL.
LONGEST_SOCKET_PATH = 107
_LONGEST_SOCKET_NAME = "pg/.s.PGSQL.5432"


def sockets(var: Path) -> Path:
    """The folder for Unix sockets: `var/run`, or one in the temp folder when that path is too long."""
    run = var.absolute() / "run"
    if len(os.fsencode(run / _LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return run
    name = hashlib.sha256(os.fsencode(run)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"samverk-{os.getuid()}-{name}"


def postgres_data(var: Path) -> Path:
    """PostgreSQL's data folder; the major version is in its name, so an upgrade never meets older files."""
    return var.absolute() / "pg18"


def postgres_sockets(var: Path) -> Path:
    """The folder that PostgreSQL puts its socket in; its own, since under root it belongs to another user."""
    return sockets(var) / "pg"


def postgres_url(var: Path, database: str = DATABASE_NAME) -> str:
    """The address of a database of the embedded PostgreSQL, in the form DATABASE_URL takes."""
    return f"postgres://{DATABASE_NAME}@{quote(str(postgres_sockets(var)), safe='')}/{database}"


def valkey_socket(var: Path) -> Path:
    """The embedded Valkey's socket."""
    return sockets(var) / "valkey.sock"


def valkey_url(var: Path) -> str:
    """The address of the embedded Valkey, in the form REDIS_URL takes."""
    return f"unix://{valkey_socket(var)}"
