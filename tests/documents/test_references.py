"""References that name what they lead to: on a page, on paper, in plain words; terms where a chapter first uses them; the index."""

from typing import Any

import pytest

from atasehir_portal import markdown
from atasehir_portal.accounts.models import User
from atasehir_portal.documents import concordance, printing, queries, services
from atasehir_portal.documents.models import Document
from atasehir_portal.documents.nodes import Reading
from tests.documents.test_dialect import FILES

FIRST = """# Nedenler {#bir}

bkz. [](#iki), [](#iki-agac), [](#iki-dal), [](#kapilar), [](#cizim), [](#kutu), [](#terim-hak-sahibi), [](kitap:2#yer).

Bölüm adı ekle: [](#iki)'de; kendi sözüyle [ikinci bölüm](#iki).

Hak sahipleri gelir. Hak sahibi yine gelir; `hak sahibi` kodda, https://hak.example adreste.
"""
SECOND = """# Ağaçlar {#iki}

## Ağaç {#iki-agac}

:::figure src="figures/agac.svg" alt="Ağaç." caption="Bir ağaç" source="Çizildi." anchor="cizim"
:::

:::table caption="Kapılar" source="Kurgusal." number_columns="2" anchor="kapilar"
| a | b |
| --- | --- |
| Hak sahipliği değil, hak sahibi | 1 |
:::

### Dal {#iki-dal}

:::box kind="definition" title="Hak nedir?" anchor="kutu"
Hak sahibinin hakkı.
:::

:::figure chart="bar" chart_title="Kim?" unit="kişi" alt="Yarısı geldi." caption="Gelenler" source="Kurgusal."
| Mahalle | 2024 | 2025 |
| --- | --- | --- |
| İçerenköy | 12,5 | 14 |
| Yeni Sahra | 1234 |  |
:::

## Hak sahibi kim? {#iki-kim}

Söz.
"""
BOOK = {
    **{name: text for name, text in FILES.items() if not name.endswith(".md")},
    "sozluk.toml": '[[term]]\nterm = "hak sahibi"\ndefinition = "Hakkı olan *kişi*."\n\n[[term]]\nterm = "ağaç"\ndefinition = "Bitki."\n',
    "dizin.toml": (
        '[[entry]]\nterm = "hak sahibi"\nvariants = ["hak özneleri"]\nsee_also = ["yok olan"]\n\n'
        '[[entry]]\nterm = "yok olan"\n\n[[entry]]\nterm = "talep eden"\nsee = "hak sahibi"\n'
    ),
    "00-sunus.md": "# Sunuş {#sunus}\n\nÖnsöz.\n",
    "01-nedenler.md": FIRST,
    "02-agaclar.md": SECOND,
}


@pytest.fixture
def made(officer: User) -> Document:
    return services.import_markdown(kind="deneme", folder_or_texts=BOOK, by=officer, media_folder="deneme").document


def _elsewhere(number: str, anchor: str) -> markdown.Target | None:
    return markdown.Target("Kitap 2, “Öteki”", f"/kitap/2/{anchor}/") if number == "2" else None


@pytest.fixture
def reading(made: Document) -> Reading:
    found = queries.read(made, chapter_address=lambda chapter: f"/oku/{chapter.anchor}/")
    found.elsewhere = _elsewhere
    return found


def test_reference_says_where_it_leads(reading: Reading) -> None:
    html = reading.chapters[1].blocks[0].html
    for link in (
        '<a class="ref" href="/oku/iki/#iki">Bölüm 2</a>',
        '<a class="ref" href="/oku/iki/#iki-agac">Kısım 2.1</a>',
        # paper gives the third level no number, so its title stands for it everywhere
        '<a class="ref" href="/oku/iki/#iki-dal">“Dal”</a>',
        '<a class="ref" href="/oku/iki/#kapilar">Çizelge 2.1</a>',
        '<a class="ref" href="/oku/iki/#cizim">Şekil 2.1</a>',
        '<a class="ref" href="/oku/iki/#kutu">“Hak nedir?” kutusu</a>',
        '<a class="ref" href="#terim-hak-sahibi">hak sahibi</a>',
        '<a class="ref" href="/kitap/2/yer/">Kitap 2, “Öteki”</a>',
    ):
        assert link in html


def test_number_follows_when_something_comes_before_it(made: Document, officer: User) -> None:
    services.add_section(document=made, parent=None, title="Yeni", by=officer, after=made.sections.get(anchor="sunus"))
    chapter = next(c for c in queries.read(made).chapters if c.anchor == "bir")
    assert "Bölüm 3</a>" in chapter.blocks[0].html
    assert "Çizelge 3.1</a>" in chapter.blocks[0].html


def test_reference_has_its_page_on_paper_but_not_before_an_ending(reading: Reading) -> None:
    html = printing.print_html(reading.chapters[1])
    assert (
        '<a class="ref" href="#iki">Bölüm 2</a><span class="on-paper">, s. <a class="ref page" href="#iki"></a></span>'
        in html
    )
    assert '<a class="ref" href="#iki">Bölüm 2</a>\'de' in html
    assert '<a class="ref" href="#iki">ikinci bölüm</a>' in html
    # another book has no page here
    assert '<a class="ref" href="/kitap/2/yer/">Kitap 2, “Öteki”</a>.' in html
    whole = "".join(printing.print_html(chapter) for chapter in reading.chapters)
    for anchor in ("kapilar", "cizim", "kutu"):
        assert f'id="{anchor}"' in whole


