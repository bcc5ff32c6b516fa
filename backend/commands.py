"""The command lines of the long-running processes, said once for `make run` and the process tests."""

import sys

QUEUES = "clock,mail,heavy"
PYTHON = sys.executable


def web(port: int, host: str = "127.0.0.1") -> list[str]:
    """HTTP and sockets in one ASGI process."""
    return [
        *(PYTHON, "-m", "uvicorn", "backend.asgi:application", f"--host={host}", f"--port={port}"),
        "--ws=websockets-sansio",
        # Deflate costs twice the CPU per delivery and up to 90 KiB per connection.
        "--ws-per-message-deflate=false",
        # Often enough for proxies that cut after a minute; each ping costs as much as several deliveries.
        "--ws-ping-interval=45",
        *("--log-level=warning", "--timeout-graceful-shutdown=5"),
        *("--no-proxy-headers", "--no-server-header", "--no-access-log"),
    ]


def wsgi(bind: str) -> list[str]:
    """HTTP alone under WSGI, as the containers serve it."""
    return [
        *(PYTHON, "-m", "gunicorn", "backend.wsgi:application", f"--bind={bind}"),
        *("--worker-class=gthread", "--workers=2", "--threads=8", "--graceful-timeout=10"),
        # The control socket would be written into a home folder that a container can't write to.
        *("--max-requests=20000", "--max-requests-jitter=2000", "--no-control-socket"),
    ]


def worker() -> list[str]:
    """One Celery worker for every queue."""
    return [
        *(PYTHON, "-m", "celery", "--app=backend", "worker", f"--queues={QUEUES}", "--concurrency=2"),
        *("--loglevel=WARNING", "--without-gossip", "--without-mingle"),
    ]


def beat(schedule: str) -> list[str]:
    """The clock; `schedule` is the file in which it remembers what it last did."""
    return [
        *(PYTHON, "-m", "celery", "--app=backend", "beat", f"--schedule={schedule}"),
        *("--pidfile=", "--loglevel=WARNING"),
    ]


def mail_catcher(port: int, mailbox: str) -> list[str]:
    """The local SMTP server that delivers to nobody but a folder."""
    return [PYTHON, "-m", "backend.smtp", str(port), mailbox]


def manage(*words: str) -> list[str]:
    """One of Django's commands."""
    return [PYTHON, "manage.py", *words]
