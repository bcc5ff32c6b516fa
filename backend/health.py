"""Two questions an operator's machinery asks: does the process live, and can it do its work?"""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process lives: it can answer. Asks nothing of anyone else."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when every part works, else 503 as a problem that names the first part that does not."""
    for part, works in PARTS.items():
        if not works():
            return _unready(part)
    return JsonResponse({"status": "ok", "parts": list(PARTS)})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        return False
    return True


PARTS: dict[str, Callable[[], bool]] = {"database": _database, "migrations": _migrations, "redis": _redis}


def _unready(part: str) -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": "Not ready",
        "status": 503,
        "code": f"{part}_unavailable",
        "detail": f"This part does not work: {part}.",
        "part": part,
    }
    return JsonResponse(problem, status=503, content_type="application/problem+json")
