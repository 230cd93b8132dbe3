"""The editor's help: lengths, long sentences, abbreviations, words of the glossary, access; and what it leaves alone."""

from typing import Any
from uuid import uuid4

import pytest

from atasehir_portal.documents import advice
from atasehir_portal.documents.advice import Advice, AdviceKind
from atasehir_portal.documents.nodes import BlockNode, Reading, SectionNode

LONG = "Bu cümle " + "uzun " * 31 + "sürer."


def reading_of(*chapters: list[tuple[str, str, dict[str, Any]]], terms: list[dict[str, str]] | None = None) -> Reading:
    """A reading of chapters, each a list of (kind, body, data)."""
    reading = Reading("Kitap", "tr", "handbook", figure_address=lambda src: src, term_rows=terms or [])
    for number, blocks in enumerate(chapters, start=1):
        chapter = SectionNode(uuid4(), f"b{number}", f"Bölüm {number}", "", 1, (number,), reading)
        below = SectionNode(uuid4(), f"b{number}-a", "Alt", "", 2, (number, 1), reading, parent=chapter)
        below.blocks = [BlockNode(uuid4(), 1, kind, body, data, below) for kind, body, data in blocks]
        chapter.sections = [below]
        reading.chapters.append(chapter)
    return reading


def found(*blocks: tuple[str, str, dict[str, Any]], **options: Any) -> list[tuple[AdviceKind, str]]:
    return [(each.kind, each.excerpt) for each in advice.help_of(reading_of(list(blocks), **options)).whole.advice]


def paragraph(body: str) -> tuple[str, str, dict[str, Any]]:
    return ("paragraph", body, {})


def test_sections_are_counted_with_what_stands_below() -> None:
    reading = reading_of([paragraph("Bir iki üç."), paragraph("Dört beş.^[Altı yedi.]")], [paragraph("Sekiz.")])
    counted = advice.help_of(reading)
    first, second = reading.chapters
    assert counted.parts[first.uid].words == counted.parts[first.sections[0].uid].words == 7
    assert counted.parts[second.uid].words == 1
    assert (counted.whole.words, counted.whole.minutes) == (8, 1)
    assert advice.help_of(reading, second).whole.words == 1


def test_long_sentence_is_named_by_its_beginning() -> None:
    [(kind, excerpt)] = found(paragraph(f"Kısa söz. {LONG}"))
    assert kind == AdviceKind.SENTENCE
    assert excerpt.startswith("Bu cümle uzun")
    assert excerpt.endswith("…")


@pytest.mark.parametrize(
    "block",
    [
        ("quotation", f"> {LONG} Muhtaçlar gelir.", {}),
        paragraph(f"> {LONG} Muhtaçlar gelir."),
        paragraph("Kanun “muhtaç asker aileleri” der; *Özürlüler Kanunu* eskidir."),
        ("table", "| a | b |\n| --- | --- |\n| c | d |", {"source": "Muhtaçlar Raporu, 2004"}),
    ],
)
def test_words_of_others_are_left_alone(block: tuple[str, str, dict[str, Any]]) -> None:
    assert found(block) == []


def test_avoided_word_is_shown_among_its_neighbours() -> None:
    [each] = advice.help_of(reading_of([paragraph("Yardım, ilçedeki muhtaçlara ulaştırılır.")])).whole.advice
    assert each.kind == AdviceKind.TERM
    assert "muhtaçlara" in each.excerpt
    assert "hak sahibi" in each.message


def test_caption_title_and_cells_are_read_too() -> None:
    blocks = [
        ("figure", "", {"src": "a.svg", "alt": "Üç kutu oklarla bağlı.", "caption": "Muhtaç kişi"}),
        ("box", "Söz.", {"box_kind": "definition", "title": "Paydaş nedir?"}),
        ("table", "| Sakat | b |\n| --- | --- |\n| c | cevap |", {}),
    ]
    assert [excerpt for _kind, excerpt in found(*blocks)] == ["Muhtaç kişi", "Paydaş nedir?", "Sakat", "cevap"]


def test_abbreviation_is_named_once_in_the_book() -> None:
    reading = reading_of([paragraph("STK gelir."), paragraph("STK’lar gelir.")], [paragraph("STK ve EBYS.")])
    assert [each.excerpt for each in advice.help_of(reading).whole.advice] == ["STK", "EBYS"]
    assert [each.excerpt for each in advice.help_of(reading, reading.chapters[1]).whole.advice] == ["EBYS"]


def test_glossary_explains_an_abbreviation() -> None:
    terms = [{"term": "EBYS", "english": "", "definition": "Elektronik belge yönetim sistemi."}]
    assert found(paragraph("EBYS açılır."), terms=terms) == []


def test_marks_of_writing_do_not_hide_an_explanation() -> None:
    assert found(paragraph("**Sivil toplum kuruluşu** (*STK*) [@k1] gelir.")) == []


@pytest.mark.parametrize(
    ("block", "excerpt"),
    [
        (("figure", "", {"src": "a.svg", "alt": "Sözün izi.", "caption": "Sözün izi"}), "Sözün izi."),
        (("figure", "", {"src": "a.svg", "alt": "resim", "caption": "Sözün izi"}), "resim"),
        (paragraph("Ayrıntı için [buraya tıklayın](https://a.tr)."), "buraya tıklayın"),
        (paragraph("Söz.^[Bkz. [burada](https://a.tr).]"), "burada"),
        (paragraph("Kırmızı satırlar acildir."), "kırmızı satırlar"),
        (paragraph("**Önce dinleyin**"), "Önce dinleyin"),
    ],
)
def test_what_shuts_readers_out_is_named(block: tuple[str, str, dict[str, Any]], excerpt: str) -> None:
    assert found(block) == [(AdviceKind.ACCESS, excerpt)]


def test_picture_without_words_is_a_problem_and_no_advice() -> None:
    assert found(("figure", "", {"src": "a.svg", "alt": "", "caption": "Sözün izi"})) == []


@pytest.mark.parametrize(
    "body", ["", "\x00", "|" * 500, "[" * 3_000, "^[" * 2_000, "> " * 2_000, "*" * 3_000, "A" * 20_000]
)
def test_odd_text_is_no_trouble(body: str) -> None:
    reading = reading_of([("paragraph", body, {"alt": 3, "caption": None, "title": []})])
    assert isinstance(advice.help_of(reading).whole.words, int)


def test_single_block_gets_advice_without_its_book() -> None:
    block = reading_of([paragraph(LONG)]).chapters[0].sections[0].blocks[0]
    assert [each.kind for each in advice.on_block(block)] == [AdviceKind.SENTENCE]
    assert all(isinstance(each, Advice) for each in advice.on_block(block))


def test_book_of_forty_thousand_words_is_read_whole() -> None:
    text = "Belediye, [kararını](#b1) gerekçesiyle yayımlar [@k1, m. 13] ve **herkese** duyurur; söz *izini* bulur. "
    reading = reading_of(*[[paragraph(text * 8) for _block in range(24)] for _chapter in range(21)])
    assert advice.help_of(reading).whole.words > 40_000
