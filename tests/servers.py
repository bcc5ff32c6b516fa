"""PostgreSQL and Valkey for a test run, in a `var` folder of their own."""

import fcntl
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from backend.embedded import Postgres, Valkey

ROOT = Path(__file__).parent.parent
# A test database is thrown away: nothing has to survive a power cut.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


# Names, in the environment, the variables of those that a test run started itself.
STARTED = "SAMVERK_TEST_SERVERS"


@dataclass
class Servers:
    """What this run started, and so has to stop."""

    started: list[Postgres | Valkey] = field(default_factory=list)

    def start(self) -> None:
        """Name the test run's settings, and start what the environment does not offer."""
        var = Path(os.environ.setdefault("VAR_DIR", str(ROOT / "var" / "test")))
        if worker := os.environ.get("PYTEST_XDIST_WORKER"):
            var = self._of_its_own(var / worker)
        os.environ["DJANGO_SETTINGS_MODULE"] = "backend.settings"
        os.environ.setdefault("SECRET_KEY", "a key for tests, of no use to anybody, but long enough to pass")
        os.environ.setdefault("RATE_LIMITS", "off")
        missing: dict[str, Postgres | Valkey] = {
            "DATABASE_URL": Postgres(var, settings=CARELESS),
            "REDIS_URL": Valkey(var),
        }
        missing = {name: server for name, server in missing.items() if name not in os.environ}
        if missing:
            self._claim(var)
        for name, server in missing.items():
            server.start()
            self.started.append(server)
            os.environ[name] = server.url
        os.environ[STARTED] = " ".join(missing)

    def _of_its_own(self, var: Path) -> Path:
        """Forget what the run that started this process has started: each process kills its own servers."""
        for name in os.environ.pop(STARTED, "").split():
            del os.environ[name]
        os.environ["VAR_DIR"] = str(var)
        return var

    def stop(self) -> None:
        """Stop what was started, last first."""
        while self.started:
            self.started.pop().stop()

    def _claim(self, var: Path) -> None:
        """Hold the folder for this run; two runs would share one database."""
        var.mkdir(parents=True, exist_ok=True)
        self._lock = (var / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another test run uses {var}; name another folder with VAR_DIR.")


servers = Servers()
