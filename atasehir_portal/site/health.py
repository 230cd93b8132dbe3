"""What a load balancer or an orchestrator asks: does the process live, and can it do its work?

``/healthz`` says that this process answers, nothing else: a database that is gone is no reason to restart it.
``/readyz`` tries each part that the portal needs and answers 200 or 503 with the state of each as JSON. The answer
names parts, never addresses or error texts. Both are answered by ``HealthMiddleware`` before host names, TLS and
sessions are looked at, because a probe comes by address and without cookies.
"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from redis import Redis

BEAT_KEY = "last-beat"
OLDEST_BEAT = 120  # seconds; beat notes every 30
OK = "ok"


def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return _uncached(JsonResponse({"status": OK}))


def readyz(request: HttpRequest) -> JsonResponse:
    """Say of each part whether it works; 503 where one does not."""
    parts = {name: _state(check) for name, check in CHECKS.items()}
    ready = all(state == OK for state in parts.values())
    body = {"status": OK if ready else "unavailable", "parts": parts}
    return _uncached(JsonResponse(body, status=200 if ready else 503))


def _uncached(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response


def _state(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception:  # noqa: BLE001  whatever goes wrong with a part, the answer is that it does not work
        return "unavailable"


def check_database() -> str:
    """Ask the database for a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def check_migrations() -> str:
    """Compare the tables with the code: a deployment in between must not serve."""
    executor = MigrationExecutor(connection)
    return "unapplied" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK


def check_broker() -> str:
    """Ask the broker for a sign of life; the cache forgives a broker that is down, so it is not asked."""
    with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2) as broker:
        broker.ping()
    return OK


def check_storage() -> str:
    """Write a small file where files are kept, read it and remove it."""
    content = secrets.token_bytes(16)
    name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(content))
    try:
        with default_storage.open(name) as stored:
            return OK if stored.read() == content else "unavailable"
    finally:
        default_storage.delete(name)


def check_beat() -> str:
    """Look when a worker last ran what beat sends every 30 seconds: this needs beat, broker and worker."""
    last = cache.get(BEAT_KEY)
    return OK if last is not None and time.time() - float(last) < OLDEST_BEAT else "late"


CHECKS: dict[str, Callable[[], str]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
    "storage": check_storage,
    "beat": check_beat,
}
