"""Turkish words are divided where a teacher would divide them."""

import pytest

from atasehir_portal.rendering import hyphenation


@pytest.mark.parametrize(
    "divided",
    [
        "sür-dü-rü-le-bi-lir-lik",
        "elekt-rik",
        "İn-san-laş-tı-rı-la-ma-yan-lar-dan",
        "yü-küm-lü-lük",
        "kont-rat",
        "sa-at",
        "şi-kâ-yet",
        "trans-fer",
        "İS-TAN-BUL",
        "IS-PAR-TA",
        "ka-tı-lım",
        "mü-dür-lük",
        "hak",
        "park",
    ],
)
def test_word_is_divided_at_its_syllables(divided: str) -> None:
    assert hyphenation.hyphenate(divided.replace("-", "")) == divided


@pytest.mark.parametrize("word", ["İstanbul’dan", "Ataşehir'de"])
def test_word_is_never_divided_at_its_apostrophe(word: str) -> None:
    divided = hyphenation.hyphenate(word)
    assert "’-" not in divided
    assert "'-" not in divided


def test_capital_i_with_dot_does_not_move_the_later_breaks() -> None:
    assert hyphenation.hyphenate("İyileştirilmesi").replace("-", "") == "İyileştirilmesi"
    assert hyphenation.hyphenate("İYİLEŞTİRİLMESİ") == "İyi-leş-ti-ril-me-si".translate(
        str.maketrans("iyleştrms", "İYLEŞTRMS")
    )


def test_no_part_is_shorter_than_two_letters() -> None:
    for word in ("elektrik", "ihtiyaç", "alıştırma", "olanaksızlaştırma"):
        assert all(len(part) >= 2 for part in hyphenation.hyphenate(word).split("-"))


def test_dictionary_file_is_the_rule_written_out() -> None:
    assert hyphenation.DICTIONARY.read_text(encoding="utf-8").split() == " ".join(hyphenation.patterns()).split()


def test_register_twice_changes_nothing() -> None:
    hyphenation.register()
    hyphenation.register()
    assert hyphenation.hyphenate("belediye") == "be-le-di-ye"
