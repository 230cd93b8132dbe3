"""A document as it is read: numbers, notes, sources, links, in a fixed number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services
from atasehir_portal.documents.bibliography import numbered, sort_key
from atasehir_portal.documents.models import Block, Document, Source
from tests.documents.test_dialect import FILES

EMPTY = dict.fromkeys(queries.SOURCE_COLUMNS, "")


def _row(**given: str) -> dict[str, str]:
    return {**EMPTY, "kind": "report", "certainty": "source", **given}


@pytest.fixture
def made(officer: User) -> Document:
    return services.import_markdown(kind="deneme", folder_or_texts=FILES, by=officer, media_folder="deneme").document


def test_draft_and_version_are_read_alike(made: Document, officer: User) -> None:
    draft = queries.read(made)
    version = services.freeze(document=made, by=officer, note="")
    frozen = queries.read_version(version, figure_address=queries.draft_figure_address(made))
    for one, other in zip(draft.walk(), frozen.walk(), strict=True):
        assert (one.uid, one.heading, one.aim, one.level, one.path) == (
            other.uid,
            other.heading,
            other.aim,
            other.level,
            other.path,
        )
        for block, same in zip(one.blocks, other.blocks, strict=True):
            assert (block.uid, block.number, block.html, block.caption, block.source, block.table, block.figure_url) == (
                same.uid, same.number, same.html, same.caption, same.source, same.table, same.figure_url,
            )  # fmt: skip


def test_figures_and_tables_are_numbered_within_their_chapter(made: Document) -> None:
    reading = queries.read(made)
    assert [(part.number, part.words) for part in reading.listed_tables] == [("1.1", "Sayılar")]
    assert [(part.number, part.words) for part in reading.listed_figures] == [("1.1", "Bir ağaç")]


@pytest.mark.parametrize("blocks", [1, 10, 100])
def test_reading_costs_three_queries(
    write: Callable[..., Block], document: Document, django_assert_num_queries: Any, blocks: int
) -> None:
    for number in range(blocks):
        write(f"Söz {number}.^[Not.]")
    with django_assert_num_queries(3):
        reading = queries.read(document)
        assert len([block.html for block in reading.all_blocks()]) == blocks
        assert len(reading.chapters[0].notes()) == blocks


def test_notes_run_through_a_chapter(write: Callable[..., Block], document: Document) -> None:
    write("Bir.^[a] İki.^[b]")
    write("| x |\n|---|\n| y^[d] |", kind="table", data={"caption": "C^[c]", "source": "S^[e]"})
    write("Üç.^[f]")
    chapter = queries.read(document).chapters[0]
    assert [(note.number, str(note.html)) for note in chapter.notes()] == [
        (n, s) for n, s in enumerate("abcdef", start=1)
    ]
    third = chapter.blocks[2]
    assert 'id="notr-isik-ve-golge-6"' in third.html
    # a block on its own has the same number
    alone = queries.read(document).block(third.uid)
    assert alone is not None
    assert alone.notes[0].number == 6


def test_links_to_other_chapters_lead_to_their_page(made: Document, officer: User) -> None:
    block = Block.objects.get(document=made, body="Bu kitap.")
    services.save_block(block_uid=block.uid, base_revision=1, body="[Ağaç](#b5-agac) [burada](#sunus)", by=officer)
    reading = queries.read(made, chapter_address=lambda chapter: f"/kitap/{chapter.anchor}/")
    html = next(reading.all_blocks()).html
    assert 'href="/kitap/b5/#b5-agac"' in html
    assert 'href="#sunus"' in html


def test_sources_are_grouped_sorted_and_numbered_through() -> None:
    rows = [
        _row(key="r2", title="Çalışma", author="Çelik"),
        _row(key="l2", kind="law", title="Belediye Kanunu", number="5393", article="76"),
        _row(key="t", kind="treaty", title="Sözleşme"),
        _row(key="r1", title="Araştırma", author="Ceylan"),
        _row(key="l1", kind="law", title="Belediye Kanunu", number="5393", article="9"),
        _row(key="l0", kind="law", title="Dilekçe Kanunu", number="3071"),
        _row(key="y", kind="regulation", title="Kent Konseyi Yönetmeliği"),
    ]
    assert [(entry.number, entry.key, entry.group) for entry in numbered(rows, "tr")] == [
        (1, "l0", "law"), (2, "l1", "law"), (3, "l2", "law"), (4, "y", "law"), (5, "t", "treaty"), (6, "r1", "other"), (7, "r2", "other"),
    ]  # fmt: skip


def test_words_sort_as_turkish_sorts() -> None:
    words = ["zor", "İhtiyaç", "ılık", "Çaba", "cam", "şiir", "su", "5393", "öğe", "oda"]
    assert sorted(words, key=sort_key) == ["5393", "cam", "Çaba", "ılık", "İhtiyaç", "oda", "öğe", "su", "şiir", "zor"]


def test_source_is_written_out() -> None:
    law = _row(
        key="k", kind="law", title="Belediye Kanunu", number="5393", article="13", gazette="13/7/2005-25874",
        last_amendment="29/11/2018-7153/23", seen_on="22 Kasım 2026 (üçüncü taraf kopyası)", note="Hemşehri hukuku.",
    )  # fmt: skip
    unsure = _row(
        key="u", kind="treaty", author="BM", title="Sözleşme <b>", year="2006", article="m. 9",
        seen_on="Resmî metinle doğrulanacaktır", note="Onay 2009. Resmî metinle doğrulanacaktır.", certainty="to_verify",
    )  # fmt: skip
    web = _row(key="w", kind="web", title="Sayfa", year="2021", url="https://example.org/?a=1&b", certainty="secondary")
    clause = _row(
        key="c", kind="law", title="Belediye Kanunu", number="5393", year="2005", article="m. 24", certainty="to_verify",
        last_amendment="m. 14 için 6360 sayılı Kanun; resmî metinle doğrulanacaktır",
        note="Başlığı görüldü; içeriği resmî metinle doğrulanacaktır.",
    )  # fmt: skip
    bad = _row(key="x", kind="web", title="Kötü", url="javascript:alert(1)")
    entries = {entry.key: str(entry.html) for entry in numbered([law, unsure, web, clause, bad], "en")}
    assert entries["k"] == (
        "Law 5393: Belediye Kanunu, art. 13, Official Gazette 13/7/2005-25874. Last known amendment: 29/11/2018-7153/23. "
        "Seen: 22 Kasım 2026 (üçüncü taraf kopyası). Hemşehri hukuku."
    )
    assert (
        entries["u"]
        == "BM (2006). <i>Sözleşme &lt;b&gt;</i>, m. 9. Onay 2009. To be verified against the official text."
    )
    assert entries["c"] == (
        "Law 5393: Belediye Kanunu (2005), m. 24. Last known amendment: m. 14 için 6360 sayılı Kanun. "
        "Başlığı görüldü; içeriği resmî metinle doğrulanacaktır. To be verified against the official text."
    )
    assert '<a href="https://example.org/?a=1&amp;b" rel="noopener nofollow">' in entries["w"]
    assert entries["w"].startswith("<i>Sayfa</i>, 2021. Secondary source.")
    assert "javascript" not in entries["x"]


def test_cited_sources_of_a_chapter_come_by_their_number(write: Callable[..., Block], document: Document) -> None:
    for key in ("a", "b", "c"):
        Source.objects.create(document=document, key=key, title=key)
    write("[@c] [@a] [@c] [@yok]")
    chapter = queries.read(document).chapters[0]
    assert [(source.key, source.number) for source in chapter.cited()] == [("a", 1), ("c", 3)]
    assert "[3]" in chapter.blocks[0].html


def test_planned_chapter_has_no_text_yet(made: Document) -> None:
    front, chapter = queries.read(made).chapters
    assert not chapter.is_planned
    assert chapter.sections[1].is_planned
    assert front.words == 2
    assert chapter.minutes == 1


def test_chapter_is_shown_for_reading(made: Document) -> None:
    chapter = queries.read(made).chapters[1]
    html = render_to_string("documents/reading.html", {"chapter": chapter})
    assert '<h2 id="b5-agac">1.1 Ağaç</h2>' in html
    assert '<h3 id="b5-dal">1.1.1 Dal</h3>' in html
    assert '<th scope="row">d</th>' in html
    assert '<td class="num">1</td>' in html
    assert 'alt="Ağaç."' in html
    assert 'id="not-b5-1"' in html
    assert 'id="kaynak-k5393"' in html
    assert "style=" not in html
    assert html.count("<h1") == 0


def test_legal_box_says_once_that_it_is_no_advice(write: Callable[..., Block], document: Document) -> None:
    write("Madde.\n\nBu kutu hukuki görüş değildir.", kind="box", data={"box_kind": "legal", "title": "Dayanak"})
    chapter = queries.read(document).chapters[0]
    html = render_to_string("documents/reading.html", {"chapter": chapter})
    assert "Madde." in html
    assert "Bu kutu hukuki görüş değildir" not in chapter.blocks[0].html


def test_frozen_block_of_a_forgotten_kind_still_shows_its_words(
    write: Callable[..., Block], document: Document, officer: User
) -> None:
    write("Söz.")
    snapshot = services.freeze(document=document, by=officer, note="").snapshot
    snapshot["sections"][0]["blocks"][0]["kind"] = "goal"
    reading = queries.read_snapshot(snapshot, figure_address=str)
    html = render_to_string("documents/reading.html", {"chapter": reading.chapters[0]})
    assert "<p>Söz.</p>" in html
