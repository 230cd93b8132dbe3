"""Two texts of a document compared: what changed, came, went, moved; nothing that is only elsewhere counts as new."""

from collections.abc import Callable
from typing import Any

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import comparison, queries, services
from atasehir_portal.documents.comparison import Comparison, Counts
from atasehir_portal.documents.models import Block, Document, Section, Source, Term


def _version(document: Document, officer: User) -> int:
    return services.freeze(document=document, by=officer, note="n").number


def _compared(document: Document, old: int | None, new: int | None = None) -> Comparison:
    readings = queries.read_versions(document, {"old": old, "new": new})
    return comparison.compare(readings["old"], readings["new"])


@pytest.fixture
def chapter(document: Document, officer: User) -> Callable[[str], Section]:
    return lambda title: services.add_section(document=document, parent=None, title=title, by=officer)


def test_the_same_text_has_no_difference(document: Document, write: Callable[..., Block], officer: User) -> None:
    write()
    compared = _compared(document, _version(document, officer))
    assert compared.is_nothing
    assert [each.state for each in compared.chapters] == ["same"]
    assert comparison.rows(compared.chapters[0], only_changes=True) == []


def test_changed_added_removed(
    document: Document, write: Callable[..., Block], section: Section, officer: User
) -> None:
    changed, removed, _same = write("Eski söz."), write("Giden."), write("Kalan.")
    version = _version(document, officer)
    services.save_block(block_uid=changed.uid, base_revision=1, body="Yeni söz.", by=officer)
    services.remove_block(block_uid=removed.uid, by=officer)
    write("Gelen.")
    services.save_section(section=section, base_revision=1, title="Yeni ad", aim="Görmek.", by=officer)
    compared = _compared(document, version)
    assert compared.counts == Counts(changed=1, added=1, removed=1, headings=1)
    rows = comparison.rows(compared.chapters[0], only_changes=True)
    assert [(row.item.state if row.item else "", row.skipped) for row in rows] == [
        ("changed", 0),
        ("changed", 0),
        ("removed", 0),
        ("", 1),
        ("added", 0),
    ]
    assert "<del>" in rows[0].heading
    assert "<ins>" in (rows[1].diff.html if rows[1].diff else "")
    whole = comparison.rows(compared.chapters[0], only_changes=False)
    assert [row.skipped for row in whole] == [0] * 5


def test_moves_are_moves(
    document: Document, write: Callable[..., Block], section: Section, chapter: Any, officer: User
) -> None:
    first, second, third, gone = write("Bir."), write("İki."), write("Üç."), write("Dört.")
    other = chapter("Başka bölüm")
    version = _version(document, officer)
    services.move_block(block_uid=first.uid, section=section, after=third, by=officer)
    services.move_block(block_uid=gone.uid, section=other, by=officer)
    compared = _compared(document, version)
    assert compared.counts == Counts(moved=2)
    here, there = compared.chapters
    rows = comparison.rows(here, only_changes=True)
    assert [row.item.node.uid for row in rows if row.item and row.item.is_moved] == [first.uid]
    stub = next(row for row in rows if row.item and row.item.is_stub)
    assert stub.went_to is not None
    assert stub.went_to.uid == other.uid
    came = next(row for row in comparison.rows(there, only_changes=True) if row.item and row.item.is_moved)
    assert came.came_from is not None
    assert came.came_from.uid == section.uid
    assert second.revision == 1


def test_a_section_takes_its_blocks_along(
    document: Document, write: Callable[..., Block], section: Section, chapter: Any, officer: User
) -> None:
    below = services.add_section(document=document, parent=section, title="Alt", by=officer)
    block = services.add_block(section=below, kind="paragraph", body="Söz.", by=officer)
    other = chapter("Başka bölüm")
    version = _version(document, officer)
    services.move_section(section=below, parent=other, by=officer)
    services.save_block(block_uid=block.uid, base_revision=1, body="Yeni söz.", by=officer)
    compared = _compared(document, version)
    assert compared.counts == Counts(changed=1, moved=1)
    assert [each.state for each in compared.chapters] == ["changed", "changed"]


def test_chapters_that_came_went_and_moved(document: Document, section: Section, chapter: Any, officer: User) -> None:
    second, third = chapter("İkinci"), chapter("Üçüncü")
    version = _version(document, officer)
    services.remove_section(section=second, by=officer)
    services.move_section(section=third, parent=None, by=officer)
    chapter("Dördüncü")
    compared = _compared(document, version)
    assert [(each.heading, each.state) for each in compared.chapters if each.state in {"added", "removed"}] == [
        ("2 İkinci", "removed"),
        ("3 Dördüncü", "added"),
    ]
    # of two that changed places one moved
    assert sorted(each.is_moved for each in compared.chapters) == [False, False, False, True]
    assert [each.heading for each in compared.chapters if each.new] == ["1 Üçüncü", "2 Işık ve gölge", "3 Dördüncü"]


def test_sources_and_terms(document: Document, section: Section, officer: User) -> None:
    Source.objects.create(document=document, key="a", title="Eski ad")
    gone = Source.objects.create(document=document, key="b", title="Giden")
    Term.objects.create(document=document, term="Hak", definition="Eski tanım.")
    version = _version(document, officer)
    Source.objects.filter(key="a").update(title="Yeni ad")
    gone.delete()
    Source.objects.create(document=document, key="c", title="Gelen")
    Term.objects.update(definition="Yeni tanım.")
    compared = _compared(document, version)
    assert sorted(change.state for change in compared.sources) == ["added", "changed", "removed"]
    assert [change.state for change in compared.terms] == ["changed"]
    assert not compared.is_nothing


def test_an_empty_field_and_a_missing_one_are_the_same(
    document: Document, write: Callable[..., Block], officer: User
) -> None:
    block = write("Söz.", kind="box", data={"box_kind": "legal", "title": "t"})
    version = _version(document, officer)
    Block.objects.filter(pk=block.pk).update(data={"box_kind": "legal", "title": "t", "anchor": "", "more": []})
    assert _compared(document, version).is_nothing


def test_a_page_of_a_comparison(document: Document, write: Callable[..., Block], officer: User) -> None:
    block = write("Eski.")
    version = _version(document, officer)
    services.save_block(block_uid=block.uid, base_revision=1, body="Yeni.", by=officer)
    compared = _compared(document, version)
    assert comparison.page(compared, part="", only_changes=True) is not None
    assert comparison.page(compared, part="yok", only_changes=True) is None
    page = comparison.page(compared, part="isik-ve-golge", only_changes=True)
    assert page is not None
    assert page.chapter is not None
    assert (page.previous, page.next) == (None, None)
    lists = comparison.page(compared, part=comparison.LISTS, only_changes=True)
    assert lists is not None
    assert lists.shows_lists


def test_comparing_costs_the_same_whatever_the_size(
    document: Document, write: Callable[..., Block], officer: User, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        write(f"Söz {number}.")
    version = _version(document, officer)
    for block in Block.objects.filter(document=document):
        services.save_block(block_uid=block.uid, base_revision=1, body=f"{block.body} Ve.", by=officer)
    with django_assert_num_queries(4):
        compared = _compared(document, version)
        assert comparison.rows(compared.chapters[0], only_changes=True)
        assert compared.counts.changed == 30
        assert not compared.is_nothing
