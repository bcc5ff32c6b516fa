"""The whole of Samverk as processes of its own: 2 web, 2 live, 2 workers, beat, behind nginx, with the demo.

Commands are those of docker-compose.yml (tests/backend/test_containers.py holds the two together).
Anything can be killed with `kill -9` and started again.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psycopg

from backend import commands, processes
from backend.demo import PASSWORD
from backend.embedded import Postgres, Valkey
from backend.ports import LOOPBACK, free_port
from tests.live.harness import Client, wait_until
from tests.servers import CARELESS
from web.mailcatcher import CaughtMail, caught_mails

ROOT = Path(__file__).parents[2]
NGINX = ROOT / "docker" / "nginx.conf"
# Made once: it takes longer than a request, and nobody here speaks TLS.
TLS = httpx.create_ssl_context()
PATHS = "/usr/sbin:/usr/bin:/sbin:/bin"


class Town:
    """Everything that runs, by name: web0, web1, live0, live1, worker0, worker1, beat, mail, proxy."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.postgres = Postgres(var, settings=CARELESS)
        self.valkey = Valkey(var)
        self.ports = {name: free_port() for name in ("web0", "web1", "live0", "live1", "mail", "proxy")}
        self.launches: dict[str, tuple[list[str], dict[str, str]]] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.tokens: dict[str, str] = {}

    def start(self) -> None:
        """Start the services, load the demo, start everything else, and wait until the proxy is well."""
        self.postgres.start()
        self.valkey.start()
        self.manage("migrate_locked", "--verbosity", "0")
        self.manage("load_demo")
        self._plan()
        for name in self.launches:
            self.launch(name)
        for name in ("web0", "web1", "live0", "live1"):
            self.await_well(name)
        wait_until(lambda: self._status("proxy") == 200, 60, every=0.1)

    def stop(self) -> None:
        """Stop everything, without the courtesy that a restart shows to those who are connected."""
        for name in self.running:
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop()

    def _plan(self) -> None:
        for index in "01":
            port = self.ports[f"web{index}"]
            self.launches[f"web{index}"] = (commands.wsgi(f"{LOOPBACK}:{port}"), {})
            live = commands.web(self.ports[f"live{index}"])
            self.launches[f"live{index}"] = (live, {"DB_POOL": "20"})
            named = [*commands.worker(), f"--hostname=worker{index}@town"]
            self.launches[f"worker{index}"] = (named, {})
        self.launches["beat"] = (commands.beat(str(self.var / "beat")), {})
        self.launches["mail"] = (commands.mail_catcher(self.ports["mail"], str(self.mailbox)), {})
        self.launches["proxy"] = ([*self._nginx(), "-g", "daemon off;"], {})

    def _nginx(self) -> list[str]:
        program = shutil.which("nginx", path=PATHS)
        assert program, "`.ci/run` installs nginx"
        text = NGINX.read_text().replace("listen 8080;", f"listen {LOOPBACK}:{self.ports['proxy']};")
        for service, own in (("web:8000", "web"), ("live:8001", "live")):
            both = " ".join(f"server {LOOPBACK}:{self.ports[own + index]} max_fails=0;" for index in "01")
            assert f"server {service} max_fails=0;" in text
            text = text.replace(f"server {service} max_fails=0;", both)
        config = self.var / "nginx.conf"
        config.write_text(text.replace("/tmp/", f"{self.var}/"))
        return [program, "-c", str(config)]

    @property
    def mailbox(self) -> Path:
        """Where the SMTP server keeps what it took."""
        return self.var / "mail"

    @property
    def env(self) -> dict[str, str]:
        """The environment of every process, as an operator would set it."""
        return {
            **{name: value for name, value in os.environ.items() if name not in {"DB_POOL", "MAILBOX"}},
            "VAR_DIR": str(self.var),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://{LOOPBACK}:{self.ports['mail']}",
            "MAILBOX": str(self.mailbox),
            "SITE_URL": self.address,
            "ALLOWED_HOSTS": f"{LOOPBACK},localhost",
            "TRUSTED_PROXIES": "1",
            "RATE_LIMITS": "off",
        }

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://{LOOPBACK}:{self.ports['proxy']}"

    def manage(self, *words: str) -> str:
        """Run one of Django's commands; returns what it said."""
        done = subprocess.run(
            commands.manage(*words), env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def launch(self, name: str) -> None:
        """Start a process by its name."""
        argv, extra = self.launches[name]
        # PostgreSQL's log and its list of connections then tell who asked.
        env = {**self.env, "PGAPPNAME": name, **extra}
        self.running[name] = processes.start(argv, env=env, log=self.var / f"{name}.log")

    def kill(self, name: str) -> None:
        """End a process and its children as the kernel does when memory runs out."""
        process = self.running[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def await_well(self, name: str) -> None:
        """Wait until a web or live process answers."""
        path = "healthz" if name.startswith("live") else "readyz"
        wait_until(lambda: self._status(name, path) == 200, 180, every=0.1)

    def revive(self, name: str) -> None:
        """Start a killed process, and wait until it answers."""
        self.launch(name)
        if name in self.ports and name != "mail":
            self.await_well(name)

    def _status(self, name: str, path: str = "healthz") -> int:
        try:
            return httpx.get(
                f"http://{LOOPBACK}:{self.ports[name]}/{path}", timeout=5, verify=TLS
            ).status_code
        except httpx.HTTPError:
            return 0

    def token(self, email: str) -> str:
        """Sign somebody of the demo in over the API."""
        if email not in self.tokens:
            wanted = {"email": email, "password": PASSWORD, "name": "flows"}
            answer = httpx.post(f"{self.address}/api/v1/auth/tokens/", json=wanted, timeout=20, verify=TLS)
            assert answer.status_code == 201, answer.text
            self.tokens[email] = answer.json()["token"]
        return self.tokens[email]

    def api(self, email: str, *, at: str = "proxy") -> httpx.Client:
        """The API as somebody of the demo, through the proxy or at one process."""
        return httpx.Client(
            base_url=f"http://{LOOPBACK}:{self.ports[at]}/api/v1/",
            headers={"Authorization": f"Bearer {self.token(email)}"},
            timeout=30,
            verify=TLS,
        )

    def visitor(self) -> httpx.Client:
        """The API as somebody who has not signed in."""
        return httpx.Client(base_url=f"{self.address}/api/v1/", timeout=30, verify=TLS)

    def feed(self, email: str, *, at: str = "proxy", path: str = "/ws/feed/") -> Client:
        """A feed socket as somebody of the demo; use it in a `with`."""
        return Client(Door(self.ports[at]), self.token(email), path=path)

    @contextmanager
    def browser(self, email: str) -> Iterator[httpx.Client]:
        """A browser without scripts, in which somebody of the demo has signed in at the page."""
        with httpx.Client(base_url=self.address, timeout=30, follow_redirects=True, verify=TLS) as client:
            submit(client, "/accounts/login/", login=email, password=PASSWORD)
            yield client

    def sql(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask or tell the database something behind everybody's back."""
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            answer = connection.execute(question.encode(), values or None)
            return answer.fetchall() if answer.description else []

    def mails(self) -> list[CaughtMail]:
        """What the SMTP server took, newest first."""
        return caught_mails(self.mailbox)

    def mail_to(self, address: str, *, having: str = "") -> CaughtMail:
        """The newest mail to an address whose text or subject has these words; waits for it."""
        found: list[CaughtMail] = []

        def arrived() -> bool:
            found[:] = [
                mail
                for mail in self.mails()
                if address in mail.recipients and having in f"{mail.subject}\n{mail.text}"
            ]
            return bool(found)

        wait_until(arrived, 90, every=0.1)
        return found[0]


class Door:
    """One process as tests/live/harness.Client wants its server: a port."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def origin(self) -> str:
        """What a browser calls the place of our pages."""
        return f"http://{LOOPBACK}:{self.port}"


def submit(browser: httpx.Client, page: str, *, to: str = "", **fields: str) -> httpx.Response:
    """Fill in a form of a page and send it, with the page's CSRF token."""
    seen = browser.get(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', seen.text)
    assert token, seen.text
    return browser.post(to or page, data={**fields, "csrfmiddlewaretoken": token[1]})


def network_of(api: httpx.Client, name: str = "zero-emission") -> dict[str, Any]:
    """The network whose English name has these words."""
    networks = api.get("networks/").json()["results"]
    return next(dict(network) for network in networks if name in network["name_en"])


def room_of(api: httpx.Client, network_id: str, title: str) -> dict[str, Any]:
    """A new room of the network, for one test alone."""
    answer = api.post(f"networks/{network_id}/rooms/", json={"title": title})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def post(api: httpx.Client, room: dict[str, Any], body: str, key: str | None = None) -> httpx.Response:
    """Post a message."""
    return api.post(f"rooms/{room['id']}/messages/", json={"body": body, "key": key})


def bodies(api: httpx.Client, room: dict[str, Any]) -> list[str]:
    """What was said in a room, from the first message on, page by page."""
    url, said = f"rooms/{room['id']}/messages/?after=0&limit=200", []
    while url:
        page = api.get(url).json()
        said += [message["body"] for message in page["results"]]
        url = page["next"]
    return said


def insistently(act: Callable[[], httpx.Response], *, seconds: float = 30) -> httpx.Response:
    """Repeat a request, as a client does, until it is answered with less than 500."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = act()
        except httpx.HTTPError:
            answer = None
        if answer is not None and answer.status_code < 500:
            return answer
        assert time.monotonic() < deadline, "Nobody answers."
        time.sleep(0.1)


def pretty(frame: dict[str, Any]) -> str:
    """A frame as a failed assertion shows it."""
    return json.dumps(frame, indent=1, default=str)
