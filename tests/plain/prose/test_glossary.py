"""The glossary: the page in the documentation, and words that it replaces found with their suffixes."""

from pathlib import Path

import pytest

from atasehir_portal.prose import glossary

PAGE = Path(__file__).resolve().parents[3] / "docs" / "glossary.md"


def found(text: str) -> list[tuple[str, str]]:
    return [(each.avoided.word, each.written) for each in glossary.avoided_in(text)]


def test_page_of_the_documentation_is_the_list() -> None:
    assert PAGE.read_text(encoding="utf-8") == glossary.as_markdown(), "run: manage.py write_glossary"


def test_things_have_one_word_each() -> None:
    english = [entry.english for entry in glossary.entries()]
    assert len(english) == len(set(english))
    words = [each.word for entry in glossary.entries() for each in entry.avoid]
    assert len(words) == len(set(words))


def test_no_word_is_both_used_and_avoided() -> None:
    for entry in glossary.entries():
        assert not found(entry.turkish), entry.turkish
        for each in entry.avoid:
            assert not found(each.instead), each.instead


@pytest.mark.parametrize(
    "avoided", [each for entry in glossary.entries() for each in entry.avoid], ids=lambda a: a.word
)
def test_every_avoided_word_is_found(avoided: glossary.Avoided) -> None:
    assert [word for word, _written in found(f"Burada {avoided.word} denmez.")] == [avoided.word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Muhtaçlara yardım edilir.", "muhtaç"),
        ("Her muhtacın kapısı çalınır.", "muhtaç"),
        ("MUHTAÇLAR", "muhtaç"),
        ("Muhtaç kişiler", "muhtaç"),
        ("mağdurların", "mağdur"),
        ("mağdurlarımızdandır", "mağdur"),
        ("yararlanıcılarımıza", "yararlanıcı"),
        ("özürlülerin", "özürlü"),
        ("Özürlü’ye", "özürlü"),
        ("sakatlar", "sakat"),
        ("cevabı", "cevap"),
        ("cevaplandı", "cevap"),
        ("cevaplar", "cevap"),
        ("paydaşlarla", "paydaş"),
        ("İndikatörler", "indikatör"),
        ("kapasite boşluğunun", "kapasite boşluğu"),
        ("kapasite\nboşluğu", "kapasite boşluğu"),
        ("aktiviteyi", "aktivite"),
        ("istişareden", "istişare"),
        ("dezavantajlılardan", "dezavantajlı"),
        ("hedef kitlemiz", "hedef kitle"),
        ("bayanlar", "bayan"),
    ],
)
def test_words_are_found_with_their_suffixes(text: str, word: str) -> None:
    assert [each for each, _written in found(text)] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "sakatat satılır",
        "Bayındır ilçesi, bayat, bayi",
        "cevher, cevahir, ceviz",
        "aktif, aktör, aktivist",
        "özür diledi, özürsüz",
        "yararlanmak, yararlanan, yarar",
        "paydos, payda, paylaş",
        "mağlup, mağara, mağrur",
        "muhtar, muhtemel, muhtelif, muhtıra",
        "hedefe varan kitle",
        "kırılgan bir bardak",
        "temel değerlerimiz",
        "paydaş analizi, Paydaş Analizi’nde, paydaş görüşüne",
        "istihdam, istif, istasyon",
        "hak sahibi, hak sahipleri, hak sahibinin",
        "",
        "\x00",
    ],
)
def test_words_that_only_look_alike_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_place_and_spelling_are_those_of_the_text() -> None:
    [each] = glossary.avoided_in("İSTANBUL’da Mağdurlar var.")
    assert (each.written, each.place) == ("Mağdurlar", 12)


@pytest.mark.parametrize(
    "text", ["muhtaç" * 5_000, "cevap" + "la" * 20_000 + "x", "lar" * 30_000, "muhtaçlarlarlar" * 3_000]
)
def test_odd_text_is_quick(text: str) -> None:
    list(glossary.avoided_in(text))
