"""A chapter of a book of about 40,000 words: kept in the cache against made anew, and a search among its passages against few.

Printed, not asserted.
"""

import copy
import time
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache

from atasehir_portal.rendering import services as rendering
from handbooks import queries, services
from handbooks.importing import import_handbook, number_of, source_folders
from handbooks.models import Edition, EditionPassage
from handbooks.reading import OpenEdition

TIMES = 13  # how often the longest chapter is repeated
ROUNDS = 3


def best(act: Callable[[], Any]) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


def again(section: dict[str, Any], number: int) -> dict[str, Any]:
    """A copy of a frozen section under other anchors."""
    section["uid"], section["anchor"] = str(uuid.uuid4()), f"{section['anchor']}-{number}"
    for block in section["blocks"]:
        block["uid"] = str(uuid.uuid4())
    for below in section["sections"]:
        again(below, number)
    return section


@pytest.mark.django_db
def test_reading_and_searching_a_whole_book(catalogue: object, capsys: Any) -> None:
    folder = next(each for each in source_folders() if number_of(each) == 1)
    handbook = import_handbook(folder=folder, number=1, by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=None)
    edition = services.publish_edition(handbook=handbook, by=None, number="0.1", change_note="Ölçmek için.")
    claimed = rendering.claim(rendering_id=edition.pdf_id, worker="benchmark")
    assert claimed is not None
    rendering.finish(rendering=claimed, file=BytesIO(b"%PDF"), pages=1)
    shelf = queries.shelf(handbook.slug)
    longest = max(edition.version.snapshot["sections"], key=lambda section: len(str(section)))
    edition.version.snapshot["sections"] += [again(copy.deepcopy(longest), number) for number in range(TIMES)]
    edition.version.digest = uuid.uuid4().hex * 2

    def read() -> None:
        opened = OpenEdition(shelf, edition)
        opened.chapter(opened.outline.chapters[-1])

    def read_anew() -> None:
        cache.clear()
        read()

    anew, kept = best(read_anew), best(read)
    words = OpenEdition(shelf, edition).outline.minutes * 200
    few, many = search_among(edition, 0), search_among(edition, TIMES)
    with capsys.disabled():
        print(
            f"\nbook of about {words} words: a chapter {anew:.2f} s anew, {anew / kept:.0f} times as fast from the cache"
        )
        print(f"search: {many / few:.1f} times as long among {TIMES + 1} times as many passages")


def search_among(edition: Edition, copies: int) -> float:
    """How long a search takes with so many copies of the passages, in seconds."""
    names = ("chapter", "anchor", "heading", "chapter_heading", "parts", "words")
    passages = list(EditionPassage.objects.filter(edition=edition))
    EditionPassage.objects.bulk_create(
        EditionPassage(
            edition=edition,
            position=(number + 1) * 10_000 + passage.position,
            **{name: getattr(passage, name) for name in names},
        )
        for number in range(copies)
        for passage in passages
    )
    shelf = queries.shelf(edition.handbook.slug)
    assert shelf.latest
    return best(lambda: list(queries.search("kök neden", [shelf])[:20]))
