"""The file itself: conformance, fonts, text, bookmarks, page numbers, and what happens when the text is wrong."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from atasehir_portal.rendering import book, parts, styles, weasy
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, Step
from tests.rendering.books import sample_book

ROOT = Path(__file__).resolve().parents[2]


def findings(pdf: Path) -> str:
    """Return what the conformance checker says; its exit status is not 0 where it found an error."""
    checker = Path(sys.executable).with_name("outloud")
    done = subprocess.run([checker, str(pdf), "--no-info"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def text_of(pdf: Path, *pages: int) -> str:
    """Return the text of a page, or of all, line by line as printed."""
    limits = ["-layout", "-f", str(pages[0]), "-l", str(pages[-1])] if pages else []
    return subprocess.run(["pdftotext", *limits, str(pdf), "-"], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book as a file."""
    sample = sample_book()
    path = tmp_path_factory.mktemp("book") / "book.pdf"
    with path.open("wb") as target:
        weasy.write_pdf(
            book.html(sample),
            style=sample.style,
            title=sample.title,
            language="tr",
            target=target,
            report=lambda step, pages: None,
        )
    return path


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_handbook_has_no_conformance_error(number: int, as_pdf: Callable[..., bytes], tmp_path: Path) -> None:
    sample = sample_book(number=number, chapters=1)
    path = tmp_path / "book.pdf"
    path.write_bytes(as_pdf(book.html(sample), sample.style))
    assert "0 error(s), 0 warning(s)" in findings(path)


def test_paper_has_no_conformance_error(as_pdf: Callable[..., bytes], tmp_path: Path) -> None:
    table = parts.table(anchor="t", caption="Oylar", head=["Öneri", "Evet"], rows=[["Rampa", "12"]], number_columns={2})
    paper = book.Paper(
        title="Toplantı tutanağı",
        issuer="Ataşehir Belediyesi",
        lines=["9 Mart 2026"],
        html=f'<h2 id="a">Gündem</h2><p>Metin.</p>{table}',
    )
    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(book.paper_html(paper)))
    assert "0 error(s), 0 warning(s)" in findings(path)


