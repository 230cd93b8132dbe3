"""Abbreviations, and whether somebody says what they stand for."""

import pytest

from atasehir_portal.prose.abbreviations import abbreviations, is_explained, unexplained


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STK’lar ve EBYS'nin kaydı", ["STK", "EBYS"]),
        ("TİHEK’e başvurun, CİMER’e de.", ["TİHEK", "CİMER"]),
        ("BM CEDAW Komitesi", ["BM", "CEDAW"]),
        ("AAAQ dört öğedir.", ["AAAQ"]),
        ("Kararı BMMYK verir.", ["BMMYK"]),
        ("II. Bölüm, XX. yüzyıl, IV. kitap", []),
        ("PDF ve EPUB indirin, 500 TL ödeyin.", []),
        ("DİKKAT LÜTFEN KAPI KAPALI", []),
        ("Bir B planı, C grubu", []),
        ("a4 ve A4 kâğıdı", []),
        ("kisi@ORNEK.test ve dosya/ADI", []),
        ("OLAĞANÜSTÜ hâl", []),
        ("", []),
    ],
)
def test_abbreviations_are_found_without_their_suffixes(text: str, expected: list[str]) -> None:
    assert [name for name, _place in abbreviations(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "sivil toplum kuruluşu (STK) sayısı",
        "Sivil toplum kuruluşları (STK’lar) gelir.",
        "sivil toplum kuruluşları (kısaca STK) gelir",
        "STK (sivil toplum kuruluşu) gelir",
        "STK’lar (sivil toplum kuruluşları) gelir",
        "STK, yani sivil toplum kuruluşu",
        "STK: sivil toplum kuruluşu",
        "Sözcüklerin baş harfleri STK kısaltmasını verir.",
    ],
)
def test_long_form_beside_it_explains_an_abbreviation(text: str) -> None:
    assert is_explained("STK", text)


@pytest.mark.parametrize(
    "text",
    ["STK gelir.", "STK’lar (2024) gelir", "(STK) gelir", "Bir (STK) gelir", "STK (bkz.) gelir", "STKB (iki söz)"],
)
def test_anything_else_does_not(text: str) -> None:
    assert not is_explained("STK", text)


def test_each_is_named_once_where_it_is_first_used() -> None:
    texts = [(1, "STK gelir."), (2, "Sivil toplum kuruluşu (STK) gelir; EBYS açılır."), (3, "EBYS, KVKK, STK.")]
    assert [(used.name, used.key) for used in unexplained(texts, glossary={"KVKK"})] == [("STK", 1), ("EBYS", 2)]


def test_explanation_at_first_use_holds_for_the_rest() -> None:
    texts = [(1, "Sivil toplum kuruluşu (STK) gelir."), (2, "STK’lar sorar.")]
    assert list(unexplained(texts)) == []


@pytest.mark.parametrize("text", ["A" * 50_000, "(" * 20_000, "AB (" * 10_000, "AB' " * 10_000])
def test_odd_text_is_quick(text: str) -> None:
    list(unexplained([(1, text)]))
