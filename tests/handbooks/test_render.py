"""The three real books from their sources to the finished file, without a worker process."""

import fcntl
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pypdfium2 import PdfDocument, raw

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering import work
from handbooks import services
from handbooks.importing import import_handbook, number_of, source_folders
from tests.handbooks.conftest import REASON

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Printed:
    """A book as a file, and what its edition says about it."""

    path: str
    pages: int
    digest: str
    planned_title: str


def _print(folder: Path, administrator: User, target: Path) -> Printed:
    handbook = import_handbook(folder=folder, number=number_of(folder), by=None)
    assert handbook is not None
    services.approve(handbook=handbook, by=administrator, reason=REASON)
    edition = services.publish_edition(handbook=handbook, by=administrator, number="0.1", change_note="İlk basım.")
    work.run(edition.pdf_id)
    edition.pdf.refresh_from_db()
    assert (edition.pdf.state, edition.pdf.error_detail) == ("ready", "")
    with default_storage.open(str(edition.pdf.file), "rb") as file:
        target.write_bytes(file.read())
    return Printed(str(target), edition.pdf.pages, edition.version.digest, handbook.planned_title)


@pytest.fixture(params=source_folders(), ids=lambda folder: folder.name[:1])
def printed(request: pytest.FixtureRequest, administrator: User, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """One of the three books; each is printed once in a run, also where several processes share the tests."""
    folder: Path = request.param
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    about = shared / f"real-book-{folder.name[:1]}.json"
    with about.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not about.exists():
            made = _print(folder, administrator, about.with_suffix(".pdf"))
            about.write_text(json.dumps(asdict(made)), encoding="utf-8")
    return Printed(**json.loads(about.read_text(encoding="utf-8")))


def test_real_book_has_no_conformance_error(printed: Printed) -> None:
    checker = Path(sys.executable).with_name("outloud")
    checked = subprocess.run([checker, printed.path, "--no-info"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert " 0 error(s)" in checked.stdout
    known = {"PAG-001", "ORD-001"}  # docs/rendering.md says why
    assert set(re.findall(r"WARNING +([A-Z]+-\d+)", checked.stdout)) <= known, checked.stdout


def test_notes_stand_on_the_pages_of_their_calls(printed: Printed) -> None:
    """Calls and the numbers of notes are told by their sizes: 6.75 and 7.5 pt, which is 9 and 10 of the file's own units."""
    with closing(PdfDocument(printed.path)) as file:
        found = []
        for number, page in enumerate(file, start=1):
            text = page.get_textpage()
            written = {9.0: "", 10.0: ""}
            for position in range(text.count_chars()):
                size = round(raw.FPDFText_GetFontSize(text.raw, position), 2)
                if size in written:
                    written[size] += chr(raw.FPDFText_GetUnicode(text.raw, position))
            found.append((number, written[9.0], "".join(re.findall(r"(\d+)\.", written[10.0]))))
    assert any(calls for _, calls, _ in found)
    assert [each for each in found if each[1] != each[2]] == []


def test_real_book_holds_its_turkish_text(printed: Printed) -> None:
    assert printed.pages > 20
    text = subprocess.run(["pdftotext", printed.path, "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    for expected in (
        "yükümlülük",
        "ğ",
        "İ",
        "ş",
        printed.digest,
        printed.planned_title.split()[0],
        "22 Kasım 2026",
    ):
        assert expected in words
