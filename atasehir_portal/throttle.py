"""A limit on how often forms are sent: generous to people, hard on floods.

Counted in the shared cache per person, or per address where nobody is signed in, in fixed windows of time. Where the cache is down
nothing is counted and nothing is refused. Sign-in, sign-up and password pages have allauth's own limits.
"""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# (how many, in how many seconds): what nobody reaches by writing, and any script does at once.
WRITING = ((20, 60), (200, 3600))
# Acts that send mail to others or make records for others to work on.
COSTLY = ((10, 60), (60, 3600))
MESSAGE = _("That was a lot in a short time. Please wait a minute and send again; what you wrote is still here.")

View = Callable[..., HttpResponse]


def passes(request: HttpRequest, name: str, limits: tuple[tuple[int, int], ...] = WRITING) -> bool:
    """Count one use of ``name`` by whoever sends the request; False where one of the limits is passed."""
    who = f"user:{request.user.pk}" if request.user.is_authenticated else f"ip:{get_adapter().get_client_ip(request)}"
    return all(_count(f"throttle:{name}:{who}", seconds) <= most for most, seconds in limits)


def limited(name: str, limits: tuple[tuple[int, int], ...] = WRITING) -> Callable[[View], View]:
    """Refuse POST requests beyond the limits with a page (status 429) that says when to come back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not passes(request, name, limits):
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(min(seconds for _most, seconds in limits))
                return response
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def _count(key: str, seconds: int) -> int:
    """Count in the current window and return how many it has; 0 where the cache does not answer."""
    window = f"{key}:{seconds}:{int(time.time() // seconds)}"
    try:
        cache.add(window, 0, timeout=seconds + 5)
        return int(cache.incr(window))
    except (RedisError, ValueError, OSError) as error:
        logger.warning("the limit %s was not counted (%s)", key.split(":")[1], type(error).__name__)
        return 0
