"""Word files: opened by three readers, with what a council file needs in them."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import openxml_audit
import pytest
from docx.oxml.ns import qn

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import queries, services
from atasehir_portal.documents.docx import write_docx
from atasehir_portal.documents.docx.body import Body, bookmark
from atasehir_portal.documents.models import Document
from tests import hostile
from tests.documents.test_dialect import BOOKS, FILES

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG_LIST = """\
1. Bir
   - Alt bir
   - Alt iki

     Altta ikinci paragraf.
2. İki

Ara söz.

5. Beş
6. Altı
"""


@pytest.fixture
def book(officer: User) -> Document:
    files = {**FILES, "02-liste.md": f"# Listeler {{#liste}}\n\n{LONG_LIST}\n"}
    made = services.import_markdown(kind="deneme", folder_or_texts=files, by=officer, media_folder="handbooks/deneme")
    return made.document


def _written(document: Document) -> bytes:
    return write_docx(queries.read(document), author="Ataşehir Belediyesi", when=WHEN, lines=["Taslak"])


def _opened(content: bytes) -> Any:
    return python_docx.Document(io.BytesIO(content))


def _part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def _checked(path: Path) -> list[str]:
    result = openxml_audit.OpenXmlValidator().validate(path)
    return [str(error) for error in result.errors]


def _as_text(path: Path, tmp_path: Path) -> str:
    """What LibreOffice reads: as PDF, then its words."""
    argv = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    done = subprocess.run(
        [*argv, "--outdir", str(tmp_path), str(path)], capture_output=True, text=True, check=False, timeout=240
    )
    pdf = path.with_suffix(".pdf")
    assert pdf.exists(), done.stdout + done.stderr
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_handbook_is_opened_by_word_processors_and_checkers(folder: Path, officer: User, tmp_path: Path) -> None:
    made = services.import_markdown(
        kind="deneme", folder_or_texts=folder, by=officer, media_folder=f"handbooks/{folder.name}"
    )
    path = tmp_path / "kitap.docx"
    path.write_bytes(_written(made.document))
    assert _checked(path) == []
    opened = _opened(path.read_bytes())
    reading = queries.read(made.document)
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings == [chapter.title for chapter in reading.chapters if chapter.path]
    numbered = [block for block in reading.all_blocks() if block.kind in {"figure", "table"}]
    assert len(opened.inline_shapes) == sum(block.kind == "figure" for block in numbered)
    text = _as_text(path, tmp_path)
    for chapter in reading.chapters:
        assert " ".join(chapter.heading.split()) in text
    for block in numbered:
        if block.section.chapter.path:
            assert f"{'Şekil' if block.kind == 'figure' else 'Çizelge'} {block.number}" in text
    assert sum(len(section.notes()) for section in reading.chapters) == _part(
        path.read_bytes(), "word/footnotes.xml"
    ).count("<w:footnoteRef/>")


def test_reader_is_installed() -> None:
    assert shutil.which("soffice"), "LibreOffice is not installed (make test does it)"


def test_structure_is_words_own(book: Document) -> None:
    opened = _opened(_written(book))
    styles = [(p.style.name, p.text) for p in opened.paragraphs if p.text]
    assert ("Title", "Deneme") in styles
    assert ("Heading 1 without number", "Sunuş") in styles
    assert ("Heading 1", "Nedenler") in styles
    assert ("Heading 2", "Ağaç") in styles
    assert ("Heading 3", "Dal") in styles
    assert ("Aim", "Nedeni bulmak.") in styles
    # the numbers are fields, which Word counts itself
    captions = [
        "".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in opened.paragraphs if p.style.name == "Caption"
    ]
    assert captions == ["Çizelge 1.1  Sayılar", "Şekil 1.1  Bir ağaç"]
    assert ("Source", "Kaynak: Çizildi.") in styles
    assert any(style == "Quote" for style, _text in styles)
    assert any(style == "Bibliography" and "Belediye Kanunu" in text for style, text in styles)
    assert any(style == "Bibliography" and text.startswith("hak (right): Talep.") for style, text in styles)
    assert opened.core_properties.title == "Deneme"
    assert opened.core_properties.author == "Ataşehir Belediyesi"
    assert opened.core_properties.language == "tr-TR"
    assert opened.core_properties.modified.replace(tzinfo=UTC) == WHEN
    assert opened.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "tr-TR"


def test_tables_have_header_rows_and_figures_their_words(book: Document) -> None:
    opened = _opened(_written(book))
    box, table = opened.tables
    assert [p.style.name for p in box.cell(0, 0).paragraphs[:2]] == ["Box kind", "Box title"]
    assert [cell.text for cell in table.rows[0].cells] == ["a", "b", "c"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    (picture,) = opened.inline_shapes
    assert picture._inline.docPr.get("descr") == "Ağaç."
    media = [name for name in zipfile.ZipFile(io.BytesIO(_written(book))).namelist() if "media" in name]
    assert sorted(name.rpartition(".")[2] for name in media) == ["png", "svg"]


def test_notes_links_fields_and_lists(book: Document) -> None:
    content = _written(book)
    text = _part(content, "word/document.xml")
    assert '<w:footnoteReference w:id="1"/>' in text
    assert "Not." in _part(content, "word/footnotes.xml")
    assert f'w:anchor="{bookmark("b5-agac")}"' in text
    assert f'w:name="{bookmark("b5-agac")}"' in text
    assert f'w:anchor="{bookmark("kaynak-k5393")}"' in text
    assert 'TOC \\o "1-3"' in text
    assert "SEQ Figure" in text
    assert "PAGE" in _part(content, "word/footer1.xml")
    assert "NUMPAGES" in _part(content, "word/footer1.xml")
    numbering = ElementTree.fromstring(_part(content, "word/numbering.xml"))
    starts = [each.get(qn("w:val")) for each in numbering.iter(qn("w:startOverride"))]
    assert starts == ["1", "5"]
    levels = [
        p._p.pPr.numPr.ilvl.val
        for p in _opened(content).paragraphs
        if p.style.name == "List Paragraph" and p._p.pPr.numPr is not None
    ]
    assert levels == [0, 0, 0, 1, 1, 0, 0, 0]


def test_contents_are_links_marked_as_out_of_date_and_word_asks_for_nothing_more(book: Document) -> None:
    content = _written(book)
    text = _part(content, "word/document.xml")
    rows = [p for p in _opened(content).paragraphs if p.style.name in {"toc 1", "toc 2", "toc 3"} and p.text]
    assert {"Sunuş", "1 Nedenler", "Kaynakça", "Sözlük"} <= {row.text for row in rows}
    for row in rows:
        (link,) = row._p.iter(qn("w:hyperlink"))
        assert f'w:name="{link.get(qn("w:anchor"))}"' in text
    assert text.count('w:dirty="true"') == 1
    assert "updateFields" not in _part(content, "word/settings.xml")


def test_chapter_of_which_only_the_outline_exists_says_so(officer: User, tmp_path: Path) -> None:
    files = {
        **FILES,
        "02-plan.md": "# Sonuçlar {#sonuc .outline}\n\n:::aim\nSonucu bulmak.\n:::\n\n## Yaprak {#yaprak}\n",
    }
    made = services.import_markdown(kind="deneme", folder_or_texts=files, by=officer, media_folder="handbooks/deneme")
    said = [p.text for p in _opened(_written(made.document)).paragraphs]
    at = said.index("Sonuçlar")
    assert said[at + 1] == "Sonucu bulmak."
    assert said[at + 2].startswith("Bu bölümün metni yazılmaktadır. Burada planı yer alır")
    assert sum("metni yazılmaktadır" in words for words in said) == 1


def test_imprint_stands_before_the_contents(book: Document, tmp_path: Path) -> None:
    statements = [("Basım", "Basım 0.1 &amp; <em>deneme</em>"), ("", '<a href="https://ornek.example/">Adres</a>')]
    content = write_docx(queries.read(book), author="Belediye", when=WHEN, imprint=statements)
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    assert _checked(path) == []
    found = [p.text for p in _opened(content).paragraphs]
    assert found[:5] == ["Belediye", "Deneme", "Basım: Basım 0.1 & deneme", "Adres", "İçindekiler"]
    assert "https://ornek.example/" in _part(content, "word/_rels/document.xml.rels")


def test_same_text_gives_the_same_bytes(book: Document) -> None:
    assert _written(book) == _written(book)


def test_frozen_version_becomes_a_word_file_too(book: Document, officer: User) -> None:
    version = services.freeze(document=book, by=officer, note="")
    reading = queries.read_version(version, figure_address=str)
    assert "Nedenler" in [p.text for p in _opened(write_docx(reading, author="", when=WHEN)).paragraphs]


def test_lost_picture_leaves_its_words(book: Document) -> None:
    from django.core.files.storage import default_storage

    figure = next(block for block in queries.read(book).all_blocks() if block.kind == "figure")
    default_storage.delete(figure.data["src"])
    opened = _opened(_written(book))
    assert not opened.inline_shapes
    assert "[Ağaç.]" in [p.text for p in opened.paragraphs]


def test_long_anchors_stay_apart() -> None:
    names = {bookmark(f"cok-uzun-bir-bolum-basligi-icin-verilen-{number}") for number in range(50)}
    assert len(names) == 50
    assert all(len(name) <= 40 for name in names)


def test_published_attacks_are_words_in_a_file_that_opens(tmp_path: Path) -> None:
    from atasehir_portal.documents.docx import ooxml

    body = Body(frozenset())
    for attack in hostile.payloads():
        body.add(f"<p>{attack}</p>")
    for _name, _kind, target, _outside in body.links:
        assert target.startswith(("http://", "https://", "mailto:"))
    root = ElementTree.fromstring(ooxml.document("".join(body.out)))
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not names & {"script", "object", "OLEObject", "control", "altChunk", "instrText", "fldSimple"}


def test_attacks_in_every_field_leave_a_file_that_opens(officer: User, tmp_path: Path) -> None:
    attack = '"><w:script/>]]>&x; <script>alert(1)</script> [x](javascript:alert(1)) ^[<img src=x onerror=alert(1)>]'
    document = services.create_document(kind="deneme", title=attack, by=officer)
    section = services.add_section(document=document, parent=None, title=attack, aim=attack, by=officer)
    services.add_block(section=section, kind="paragraph", body=attack, by=officer)
    services.add_block(
        section=section, kind="box", body=attack, data={"box_kind": "legal", "title": attack}, by=officer
    )
    services.add_block(
        section=section,
        kind="table",
        body=f"| {attack.replace('|', '')} |\n|---|\n| DDEAUTO c:\\\\x |",
        data={"caption": attack, "source": attack},
        by=officer,
    )
    path = tmp_path / "x.docx"
    path.write_bytes(write_docx(queries.read(document), author=attack, when=WHEN, lines=[attack]))
    assert _checked(path) == []
    assert "<script" not in _part(path.read_bytes(), "word/document.xml")
