"""The book's HTML: complete, escaped, Turkish."""

from dataclasses import replace

import pytest

from atasehir_portal.rendering import book
from tests.rendering.books import sample_book


def test_book_html_is_the_same_for_the_same_book() -> None:
    assert book.html(sample_book()) == book.html(sample_book())


def test_plain_fields_are_escaped_and_html_fields_are_not() -> None:
    html = book.html(replace(sample_book(), title="A <b> & C", audience="<script>"))
    assert "A &lt;b&gt; &amp; C" in html
    assert "<script>" not in html
    assert "<i> hukuki görüş</i>" in html


def test_contents_and_lists_name_what_the_chapters_hold() -> None:
    html = book.html(sample_book())
    assert html.count('class="chapter-line"') == 2
    assert html.count('class="section-line"') == 4
    assert '<a href="#b2-sekil">' in html
    assert '<a href="#b1-cizelge">' in html


def test_planned_chapter_says_so() -> None:
    html = book.html(sample_book())
    assert html.count('class="chapter planned"') == 1
    assert html.count('class="plan-note"') == 1


def test_glossary_and_index_are_sorted_as_turkish_sorts() -> None:
    terms = [
        "zabıta",
        "şikâyet",
        "sözlük",
        "ığdır",
        "İhtiyaç",
        "çocuk",
        "cadde",
        "öneri",
        "okul",
        "ümraniye",
        "ulaşım",
        "güvenlik",
        "ğ",
    ]
    ordered = sorted(terms, key=book.turkish_key)
    assert ordered == [
        "cadde",
        "çocuk",
        "güvenlik",
        "ğ",
        "ığdır",
        "İhtiyaç",
        "okul",
        "öneri",
        "sözlük",
        "şikâyet",
        "ulaşım",
        "ümraniye",
        "zabıta",
    ]
    html = book.html(
        replace(sample_book(), index=[book.IndexEntry(term=term, places=[book.IndexPlace("b1")]) for term in terms])
    )
    letters = [part.split("</p>")[0] for part in html.split('<p class="letter">')[1:]]
    assert letters == ["C", "Ç", "G", "Ğ", "I", "İ", "O", "Ö", "S", "Ş", "U", "Ü", "Z"]


def test_anchor_used_twice_is_refused_by_name() -> None:
    sample = sample_book()
    with pytest.raises(ValueError, match="b1-birinci"):
        book.html(replace(sample, front=[book.FrontSection(anchor="b1-birinci", title="x", html="")]))


def test_book_without_optional_parts_has_no_empty_parts() -> None:
    sample = sample_book()
    bare = replace(
        sample,
        front=(),
        bibliography=(),
        glossary=(),
        index=(),
        chapters=[replace(sample.chapters[0], html="<p>Metin</p>")],
    )
    html = book.html(bare)
    for part in ("bibliography", "glossary", "figure-list", 'class="back index"'):
        assert part not in html


def test_turkish_binding_is_for_turkish_only() -> None:
    assert "5393\u00a0sayılı" in book.html(sample_book())
    assert "5393 sayılı" in book.html(replace(sample_book(), language="en"))


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Kapasite açığı", "Kapasite açığı"),
        ("Nedensellik: şikâyetten hak sorununa", "Nedensellik"),
        ("Stratejik plan, performans programı ve faaliyet raporu",) * 2,
        (
            "Stratejik plan, performans programı, bütçe ve faaliyet raporu ve hepsinin yılı",
            "Stratejik plan, performans programı, bütçe ve faaliyet raporu…",
        ),
    ],
)
def test_head_of_the_page_is_short(title: str, head: str) -> None:
    assert replace(sample_book().chapters[0], title=title).head == head


def test_own_words_of_the_book_are_in_its_language() -> None:
    turkish, english = book.html(sample_book()), book.html(replace(sample_book(), language="en"))
    for word in (
        "İçindekiler",
        "Kaynakça",
        "Sözlük",
        "Dizin",
        "Bu bölümde",
        "Basım 1\u00a0· 2026",
        "Hukuki dayanak",
    ):
        assert word in turkish
    for word in ("Contents", "Bibliography", "Glossary", "Index", "In this chapter", "Edition 1 · 2026"):
        assert word in english
        assert word not in turkish
