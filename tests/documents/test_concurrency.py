"""Several people at once, on a real database: nothing typed is lost, nobody waits for ever, chains stay chains."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services
from atasehir_portal.documents.models import Block, BlockConflict, BlockRevision, Document, Section, Version

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts at the same moment, each on its own connection; raise what one of them raised."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(60) for done in [pool.submit(run, act) for act in acts]]


@pytest.mark.parametrize("writers", [2, 5])
def test_every_text_ends_in_a_revision_or_a_kept_conflict(
    write: Callable[..., Block], officer: User, writers: int
) -> None:
    block = write("Söz.")
    bodies = [f"Söz {number}." for number in range(writers)]
    results = _at_once(
        [
            lambda body=body: services.save_block(block_uid=block.uid, base_revision=1, body=body, by=officer)
            for body in bodies
        ]
    )
    assert sorted(result.state for result in results) == ["conflict"] * (writers - 1) + ["saved"]
    kept = set(BlockRevision.objects.values_list("body", flat=True)) | set(
        BlockConflict.objects.values_list("body", flat=True)
    )
    assert set(bodies) <= kept
    block.refresh_from_db()
    assert block.revision == 2
    assert list(block.revisions.values_list("number", flat=True)) == [1, 2]


def test_same_form_sent_twice_at_once_is_saved_once(write: Callable[..., Block], officer: User) -> None:
    block = write("Söz.")
    results = _at_once(
        [lambda: services.save_block(block_uid=block.uid, base_revision=1, body="Yeni.\n\nİkinci.", by=officer)] * 2
    )
    assert sorted(result.state for result in results) == ["saved", "unchanged"]
    assert Block.objects.count() == 2
    assert not BlockConflict.objects.exists()


def test_writers_of_different_blocks_never_meet(write: Callable[..., Block], officer: User) -> None:
    blocks = [write(f"{number}") for number in range(5)]
    results = _at_once(
        [
            lambda b=b: services.save_block(block_uid=b.uid, base_revision=1, body=f"{b.body} yeni", by=officer)
            for b in blocks
        ]
    )
    assert {result.state for result in results} == {"saved"}


def test_structure_and_text_change_at_once_without_standing_in_each_others_way(
    write: Callable[..., Block], section: Section, officer: User
) -> None:
    blocks = [write(f"{number}") for number in range(4)]

    def moves() -> None:
        for _ in range(6):
            services.move_block(block_uid=blocks[3].uid, section=section, by=officer)
            services.move_block_one(block_uid=blocks[3].uid, up=False, by=officer)

    def writes(block: Block) -> None:
        for number in range(1, 7):
            result = services.save_block(
                block_uid=block.uid, base_revision=number, body=f"{number}.\n\nYeni {number}.", by=officer
            )
            assert result.state == "saved"

    def adds() -> None:
        for number in range(6):
            services.add_block(section=section, kind="paragraph", body=f"Ek {number}", by=officer, first=True)

    def removes() -> None:
        for _ in range(6):
            services.remove_block(block_uid=blocks[2].uid, by=officer)
            services.restore_block(block_uid=blocks[2].uid, by=officer)

    _at_once([moves, lambda: writes(blocks[0]), lambda: writes(blocks[1]), adds, removes])
    positions = list(Block.objects.filter(section=section).order_by("position").values_list("position", flat=True))
    assert len(positions) == len(set(positions)) == 4 + 12 + 6


def test_blocks_added_at_once_all_find_a_place(section: Section, officer: User) -> None:
    _at_once(
        [lambda n=n: services.add_block(section=section, kind="paragraph", body=f"{n}", by=officer) for n in range(5)]
    )
    assert sorted(Block.objects.values_list("position", flat=True)) == [0, 1, 2, 3, 4]


def test_sections_added_at_once_get_anchors_of_their_own(document: Document, officer: User) -> None:
    _at_once([lambda: services.add_section(document=document, parent=None, title="Aynı", by=officer)] * 4)
    assert sorted(document.sections.values_list("anchor", flat=True)) == ["ayni", "ayni-2", "ayni-3", "ayni-4"]


def test_sections_moved_into_each_other_at_once_make_no_circle(document: Document, officer: User) -> None:
    one = services.add_section(document=document, parent=None, title="Bir", by=officer)
    two = services.add_section(document=document, parent=None, title="İki", by=officer)

    def move(section: Section, parent: Section) -> str:
        try:
            services.move_section(section=section, parent=parent, by=officer)
        except Exception as error:  # noqa: BLE001 – the kind of refusal is what is asserted
            return type(error).__name__
        return "moved"

    assert sorted(_at_once([lambda: move(one, two), lambda: move(two, one)])) == ["ValidationError", "moved"]


def test_freezing_at_once_makes_one_chain(document: Document, write: Callable[..., Block], officer: User) -> None:
    write()
    _at_once([lambda: services.freeze(document=document, by=officer, note="")] * 4)
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert services.verify_chain(document) == []


def test_two_who_move_the_same_section_at_once_move_it_once(document: Document, officer: User) -> None:
    sections = [
        services.add_section(document=document, parent=None, title=title, by=officer) for title in ("A", "B", "C", "D")
    ]
    seen = services.Place(None, sections[0].uid)

    def move(step: services.Step) -> str:
        try:
            services.move_section_one(section=sections[1], step=step, by=officer, seen=seen)
        except services.MovedMeanwhile:
            return "late"
        return "moved"

    results = _at_once([lambda: move("down"), lambda: move("in"), lambda: move("up")])
    assert sorted(results) == ["late", "late", "moved"]
    places = Section.objects.filter(document=document).values_list("parent", "position")
    assert len(set(places)) == 4


def test_two_who_put_sections_into_each_other_make_no_circle(document: Document, officer: User) -> None:
    one, two = (services.add_section(document=document, parent=None, title=title, by=officer) for title in "AB")

    def put(section: Section, parent: Section) -> bool:
        try:
            services.move_section(section=section, parent=parent, by=officer)
        except ValidationError:
            return False
        return True

    assert sorted(_at_once([lambda: put(one, two), lambda: put(two, one)])) == [False, True]
    assert Section.objects.filter(document=document, parent=None).count() == 1
