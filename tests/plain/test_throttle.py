"""A limit that people never reach and floods reach at once, and that fails open."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from atasehir_portal import throttle

LIMITS = ((3, 3600),)


@pytest.fixture
def request_of(rf: RequestFactory) -> Callable[..., HttpRequest]:
    def make(user: Any = None, ip: str = "10.0.0.1") -> HttpRequest:
        request = rf.post("/", REMOTE_ADDR=ip)
        request.user = user or AnonymousUser()
        return request

    return make


def test_limit_counts_each_address_and_act_by_itself(request_of: Callable[..., HttpRequest]) -> None:
    assert [throttle.passes(request_of(), "a", LIMITS) for _turn in range(4)] == [True, True, True, False]
    assert throttle.passes(request_of(ip="10.0.0.2"), "a", LIMITS)
    assert throttle.passes(request_of(), "b", LIMITS)


def test_limit_counts_people_and_not_their_address(
    request_of: Callable[..., HttpRequest], representative: Any, stranger: Any
) -> None:
    for number in range(3):
        assert throttle.passes(request_of(representative, ip=f"10.0.0.{number}"), "a", LIMITS)
    assert not throttle.passes(request_of(representative, ip="10.0.0.9"), "a", LIMITS)
    assert throttle.passes(request_of(stranger), "a", LIMITS)


def test_limit_ends_with_its_window(request_of: Callable[..., HttpRequest], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(throttle.time, "time", lambda: now)
    for _turn in range(4):
        last = throttle.passes(request_of(), "a", LIMITS)
    assert not last
    now += 3600
    assert throttle.passes(request_of(), "a", LIMITS)


def test_nothing_is_refused_while_the_cache_is_down(request_of: Callable[..., HttpRequest], settings: Any) -> None:
    down = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": down}
    assert all(throttle.passes(request_of(), "a", LIMITS) for _turn in range(5))


@pytest.mark.django_db
def test_view_beyond_its_limit_answers_429(request_of: Callable[..., HttpRequest], rf: RequestFactory) -> None:
    @throttle.limited("a", LIMITS)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    for _turn in range(3):
        assert view(request_of()).status_code == 200
    response = view(request_of())
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    reading = rf.get("/")
    reading.user = AnonymousUser()
    assert view(reading).status_code == 200
