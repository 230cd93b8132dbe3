"""Bindings: what belongs together does not part, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atasehir_portal.rendering.typography import NO_BREAK, bind


@pytest.mark.parametrize(
    "bound",
    [
        "5393~sayılı Kanun",
        "md.~13 uyarınca",
        "bkz.~Bölüm~3",
        "Şekil~3.1 gösterir",
        "21~Mayıs~2012",
        "21~Mayıs günü",
        "24~kişilik konsey",
        "15~iş günü içinde",
        "RG~13/7/2005",
        "1.~basım, 2026",
        "Ataşehir~· İstanbul",
        "Yanıt zorunlu~† ise",
        "8.~bölümün sonunda",
        "24.~maddesi gereği",
        "bkz. [5,~m.~7] ile",
    ],
)
def test_things_that_belong_together_are_bound(bound: str) -> None:
    assert bind(f"<p>{bound.replace('~', ' ')} ve devamı olan uzunca metinler</p>").startswith(
        f"<p>{bound.replace('~', NO_BREAK)}"
    )


def test_short_last_word_is_bound_and_long_last_word_is_not_divided() -> None:
    assert bind("<p>Yanıt herkese borç olur.</p>") == f"<p>Yanıt herkese borç{NO_BREAK}olur.</p>"
    assert (
        bind("<p>Karar herkese bildirilmiştir.</p>")
        == '<p>Karar herkese<span class="whole"> bildirilmiştir.</span></p>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>Karar <strong>herkese bildirilmiştir.</strong></p>",
        "<p>Karar <em>herkese bildirilmiştir</em>.</p>",
        "<ul><li>Karar herkese bildirilmiştir.</li></ul>",
        '<p>Söz<span class="note">Metin herkese bildirilmiştir.</span> sürer gider burada.</p>',
    ],
)
def test_last_long_word_is_not_divided_wherever_a_text_ends(html: str) -> None:
    assert re.search(r'<span class="whole"> bildirilmiştir\.?</span>', bind(html))


def test_last_word_of_a_point_or_aim_is_bound_up_to_seven_letters() -> None:
    assert bind("<ul><li>Kartlar masada kaldı uzunca bilinir.</li></ul>").endswith(f"{NO_BREAK}bilinir.</li></ul>")
    assert bind('<p class="aim">Kartlar masada bilinir.</p>') == f'<p class="aim">Kartlar masada{NO_BREAK}bilinir.</p>'
    assert bind("<p>Kartlar masada bilinir.</p>") == "<p>Kartlar masada bilinir.</p>"


def test_nothing_is_wrapped_inside_a_link() -> None:
    for html in (
        '<li><a href="#x">Kim, kime karşı yükümlüdür?</a></li>',
        '<li><a href="https://example.org/">HR/PUB/06/8, 17–19 Mart 1992</a></li>',
    ):
        assert "<span" not in bind(html)


def test_days_are_kept_in_one_piece() -> None:
    bound = bind("<p>Gün: 17–19 Mart 1992 ile 7–15 Ağustos arası</p>")
    assert re.findall(r'<span class="keep">([^<]+)</span>', bound.replace(NO_BREAK, " ")) == [
        "17–19 Mart 1992",
        "7–15 Ağustos",
    ]


def test_space_before_emphasis_moves_into_it() -> None:
    assert bind("<p>Bir <strong>hak sahibi</strong> ile <em>yükümlü</em> konuşuyor idi</p>").startswith(
        "<p>Bir<strong> hak"
    )


def test_document_symbols_are_kept_in_one_piece() -> None:
    bound = bind("<p>OHCHR, HR/PUB/06/8 ve A/HRC/30/49 ile CM(2017)83-final metinleri</p>")
    assert re.findall(r'<span class="keep">([^<]+)</span>', bound) == ["HR/PUB/06/8", "A/HRC/30/49", "CM(2017)83-final"]


def test_tags_styles_titles_and_drawings_stay_as_they_are() -> None:
    html = '<title>5 kişi</title><style>a{content:"5 kişi"}</style><img alt="5 kişi"><svg><text>5 kişi</text></svg>'
    assert bind(html) == html


@given(
    st.lists(
        st.sampled_from(
            [
                "5393",
                "sayılı",
                "md.",
                "13",
                "HR/PUB/06/8",
                "<b>",
                "</b>",
                "sürdürülebilirlik",
                "·",
                "ve.",
                "&amp;",
                " ",
                "</p>",
                "<p>",
            ]
        ),
        max_size=25,
    )
)
def test_bind_twice_is_bind_once_and_no_letter_changes(words: list[str]) -> None:
    html = f"<p>{' '.join(words)}</p>"
    once = bind(html)
    assert bind(once) == once
    without_marks = re.sub(r'<span class="(?:whole|keep)">(.*?)</span>', r"\1", once).replace(NO_BREAK, " ")
    assert without_marks.replace(" ", "") == html.replace(" ", "")
