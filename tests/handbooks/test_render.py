"""A real book from its sources to the finished file, without a worker process."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering import work
from handbooks import services
from handbooks.importing import import_handbook, source_folders
from tests.handbooks.conftest import REASON

pytestmark = pytest.mark.slow


def smallest() -> Path:
    return min(source_folders(), key=lambda folder: sum(path.stat().st_size for path in folder.glob("*.md")))


def test_real_book_becomes_an_accessible_pdf_with_turkish_text(administrator: User, tmp_path: Path) -> None:
    folder = smallest()
    handbook = import_handbook(folder=folder, number=int(folder.name[0]), by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    edition = services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    work.run(edition.pdf_id)
    edition.pdf.refresh_from_db()
    assert (edition.pdf.state, edition.pdf.error_detail) == ("ready", "")
    assert edition.pdf.pages > 20
    path = tmp_path / "book.pdf"
    with default_storage.open(str(edition.pdf.file), "rb") as file:
        path.write_bytes(file.read())

    checker = Path(sys.executable).with_name("outloud")
    checked = subprocess.run([checker, str(path), "--no-info"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    for expected in (
        "yükümlülük",
        "ğ",
        "İ",
        "ş",
        edition.version.digest,
        handbook.planned_title.split()[0],
        "22 Kasım 2026",
    ):
        assert expected in words