def test_reference_is_named_in_plain_words(reading: Reading) -> None:
    assert (
        reading.chapters[1]
        .blocks[0]
        .plain.startswith(
            "bkz. Bölüm 2, Kısım 2.1, “Dal”, Çizelge 2.1, Şekil 2.1, “Hak nedir?” kutusu, hak sahibi, Kitap 2, “Öteki”."
        )
    )


def test_reference_that_leads_nowhere_is_seen(reading: Reading) -> None:
    shown = markdown.render("[](#yok) [](kitap:9)", references=reading.web_references(reading.chapters[1].blocks[0]))
    assert shown.count("cite--missing") == 2
    assert markdown.render("[](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="noopener nofollow">https://example.org/</a></p>\n'
    )
    assert markdown.render("[x](kitap:yok)") == "<p>[x](kitap:yok)</p>\n"


def test_anchor_is_the_id_on_the_page(reading: Reading) -> None:
    from django.template.loader import render_to_string

    html = render_to_string("documents/reading.html", {"chapter": reading.chapters[2]})
    for anchor in ("kapilar", "cizim", "kutu"):
        assert html.count(f'id="{anchor}"') == 1
    # a chart is drawn twice, wide and narrow, and its numbers can be read
    assert html.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 2
    assert 'aria-label="Yarısı geldi."' in html
    assert '<td class="num">1.234</td>' in html
    assert "Birim: kişi" in html


def test_chart_is_frozen_into_the_paper_with_its_numbers_in_words(reading: Reading) -> None:
    html = printing.print_html(reading.chapters[2])
    assert 'src="data:image/svg+xml;base64,' in html
    assert "Yarısı geldi. İçerenköy: 2024 12,5, 2025 14; Yeni Sahra: 2024 1.234, 2025 –." in html


def test_anchors_charts_plans_and_index_come_back_the_same(made: Document, officer: User) -> None:
    services.plan_section(section=made.sections.get(anchor="iki-kim"), is_outline=True, by=officer)
    texts = services.export_markdown(made)
    assert 'anchor="kapilar"' in texts["02-agaclar.md"]
    assert "## Hak sahibi kim? {#iki-kim .outline}" in texts["02-agaclar.md"]
    assert "| Yeni Sahra | 1234 |  |" in texts["02-agaclar.md"]
    again = services.import_markdown(
        kind="deneme", folder_or_texts={**texts, **services.export_figures(made)}, by=officer, media_folder="yine"
    ).document
    assert services.export_markdown(again) == texts


# --- terms and index --------------------------------------------------------------------------------------------------


def test_term_is_shown_once_where_a_chapter_first_uses_it(made: Document) -> None:
    version = services.freeze(document=made, by=None, note="x")
    reading = queries.read_version(version, figure_address=str, glossary_address="/kaynakca/")
    blocks = reading.chapters[1].blocks
    assert "term" not in blocks[0].html  # a link is left alone
    html = blocks[2].html
    assert html.count('class="term"') == 1
    # a link, so that it leads to the glossary where there is no script and where browsers know no popovers
    assert (
        '<a class="term" href="/kaynakca/#terim-hak-sahibi" data-term="terim-hak-sahibi-burada">Hak sahipleri</a>'
        in html
    )
    assert "Hakkı olan <em>kişi</em>." in html
    assert html.count('href="/kaynakca/#terim-hak-sahibi"') == 2
    assert "<code>hak sahibi</code>" in html
    # the working text is not marked
    assert "popover" not in queries.read(made).chapters[1].blocks[2].html


def test_index_finds_each_section_once(reading: Reading) -> None:
    entries = {entry.term: entry for entry in reading.index}
    places = entries["hak sahibi"].places
    assert [(p.section.anchor, p.is_main) for p in places] == [
        ("bir", False),
        ("iki-agac", False),
        ("iki-dal", False),
        ("iki-kim", True),
    ]
    assert entries["talep eden"].see == "hak sahibi"
    # what is found nowhere is not printed, nor what leads to it
    assert "yok olan" not in entries
    assert entries["hak sahibi"].see_also == []


def test_index_is_printed_with_an_anchor_at_each_place(reading: Reading) -> None:
    printed = printing.index(reading)
    assert [entry.term for entry in printed] == ["hak sahibi", "talep eden"]
    html = "".join(printing.print_html(chapter) for chapter in reading.chapters)
    for place in printed[0].places:
        assert html.count(f'id="{place.anchor}"') == 1
    assert [place.label for place in printed[0].places] == ["1", "2.1", "2.1.1", "2.2"]


def test_index_online_leads_to_every_place(reading: Reading) -> None:
    from django.template.loader import render_to_string

    html = render_to_string("documents/index_list.html", {"reading": reading})
    assert 'href="/oku/iki/#iki-kim" class="bold"' in html
    assert "<i>bkz.</i> hak sahibi" in html
    lists = render_to_string("documents/part_lists.html", {"reading": reading})
    assert 'href="/oku/iki/#cizim">Şekil 2.1</a> <span>Bir ağaç</span>' in lists
    assert "Çizelge 2.1" in lists


def test_index_of_an_edition_stays_what_it_was(made: Document, officer: User) -> None:
    version = services.freeze(document=made, by=None, note="x")
    made.index_entries.all().delete()
    assert [e.term for e in queries.read_version(version, figure_address=str).index] == ["hak sahibi", "talep eden"]
    older: dict[str, Any] = {key: value for key, value in version.snapshot.items() if key != "index"}
    assert queries.read_snapshot(older, figure_address=str).index == []


def test_words_around_a_place_are_shown(reading: Reading) -> None:
    place = next(concordance.Concordance(reading).places(["özellik", "kodda"]))
    assert place.found == "kodda"
    assert place.before.startswith("Hak sahipleri gelir.")
    assert "example" not in place.after
