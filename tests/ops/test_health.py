"""``/healthz`` and ``/readyz``: what each part's failure looks like from outside."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from atasehir_portal.site import health
from atasehir_portal.site.tasks import note_beat

PARTS = {"database": "ok", "migrations": "ok", "broker": "ok", "storage": "ok", "beat": "ok"}


def readyz() -> tuple[int, dict[str, Any]]:
    response = Client().get("/readyz")
    return response.status_code, response.json()


def test_healthz_asks_the_process_alone(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_come_by_address_and_without_tls(db: None, settings: Any, path: str) -> None:
    settings.ALLOWED_HOSTS = ["katilim.example.bel.tr"]
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(path, headers={"host": "10.1.2.3:8000"})
    assert response["Content-Type"] == "application/json"
    assert "status" in response.json()


def test_readyz_says_ok_where_every_part_works(db: None) -> None:
    note_beat()
    assert readyz() == (200, {"status": "ok", "parts": PARTS})


@pytest.mark.parametrize(("age", "state"), [(0, "ok"), (110, "ok"), (125, "late"), (None, "late")])
def test_readyz_wants_a_beat_younger_than_two_minutes(db: None, age: int | None, state: str) -> None:
    if age is not None:
        cache.set(health.BEAT_KEY, time.time() - age)
    status, body = readyz()
    assert body["parts"]["beat"] == state
    assert status == (200 if state == "ok" else 503)


def test_readyz_sees_an_unapplied_migration(db: None) -> None:
    note_beat()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalogue'")
    assert readyz() == (503, {"status": "unavailable", "parts": PARTS | {"migrations": "unapplied"}})


def test_readyz_sees_a_broker_that_is_down(db: None, settings: Any) -> None:
    note_beat()
    settings.REDIS_URL = "unix:///nonexistent/broker.sock"
    assert readyz() == (503, {"status": "unavailable", "parts": PARTS | {"broker": "unavailable"}})


def test_readyz_sees_storage_that_cannot_be_written(db: None, settings: Any, tmp_path: Path) -> None:
    note_beat()
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    status, body = readyz()
    assert (status, body["parts"]) == (503, PARTS | {"storage": "unavailable"})


def test_readyz_leaves_nothing_in_the_storage(db: None, settings: Any) -> None:
    readyz()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_cache_that_cannot_be_reached_is_an_empty_one(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nonexistent/broker.sock"}}
    assert cache.get("anything", "nothing") == "nothing"
    assert cache.add("lock", True, timeout=5) is True
    cache.set("anything", 1)
    assert cache.get_many(["anything"]) == {}
    assert cache.delete("anything") is False
    assert "anything" not in cache
    assert {record.getMessage() for record in caplog.records} == {"The cache is not reachable (ConnectionError)"}
