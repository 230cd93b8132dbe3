"""Databases with files that a portal could have, on the PostgreSQL server of the tests."""

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.ops.place import Place, sql


@pytest.fixture(scope="module")
def make_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Place]]:
    """Make an empty place, or one with what a database has that is named."""
    made: list[Place] = []

    def make(template: str = "template0") -> Place:
        place = Place(f"backup_{uuid4().hex[:10]}", tmp_path_factory.mktemp("media") / "files")
        sql("postgres", f'create database "{place.database}" template {template}')
        made.append(place)
        return place

    yield make
    for place in made:
        sql("postgres", f'drop database "{place.database}" with (force)')


@pytest.fixture(scope="module")
def with_catalogue(make_place: Callable[..., Place]) -> Place:
    """A portal with its catalogue and no files."""
    template = os.environ.get("TEST_DATABASE_TEMPLATE")
    place = make_place(template or "template0")
    if not template:
        place.must("migrate", "--verbosity", "0")
        place.must("load_catalogue")
    return place
