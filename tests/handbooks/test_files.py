"""The files of an edition: EPUB beside the PDF, the text as Word and Markdown."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from atasehir_portal.accounts.models import User
from atasehir_portal.documents import services as documents
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.notifications.models import Notification
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering import work
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Kind, Reason, State
from handbooks import queries, services
from handbooks.importing import import_handbook, number_of, source_folders
from handbooks.models import Edition, Handbook
from handbooks.services import texts
from tests.handbooks.conftest import FILES, NUMBER, SLUG
from tests.rendering.test_epub import complaints

ADDRESSES = {"word": "handbooks:download_word", "markdown": "handbooks:download_markdown"}


def _get(kind: str, number: str = "0.1") -> io.BytesIO:
    answer = Client().get(reverse(ADDRESSES[kind], args=[SLUG, number]))
    assert answer.status_code == 200
    return io.BytesIO(answer.getvalue())


def _finish_pdf(edition: Edition) -> Edition:
    claimed = rendering.claim(rendering_id=edition.pdf_id, worker="test")
    assert claimed is not None
    rendering.finish(rendering=claimed, file=io.BytesIO(b"%PDF-1.7"), pages=3)
    return edition


def test_publishing_orders_pdf_and_epub_of_the_same_text(approved: Handbook, publish: Callable[..., Edition]) -> None:
    edition = publish(approved)
    assert edition.epub is not None
    assert (edition.pdf.kind, edition.epub.kind) == (Kind.PDF, Kind.EPUB)
    assert edition.version.digest in edition.epub.source_html
    assert publish(approved) == edition


def test_edition_is_in_the_library_with_its_pdf_and_epub_comes_after(
    approved: Handbook, publish: Callable[..., Edition]
) -> None:
    edition = publish(approved)
    epub = reverse("handbooks:download_epub", args=[SLUG, "0.1"])
    assert edition.epub is not None
    assert work.run(edition.epub.pk)
    assert Client().get(epub).status_code == 404  # the edition is not in the library yet
    _finish_pdf(edition)
    answer = Client().get(epub)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/epub+zip"
    answer.close()


def test_epub_that_failed_is_told_to_administrators_and_the_edition_stays(
    approved: Handbook, publish: Callable[..., Edition], administrator: User
) -> None:
    edition = _finish_pdf(publish(approved))
    assert edition.epub is not None
    claimed = rendering.claim(rendering_id=edition.epub.pk, worker="test")
    assert claimed is not None
    rendering.fail(rendering=claimed, failure=RenderingFailed(Reason.DANGLING_REFERENCE, "#yok"))
    assert Notification.objects.filter(recipient=administrator, kind="epub_failed").count() == 1
    assert not Notification.objects.filter(kind="rendering_failed").exists()
    assert queries.shelf(SLUG).latest == edition


@pytest.mark.slow
@pytest.mark.parametrize("folder", source_folders(), ids=lambda path: path.name)
def test_epub_of_every_handbook_has_no_error_and_no_warning(folder: Path, administrator: User, tmp_path: Path) -> None:
    handbook = import_handbook(folder=folder, number=number_of(folder), by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason="Yazılan bölümler tamam.")
    edition = services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    assert edition.epub is not None
    assert work.run(edition.epub.pk)
    edition.epub.refresh_from_db()
    assert (edition.epub.state, edition.epub.error_detail) == (State.READY, "")
    path = tmp_path / "kitap.epub"
    with default_storage.open(str(edition.epub.file)) as stored:
        path.write_bytes(stored.read())
    assert complaints(path) == []


def test_markdown_of_an_edition_is_its_source(published: Edition) -> None:
    with zipfile.ZipFile(_get("markdown")) as opened:
        files = {name: opened.read(name).decode() for name in opened.namelist()}
    assert {name for name in files if name.endswith(".md")} == {"00-sunus.md", "01-soz.md", "02-iz.md"}
    assert 'planned_title = "Söz üzerine bir rehber"' in files["kitap.toml"]
    assert files["00-sunus.md"] == FILES["00-sunus.md"]


def test_book_that_was_downloaded_is_taken_in_the_same(handbook: Handbook, tmp_path: Path) -> None:
    files = documents.export_files(handbook.document)
    before = _said(handbook)
    handbook.delete()
    folder = tmp_path / f"{NUMBER}-yeniden"
    (folder / "figures").mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    again = import_handbook(folder=folder, number=NUMBER, by=None)
    assert again is not None
    assert _said(again) == before
    assert documents.export_files(again.document) == files


def _said(handbook: Handbook) -> tuple[object, ...]:
    names = ("number", "slug", "short_title", "planned_title", "subtitle", "audience", "summary", "keywords", "notices")
    content = snapshot_of(handbook.document)
    return tuple(getattr(handbook, name) for name in names), handbook.title, content["sources"], content["terms"]


def test_word_file_of_an_edition_is_the_frozen_text(published: Edition) -> None:
    with zipfile.ZipFile(_get("word")) as opened:
        text = opened.read("word/document.xml").decode()
    assert "Kısa Kitap: Söz ve İz" in text
    assert "Söz duyulur" in text


def test_word_file_says_which_edition_it_is_and_what_is_still_a_plan(published: Edition, settings: Any) -> None:
    settings.SITE_URL = "https://katilim.example"
    opened = python_docx.Document(io.BytesIO(texts.as_word(published)))
    said = [paragraph.text for paragraph in opened.paragraphs]
    year = timezone.localdate(published.published_at).year
    front = said[: said.index("İçindekiler")]
    assert f"Basım 0.1 · {year} · İlk bölümleriyle deneme basımı" in front
    day = date_format(timezone.localdate(published.published_at), "j F Y")
    assert f"Basım: Basım 0.1, {day}. Yayımlanan basım değişmez; düzeltmeler yeni basımla yapılır." in front
    assert f"İnternette: https://katilim.example/kitaplik/{SLUG}/" in front
    assert any(line.endswith(published.version.digest) for line in front)
    assert any(line.startswith("Kaynak gösterme: ") for line in front)
    plan = said[said.index("İz", said.index("İçindekiler")) :]
    assert plan[1:3] == [
        "İzi sürmek.",
        "Bu bölümün metni yazılmaktadır. Bu basımda planı yer alır: alt başlıklar ve her birinin amacı.",
    ]


@pytest.mark.parametrize("kind", ADDRESSES)
def test_text_is_sent_once_and_not_of_what_is_not_there(kind: str, published: Edition, administrator: User) -> None:
    address = reverse(ADDRESSES[kind], args=[SLUG, "0.1"])
    answer = Client().get(address)
    assert Client().get(address).getvalue() == answer.getvalue()
    assert answer["Content-Disposition"].startswith("attachment")
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert Client().get(reverse(ADDRESSES[kind], args=[SLUG, "9.9"])).status_code == 404
    services.withdraw_edition(edition=published, by=administrator, reason="Yanlış.")
    assert Client().get(address).status_code == 410
