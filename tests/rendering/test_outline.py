"""Contents and lists are read from the text itself."""

from atasehir_portal.rendering.outline import Entry, read


def test_outline_reads_sections_figures_and_tables_with_their_numbers() -> None:
    found = read(
        '<h2 id="a">Bir <em>başlık</em><span class="note">not</span></h2>'
        '<figure><img alt="x"><figcaption>Sayılır ama listelenmez</figcaption></figure>'
        '<figure id="f"><img alt="x"><figcaption>Yol &amp; kaldırım<span class="source">Kaynak: biz</span></figcaption></figure>'
        '<table id="t"><caption>Sayılar</caption><tr><td>1</td></tr></table>'
        '<h2>Bölüm özeti</h2><h3 id="x">Alt</h3>'
    )
    assert found.sections == [Entry(0, "Bir başlık", "a")]
    assert found.figures == [Entry(2, "Yol & kaldırım", "f")]
    assert found.tables == [Entry(1, "Sayılar", "t")]


def test_outline_of_unclosed_and_empty_html_is_empty() -> None:
    assert read("").sections == []
    assert read('<h2 id="a">Kapanmadı <p>').sections == []
