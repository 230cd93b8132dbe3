"""The shared cache: rate limits and the sign of life of beat. Nothing in it is worth a failed page."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

logger = logging.getLogger(__name__)
UNREACHABLE = (NoConnection, NoAnswer)


def _note(error: Exception) -> None:
    logger.warning("The cache is not reachable (%s)", type(error).__name__)


class ForgivingClient(RedisCacheClient):
    """Answers like an empty cache while the server cannot be reached; each failed call is logged as a warning."""

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        try:
            return bool(super().add(key, value, timeout))
        except UNREACHABLE as error:
            _note(error)
            return True

    def get(self, key: Any, default: Any) -> Any:
        try:
            return super().get(key, default)
        except UNREACHABLE as error:
            _note(error)
            return default

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        try:
            super().set(key, value, timeout)
        except UNREACHABLE as error:
            _note(error)

    def delete(self, key: Any) -> bool:
        try:
            return bool(super().delete(key))
        except UNREACHABLE as error:
            _note(error)
            return False

    def get_many(self, keys: Iterable[Any]) -> dict[Any, Any]:
        try:
            return dict(super().get_many(keys))
        except UNREACHABLE as error:
            _note(error)
            return {}

    def has_key(self, key: Any) -> bool:
        try:
            return bool(super().has_key(key))
        except UNREACHABLE as error:
            _note(error)
            return False


class ForgivingRedisCache(RedisCache):
    """A Redis cache that behaves as an empty one while the server is down, so that pages still work.

    Rate limits do not count during that time. Whatever needs the truth about the server asks it directly, as
    ``site.health`` does.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
