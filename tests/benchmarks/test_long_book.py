"""A book of 400 pages in megabytes."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from tests.benchmarks.memory import peak_megabytes

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 700  # what is promised
LONG = 52  # chapters that make more than 400 pages


def measure(chapters: int) -> dict[str, float]:
    """Render in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.test_long_book", str(chapters)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_book_of_400_pages_stays_within_its_memory() -> None:
    """The promise: at most 700 MB."""
    found = measure(LONG)
    assert found["pages"] >= 400
    print(
        f"\nlong book, {found['pages']:.0f} pages: {found['mb']:.0f} MB at most (promised: {MEGABYTES}), "
        f"{1000 * found['seconds'] / found['pages']:.0f} ms of processor time a page"
    )
    assert found["mb"] <= MEGABYTES


def main(chapters: int) -> None:
    """Render in this process and print what it took. Time counts from the loaded library on."""
    import time

    import django

    django.setup()
    from atasehir_portal.rendering import book, weasy
    from tests.rendering.books import sample_book

    sample = sample_book(chapters=chapters, paragraphs=14)
    weasy.load()
    started = time.process_time()
    html = book.html(sample)
    pages = weasy.write_pdf(
        html, style=sample.style, title=sample.title, language="tr", target=BytesIO(), report=lambda step, page: None
    )
    found = {
        "seconds": time.process_time() - started,
        "pages": pages,
        "mb": peak_megabytes(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