def test_link_broken_before_its_first_word_leaves_no_empty_link(
    as_pdf: Callable[..., bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every width of a line is tried, so that at some of them the space before the link is what just fits."""
    lines = "".join(
        f'<p>{"satır " * 10}{"i" * width} <a class="ref" href="#hedef">bağlantı burada</a> sürer gider.</p>'
        for width in range(1, 60)
    )
    html = book.paper_html(book.Paper(title="Bağlantılar", issuer="x", html=f'<h2 id="hedef">Hedef</h2>{lines}'))

    def links(pdf: bytes) -> tuple[int, list[float]]:
        """Return how many elements of the tree are links, and how wide the annotations are."""
        with pikepdf.open(BytesIO(pdf)) as file:
            rectangles = [link.Rect for page in file.pages for link in page.get("/Annots", [])]
            pairs = len(file.Root.StructTreeRoot.ParentTree.Nums) // 2
            tagged = sum(isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Link" for item in file.objects)
            assert pairs == len(file.pages) + len(rectangles)
            assert file.check_pdf_syntax() == []
            return tagged, [float(right) - float(left) for left, _, right, _ in rectangles]

    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(html))
    findings(path)
    tagged, widths = links(path.read_bytes())
    assert tagged == len(widths) >= 59
    assert min(widths) > 1
    with monkeypatch.context() as raw:
        raw.setattr("atasehir_portal.rendering.accessibility.complete", lambda document, pdf: None)
        assert min(links(as_pdf(html))[1]) == 0


def test_raw_output_has_the_errors_that_are_mended_here(
    printed: Path, tmp_path: Path, as_pdf: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a later WeasyPrint be conformant by itself, accessibility.py can go."""
    monkeypatch.setattr("atasehir_portal.rendering.accessibility.complete", lambda document, pdf: None)
    sample = sample_book(chapters=1)
    path = tmp_path / "raw.pdf"
    path.write_bytes(as_pdf(book.html(sample), sample.style))
    with pytest.raises(AssertionError, match=r"[1-9]\d* error"):
        findings(path)


def test_metadata_language_title_and_bookmarks_are_there(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        assert str(pdf.Root.Lang) == "tr"
        assert str(pdf.docinfo["/Title"]) == "Yerel Yönetimler için İnsan Hakları Temelli Programlama"
        assert str(pdf.docinfo["/Author"]) == "Ataşehir Belediyesi"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            chapter = next(item for item in outline.root if item.title.startswith("1. Sorunu"))
            assert [item.title for item in chapter.children] == ["Şikâyetten hak sorununa", "Kim, kime karşı yükümlü?"]
    assert titles[0].startswith("Yerel Yönetimler")


def test_every_font_is_embedded_and_ours(printed: Path) -> None:
    listed = subprocess.run(["pdffonts", str(printed)], capture_output=True, text=True, check=True).stdout.splitlines()[
        2:
    ]
    assert listed
    for line in listed:
        assert re.search(r"Kitap-(Serif|Sans|Baslik)", line), line
        assert re.search(r"\byes yes yes\b", line), line


def test_turkish_text_can_be_extracted(printed: Path) -> None:
    text = text_of(printed)
    for word in (
        "Şikâyetten hak sorununa",
        "yükümlülük sahibi",
        "İnsan hakları",
        "Ataşehir Belediyesi",
        "çoklu ayrımcılık",
        "Görüldüğü tarih",
    ):
        assert word in text
    assert "\ufffd" not in text


def test_contents_show_the_pages_on_which_things_stand(printed: Path) -> None:
    contents = text_of(printed, 3)
    with pikepdf.open(printed) as pdf:
        pages = len(pdf.pages)
    for words in ("Şikâyetten hak sorununa", "Kim, kime karşı yükümlü?"):
        named = [int(number) for number in re.findall(rf"{re.escape(words)}[\s.]*(\d+)", contents)]
        standing = [
            page
            for page in range(5, pages + 1)
            if re.search(rf"^\s*\d\.\d\s+{re.escape(words)}$", text_of(printed, page), re.MULTILINE)
        ]
        assert len(named) == 2
        assert named == standing


def test_long_words_are_divided_in_turkish(
    as_pdf: Callable[..., bytes], small_html: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / "divided.pdf"
    path.write_bytes(as_pdf(small_html("<p>" + "sürdürülebilirlik değerlendirilmesi " * 40 + "</p>")))
    ends = re.findall(
        r"(\w+)[-‐]\n",
        subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout,
    )
    assert ends
    allowed = {
        "sürdü",
        "sürdürü",
        "sürdürüle",
        "sürdürülebi",
        "sürdürülebilir",
        "değerlen",
        "değerlendi",
        "değerlendiril",
        "değerlendirilme",
    }
    assert set(ends) <= allowed | {"sürdürülebilir"[:-1]}


def test_nothing_is_logged_as_an_error(caplog: pytest.LogCaptureFixture, as_pdf: Callable[..., bytes]) -> None:
    sample = sample_book(number=2, chapters=1)
    with caplog.at_level(logging.ERROR):
        as_pdf(book.html(sample), sample.style)
    assert caplog.records == []


def test_same_text_makes_the_same_bytes(as_pdf: Callable[..., bytes], small_html: Callable[[str], str]) -> None:
    assert as_pdf(small_html("<p>Aynı</p>")) == as_pdf(small_html("<p>Aynı</p>"))


def test_progress_names_the_steps_in_order_and_counts_pages() -> None:
    told: list[tuple[Step, int]] = []
    sample = sample_book()
    pages = weasy.write_pdf(
        book.html(sample),
        style=sample.style,
        title="x",
        language="tr",
        target=BytesIO(),
        report=lambda step, page: told.append((step, page)),
    )
    steps = [step for step, _ in told]
    assert sorted(steps, key=list(Step).index) == steps
    assert set(steps) == {Step.PREPARING, Step.LAYING_OUT, Step.TAGGING}
    assert max(page for step, page in told if step == Step.LAYING_OUT) == pages


@pytest.mark.parametrize(
    ("inside", "reason", "detail"),
    [
        ('<img src="http://example.org/x.png" alt="x">', Reason.REFUSED_ADDRESS, "http://example.org/x.png"),
        ('<img src="media:pictures/yok.png" alt="x">', Reason.MISSING_PICTURE, "pictures/yok.png"),
        ('<img src="style:art/knot-1.svg">', Reason.MISSING_ALTERNATIVE, "style:art/knot-1.svg"),
        ('<a href="#yok">x</a>', Reason.DANGLING_REFERENCE, "#yok"),
        ('<a class="page" href="#yok"></a>', Reason.DANGLING_REFERENCE, "#yok"),
        ('<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">', Reason.BROKEN_CONTENT, ""),
    ],
)
def test_wrong_text_fails_with_a_reason_and_the_place(
    inside: str, reason: Reason, detail: str, as_pdf: Callable[..., bytes], small_html: Callable[[str], str]
) -> None:
    with pytest.raises(RenderingFailed) as failed:
        as_pdf(small_html(inside))
    assert failed.value.reason == reason
    assert detail in failed.value.detail
    assert not failed.value.may_pass


def test_missing_pango_is_named_with_the_command_that_installs_it() -> None:
    """In a process of its own in which no shared library can be opened, as on a machine without Pango."""
    program = """
import cffi
def refuse(self, name, flags=0):
    raise OSError(f"cannot load library '{name}'")
cffi.FFI.dlopen = refuse
import django; django.setup()
from atasehir_portal.rendering import weasy
print(weasy.missing_library())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == weasy.INSTALL
    assert "apt-get install libpango" in done.stderr


def test_ordering_needs_no_printing_library() -> None:
    """A web server orders files without WeasyPrint being imported."""
    program = """
import sys
import django; django.setup()
from atasehir_portal.rendering import services, book, parts, views, urls, tasks
from atasehir_portal.rendering.services import rendering_key
rendering_key(kind="pdf", style="document", title="x", language="tr", html="x")
assert "weasyprint" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_version_covers_every_file_of_the_style(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    copy = tmp_path / "rendering" / "style"
    shutil.copytree(styles.FOLDER, copy)
    shutil.copytree(styles.FOLDER.parent / "data", copy.parent / "data")
    monkeypatch.setattr(styles, "FOLDER", copy)
    first = styles.version.__wrapped__()
    assert first == styles.version()
    (copy / "page.css").write_text("@page { size: A5 }", encoding="utf-8")
    assert styles.version.__wrapped__() != first


def test_letters_that_no_font_has_are_told(caplog: pytest.LogCaptureFixture) -> None:
    html = '<html lang="tr"><head><title>x</title></head><body><h1>x</h1><p>\U000f1234</p></body></html>'
    weasy.write_pdf(
        html, style="handbook-1", title="x", language="tr", target=BytesIO(), report=lambda step, page: None
    )
    assert any("printed as boxes" in record.getMessage() for record in caplog.records)
