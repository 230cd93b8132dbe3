"""Words for pictures, links and colours."""

import pytest

from atasehir_portal.prose.access import colours_alone, is_empty_link, names_nothing


@pytest.mark.parametrize(
    "said", ["resim", "Şekil 1", "iz.svg", "Sözün izi.", "sözün izi", "grafik görseli", "", "Bir harita", "İZ"]
)
def test_words_that_show_nothing(said: str) -> None:
    assert names_nothing(said, "Sözün izi")


@pytest.mark.parametrize("said", ["Söz, ize dönüşür.", "İki ok bir dairede birleşir.", "Haritada üç mahalle taralı."])
def test_words_that_show_something(said: str) -> None:
    assert not names_nothing(said, "Sözün izi")


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("buraya tıklayın", "https://a.tr"),
        ("Buradan", "#iz"),
        ("tıklayınız", "#iz"),
        ("devamı için", "#iz"),
        ("https://a.tr/x", "https://a.tr/x"),
        ("www.a.tr", "https://www.a.tr"),
        ("Link", "#iz"),
    ],
)
def test_links_that_do_not_say_where_they_lead(said: str, address: str) -> None:
    assert is_empty_link(said, address)


@pytest.mark.parametrize(
    ("said", "address"), [("ikinci bölüme", "#iki"), ("Resmî Gazete", "https://rg.tr"), ("", "#iki")]
)
def test_links_that_do(said: str, address: str) -> None:
    assert not is_empty_link(said, address)


@pytest.mark.parametrize(
    "text",
    [
        "Kırmızı satırlar acildir.",
        "Yeşille gösterilen mahalleler",
        "mavi renkle işaretlenen yerler",
        "Sarı kutudaki metin",
        "KIRMIZI OLANLAR",
        "gri sütunlar",
    ],
)
def test_colour_as_the_only_sign(text: str) -> None:
    assert len(colours_alone(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Yeşil alan azdır.",
        "kırmızı çizgimiz budur",
        "mavi bayrak",
        "kırmızı ışıkta durur",
        "sarılar",
        "beyaz baston",
        "gri liste",
    ],
)
def test_colours_that_point_at_nothing(text: str) -> None:
    assert colours_alone(text) == []
