"""A text in passages."""

import pytest

from atasehir_portal.markdown.passages import Link, passages

TEXT = """Söz **duyulur** [@k1, m. 13].^[Notta *başlık* var.] Yeni
satır.

- Birinci [iz](#iz)
- İkinci

> Başkasının sözü.

**Hepsi koyu**

Biri “alıntı sözü” der, *Kitap Adı* yazar, `kod` koyar.
"""


def test_passages_are_what_a_reader_takes_in_at_once() -> None:
    assert [(each.kind, each.text) for each in passages(TEXT)] == [
        ("paragraph", "Söz duyulur . Yeni satır."),
        ("note", "Notta başlık var."),
        ("item", "Birinci iz"),
        ("item", "İkinci"),
        ("paragraph", "Başkasının sözü."),
        ("paragraph", "Hepsi koyu"),
        ("paragraph", "Biri “alıntı sözü” der, Kitap Adı yazar, kod koyar."),
    ]


def test_words_of_others_are_not_the_writers_own() -> None:
    found = {each.text: each.own for each in passages(TEXT)}
    assert found["Başkasının sözü."].strip() == ""
    assert found["Notta başlık var."].split() == ["Notta", "var."]
    own = found["Biri “alıntı sözü” der, Kitap Adı yazar, kod koyar."]
    assert own.split() == ["Biri", "der,", "yazar,", "koyar."]
    assert all(len(text) == len(own) for text, own in found.items())


def test_links_and_bold_lines_are_told() -> None:
    found = {each.text: each for each in passages(TEXT)}
    assert found["Birinci iz"].links == (Link("iz", "#iz"),)
    assert [text for text, each in found.items() if each.is_bold] == ["Hepsi koyu"]
    assert [text for text, each in found.items() if each.is_quoted] == ["Başkasının sözü."]


def test_cells_of_a_table_are_passages() -> None:
    found = passages("| Söz | Sayı |\n| --- | --- |\n| Bir | 1 |\n| | 2 |")
    assert [(each.kind, each.text) for each in found] == [
        ("header", "Söz"),
        ("header", "Sayı"),
        ("cell", "Bir"),
        ("cell", "1"),
        ("cell", "2"),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "[](#a)", "^[x]", "****", "“" * 5_000, "[" * 5_000, "<b>", "![a](b)", "`" * 99]
)
def test_odd_text_is_no_trouble(text: str) -> None:
    passages(text)
