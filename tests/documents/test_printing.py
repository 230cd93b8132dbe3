"""Documents on paper: the vocabulary of the print style."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils.html import format_html

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import kinds, printing, queries, services
from atasehir_portal.documents.block_types import ENGINE_TYPES
from atasehir_portal.documents.boxes import fields
from atasehir_portal.documents.models import Block, Document
from atasehir_portal.rendering.outline import read
from tests.documents.test_dialect import BOOKS, FILES


@pytest.fixture
def made(officer: User) -> Document:
    return services.import_markdown(kind="deneme", folder_or_texts=FILES, by=officer, media_folder="deneme").document


def test_chapter_is_printed_in_the_vocabulary_of_the_style(made: Document) -> None:
    reading = queries.read(made)
    (front,) = printing.front_sections(reading)
    assert (front.anchor, front.html) == ("sunus", "<p>Bu kitap.</p>\n")
    (chapter,) = printing.chapters(reading)
    assert (chapter.number, chapter.anchor, chapter.title, chapter.aim) == (1, "b5", "Nedenler", "Nedeni bulmak.")
    assert not chapter.is_planned
    html = chapter.html
    assert '<a class="cite" href="#kaynak-k5393">[1, m. 13]</a>.<span class="note">Not.</span>' in html
    assert '<h2 id="b5-agac">Ağaç</h2>\n<p class="aim">Çizmek.</p>' in html
    assert '<h3 id="b5-dal">Dal</h3>' in html
    assert '<section class="box definition">' in html
    assert '<p class="title">Hak &quot;sorunu&quot;</p>' in html
    assert '<th scope="row">d</th><td class="n">1</td><td class="n">2</td>' in html
    assert '<img src="media:pictures/deneme/' in html
    assert '<a class="ref" href="#b5-agac">Ağaç</a>' in html
    outline = read(html)
    assert [entry.text for entry in outline.tables] == ["Sayılar"]
    assert [entry.text for entry in outline.figures] == ["Bir ağaç"]


def test_sources_and_glossary_are_printed(made: Document) -> None:
    reading = queries.read(made)
    (group,) = printing.bibliography(reading)
    assert [(entry.anchor, entry.html) for entry in group.entries] == [("kaynak-k5393", "[1] Belediye Kanunu.")]
    assert [(term.term, term.foreign, term.definition) for term in printing.glossary(reading)] == [
        ("hak", "right", "Talep.")
    ]


def test_outline_of_a_planned_chapter_is_printed(officer: User) -> None:
    files = {
        **FILES,
        "02-plan.md": "# Plan {#b6 .outline}\n\n:::aim\nAmaç.\n:::\n\n## Alt {#b6-alt}\n\n:::aim\nAlt amaç.\n:::\n",
    }
    made = services.import_markdown(kind="deneme", folder_or_texts=files, by=officer, media_folder="deneme").document
    chapter = printing.chapters(queries.read(made))[1]
    assert chapter.is_planned
    assert chapter.html == '<h2 id="b6-alt">Alt</h2>\n<p class="aim">Alt amaç.</p>\n'


def test_legal_box_on_paper_says_once_that_it_is_no_advice(write: Callable[..., Block], document: Document) -> None:
    write("Madde.\n\nBu kutu hukuki görüş değildir.", kind="box", data={"box_kind": "legal", "title": "Dayanak"})
    (chapter,) = printing.chapters(queries.read(document))
    assert chapter.html.count('class="caution"') == 1
    assert "<p>Bu kutu hukuki görüş değildir.</p>" not in chapter.html


def test_legal_box_on_paper_keeps_what_follows_the_caution(write: Callable[..., Block], document: Document) -> None:
    body = "Madde.\n\nBu kutu hukuki görüş değildir. Resmî metne bakın."
    write(body, kind="box", data={"box_kind": "legal", "title": "Dayanak"})
    (chapter,) = printing.chapters(queries.read(document))
    assert chapter.html.count("görüş değildir") == 1
    assert "<p>Resmî metne bakın.</p>" in chapter.html


def test_facts_of_a_legal_box_stand_by_themselves(write: Callable[..., Block], document: Document) -> None:
    body = "**Eşitlik.** Madde.\n\n**Bilinen son değişiklik.** Belirlenemedi.\n\n**Görüldüğü tarih:** 22 Kasım 2026."
    write(body, kind="box", data={"box_kind": "legal", "title": "Dayanak"})
    (chapter,) = printing.chapters(queries.read(document))
    assert "<p><strong>Eşitlik.</strong> Madde.</p>" in chapter.html
    assert "<dt>Bilinen son değişiklik</dt><dd>Belirlenemedi.</dd>" in chapter.html
    assert "<dt>Görüldüğü tarih</dt><dd>22 Kasım 2026.</dd>" in chapter.html


def test_practice_card_has_place_in_its_head_and_names_beside_its_fields(
    write: Callable[..., Block], document: Document
) -> None:
    body = "**Yer ve yıl.** Gwangju, 2012.\n\n**Ne yapıldı?** *Şart* yazıldı.\n\n**Sonuç:** Bilinmiyor."
    write(body, kind="box", data={"box_kind": "good_practice", "title": "Kart"})
    (chapter,) = printing.chapters(queries.read(document))
    assert '<p class="where">Gwangju, 2012.</p>' in chapter.html
    assert "<dt>Ne yapıldı</dt><dd><em>Şart</em> yazıldı.</dd>" in chapter.html
    assert "<dt>Sonuç</dt><dd>Bilinmiyor.</dd>" in chapter.html
    assert 'class="body"' not in chapter.html


def test_practice_told_in_sentences_stays_as_it_is(write: Callable[..., Block], document: Document) -> None:
    body = "**Sonuç.** Bilinmiyor.\n\nBir söz daha."
    write(body, kind="box", data={"box_kind": "good_practice", "title": "Kart"})
    (chapter,) = printing.chapters(queries.read(document))
    assert "<strong>Sonuç.</strong>" in chapter.html
    assert "<dl>" not in chapter.html


def test_goals_that_a_chapter_begins_with_stand_on_its_opening_only(officer: User) -> None:
    goals = "Şunları yapabileceksiniz:\n\n- *Ağacı* çizmek.\n- Kökü bulmak.\n\nMetin.\n\n## Alt {#b6-alt}\n\nMetin."
    files = {**FILES, "02-hedef.md": f"# Hedef {{#b6}}\n\n:::aim\nAmaç.\n:::\n\n{goals}\n"}
    made = services.import_markdown(kind="deneme", folder_or_texts=files, by=officer, media_folder="deneme").document
    first, chapter = printing.chapters(queries.read(made))
    assert (chapter.points_label, chapter.points) == ("Şunları yapabileceksiniz", ["Ağacı çizmek.", "Kökü bulmak."])
    assert chapter.html.startswith("<p>Metin.</p>")
    assert first.points == [section.title for section in queries.read(made).chapters[1].sections]


CARD = ["Yer ve yıl", "Sorun", "Ne yapıldı", "Kimler katıldı", "Sonuç", "Ne aktarılabilir", "Sınırı", "Kaynak"]


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_cards_of_the_handbooks_carry_the_same_fields(folder: Any, officer: User) -> None:
    made = services.import_markdown(kind="deneme", folder_or_texts=folder, by=officer, media_folder="deneme").document
    cards = [block for block in queries.read(made).all_blocks() if block.data.get("box_kind") == "good_practice"]
    assert cards
    assert [[field.name for field in fields(card.body)] for card in cards] == [CARD] * len(cards)


def test_exercise_on_paper_has_lines_to_write_on(write: Callable[..., Block], document: Document) -> None:
    write("Yazın.", kind="box", data={"box_kind": "exercise", "title": "Alıştırma"})
    (chapter,) = printing.chapters(queries.read(document))
    assert '<p>Yazın.</p>\n<div class="write"></div>' in chapter.html


def test_room_prints_its_own_kind(kind: Any, write: Callable[..., Block], document: Document) -> None:
    own = replace(
        ENGINE_TYPES["box"], print_html=lambda node, language: format_html("<p>{}:{}</p>", language, node.data["title"])
    )
    kinds.register(replace(kind, block_kinds={**ENGINE_TYPES, "box": own}))
    write("Söz.", kind="box", data={"box_kind": "warning", "title": "Dikkat"})
    (chapter,) = printing.chapters(queries.read(document))
    assert chapter.html == "<p>tr:Dikkat</p>"


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_handbooks_can_be_printed(folder: Any, officer: User) -> None:
    made = services.import_markdown(kind="deneme", folder_or_texts=folder, by=officer, media_folder="deneme").document
    reading = queries.read(made)
    html = "".join(part.html for part in (*printing.front_sections(reading), *printing.chapters(reading)))
    assert (
        html.count("<figure")
        == html.count("</figure>")
        == sum(block.kind == "figure" for block in reading.all_blocks())
    )
    assert "[@" not in html
    assert "^[" not in html
    assert ":::" not in html
    assert "**" not in html
