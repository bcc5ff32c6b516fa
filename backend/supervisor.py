"""`make run`: everything a person needs to try Samverk, started in order, kept running, stopped together.

Run as `python -m backend.supervisor`. The environment may bring its own DATABASE_URL, REDIS_URL and
EMAIL_URL; what it does not bring is started here, with its data under VAR_DIR.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from backend import commands, demo, frontend, places, ports, processes
from backend.bell import Bell
from backend.embedded import Postgres, Valkey
from backend.probe import is_well, site_host
from backend.processes import LaunchError
from backend.watch import Watched

# How long the web process may take until it answers, in seconds.
PATIENCE = 60


class StoppedError(Exception):
    """Somebody asked us to stop while we were still starting."""


class Supervisor:
    """Starts, watches and stops the processes of one `make run`."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.var = Path(given.get("VAR_DIR", str(places.BASE_DIR / "var"))).absolute()
        self.port = int(given.get("PORT", "8000"))
        self.env = {**given, "VAR_DIR": str(self.var), "PORT": str(self.port)}
        self.bell = Bell()
        self.watched: list[Watched] = []

    def run(self) -> None:
        """Start everything, say where it is, and keep it running until somebody wants it to stop."""
        try:
            self._start()
            while not self.bell.is_stop_wanted:
                self.bell.wait(self._until_due())
                self._look()
        except StoppedError:
            pass
        finally:
            for watched in reversed(self.watched):
                processes.stop(watched.process)

    def _start(self) -> None:
        ports.refuse_taken(self.port)
        (self.var / "log").mkdir(parents=True, exist_ok=True)
        self.env.setdefault("SECRET_KEY", secret_key(self.var))
        self._start_services()
        say("Preparing the pages and the database ...")
        frontend.build()
        self._once([commands.PYTHON, "-m", "backend.catalogues", "compile"])
        self._once(commands.manage("migrate_locked", "--verbosity", "0"))
        self._load_demo()
        self._start_processes()
        say(self._welcome())

    def _start_services(self) -> None:
        """Start the services that the environment does not bring."""
        services: dict[str, Postgres | Valkey] = {
            "DATABASE_URL": Postgres(self.var),
            "REDIS_URL": Valkey(self.var),
        }
        for variable, service in services.items():
            if variable not in self.given:
                service.start()
                self.env[variable] = service.url
                self.watched.append(Watched(type(service).__name__, service.launch, service.running()))
        if "EMAIL_URL" not in self.given:
            port, mailbox = ports.free_port(), str(self.var / "mail")
            self.env.update(EMAIL_URL=f"smtp://{ports.LOOPBACK}:{port}", MAILBOX=mailbox)
            self._watch("mail", commands.mail_catcher(port, mailbox))

    def _load_demo(self) -> None:
        if demo.is_wanted(self.given, self.env["DATABASE_URL"]):
            say("Loading the demo ...")
            self._once(commands.manage("load_demo"))

    def _start_processes(self) -> None:
        # Threads of the web process share connections; a worker keeps one open.
        self._watch("web", commands.web(self.port), DB_POOL="20")
        # The page is what a person waits for; the others start while it is read.
        self._await_web()
        self._watch("worker", commands.worker())
        self._watch("beat", commands.beat(str(self.var / "beat")))

    def _watch(self, name: str, command: list[str], **extra: str) -> None:
        log = self.var / "log" / f"{name}.log"
        log.unlink(missing_ok=True)

        def launch() -> subprocess.Popen[bytes]:
            return processes.start(command, env={**self.env, **extra}, log=log)

        self.watched.append(Watched(name, launch, launch()))

    def _once(self, command: list[str]) -> None:
        """Run a command to its end, or until somebody wants us to stop."""
        process = processes.start(command, env=self.env)
        while process.poll() is None:
            self.bell.wait(1)
            if self.bell.is_stop_wanted:
                processes.stop(process)
                raise StoppedError
        if process.returncode:
            message = f"This failed, for the reason above: {' '.join(command[1:])}"
            raise LaunchError(message)

    def _await_web(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_well(f"http://{ports.LOOPBACK}:{self.port}/readyz", site_host()):
            self.bell.wait(0.1)
            self._look()
            if self.bell.is_stop_wanted:
                raise StoppedError
            if time.monotonic() > deadline:
                message = f"The web process does not answer; see {self.var / 'log' / 'web.log'}."
                raise LaunchError(message)

    def _look(self) -> None:
        for watched in self.watched:
            if news := watched.look(time.monotonic()):
                say(news)

    def _until_due(self) -> float | None:
        """Seconds until something is to be started again; None when all run."""
        due = [watched.due_at - time.monotonic() for watched in self.watched if watched.due_at is not None]
        return max(0.0, min(due)) if due else None

    def _welcome(self) -> str:
        address = f"http://localhost:{self.port}"
        lines = [f"\nSamverk runs at {address}"]
        if demo.is_loaded(self.env["DATABASE_URL"]):
            lines.append(demo.sign_ins())
        if "MAILBOX" in self.env:
            lines.append(f"Mails that it sends can be read at {address}/demo/mail/")
        lines.append(f"Logs are in {self.var / 'log'}. Ctrl-C stops everything.")
        return "\n".join(lines)


def secret_key(var: Path) -> str:
    """The key of this `var` folder, made at the first run and readable by its owner only."""
    file = var / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run until stopped; 1 when something stood in the way."""
    try:
        Supervisor(os.environ).run()
    except (LaunchError, frontend.BuildError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
