"""Turkish words with the endings that nouns take, and nothing else."""

import pytest

from atasehir_portal.prose.inflection import Finder, folded, lemma


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("hak", "Hak"),
        ("hak", "hakkı"),
        ("hak", "haklarının"),
        ("hak", "haktan"),
        ("hak sahibi", "Hak sahibine"),
        ("hak sahibi", "hak sahipleri"),
        ("hak sahibi", "HAK SAHİPLERİNİN"),
        ("yükümlülük sahibi", "yükümlülük\nsahiplerinden"),
        ("kent konseyi", "kent konseylerine"),
        ("amaç", "amacıyla"),
        ("amaç", "amaçlar"),
        ("gösterge", "göstergeyi"),
        ("gösterge", "göstergelerindeki"),
        ("şehir", "şehrin"),
        ("kayıt", "kaydında"),
        ("kayıt", "kayıtlar"),
        ("belediye meclisi", "belediye meclisinin"),
        ("kâr", "karı"),
        ("PANEL", "PANEL’in"),
        ("PANEL", "panel'de"),
        ("neden", "nedenidir"),
        ("kök neden", "kök nedenlere"),
        ("ihtiyaç", "ihtiyacı"),
        ("mahalle", "mahallemiz"),
        ("bütçe", "bütçeyle"),
        ("katılım", "katılımın"),
        ("engelli hakları", "engelli haklarının"),
        ("ışık", "IŞIĞI"),
    ],
)
def test_word_is_found_with_its_endings(word: str, text: str) -> None:
    assert list(Finder([word]).find(f"Burada {text} geçer."))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("hak", "haklı"),
        ("hak", "haksızlık"),
        ("hak", "hakkında"),
        ("hak", "hakem"),
        ("hak", "hakikat"),
        ("hak", "muhakkak"),
        ("amaç", "amaçsız"),
        ("kayıt", "kayıtsız"),
        ("bütçe", "bütçeleme"),
        ("hak sahibi", "hak ve sahibi"),
        ("plan", "planlama"),
        ("kent", "kentsel"),
        ("meclis", "mecliss"),
        ("neden", "nedensellik"),
    ],
)
def test_other_words_are_not_found(word: str, text: str) -> None:
    assert not list(Finder([word]).find(f"Burada {text} geçer."))


def test_place_is_that_of_the_text_and_variants_count() -> None:
    text = "İlk söz: Hak sahipleri ve talep edenler."
    finder = Finder(["hak sahibi", "talep eden"])
    assert [text[a:b] for a, b in finder.find(text)] == ["Hak sahipleri", "talep edenler"]
    assert finder.first("yok") is None
    assert list(Finder(["", " "]).find(text)) == []
    assert len(folded("İSTANBUL ŞIK ǰ ﬁ ẞ")) == len("İSTANBUL ŞIK ǰ ﬁ ẞ")


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("hakkı", "hak"),
        ("HAKKINI", "hak"),
        ("hakki", "hak"),
        ("reddinin", "ret"),
        ("haddini", "had"),
        ("şıkkı", "şık"),
        ("şehri", "şehir"),
        ("kaydında", "kayıt"),
        ("hakkında", ""),
        ("haklar", ""),
        ("hatta", ""),
        ("hisse", ""),
        ("resmi", ""),
        ("aslında", ""),
        ("", ""),
    ],
)
def test_words_that_change_inside_have_a_dictionary_form(word: str, base: str) -> None:
    assert lemma(word) == base
