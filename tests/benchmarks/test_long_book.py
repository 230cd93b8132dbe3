"""A book of 400 pages in megabytes, and one chapter by itself against its whole book in processor time. No time is asserted."""

import json
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
MEGABYTES, PART = 700, 0.2  # what is promised
LONG, USUAL = 52, 15  # chapters; the first makes more than 400 pages, the second is what the handbooks have


def measure(what: str, chapters: int) -> dict[str, float]:
    """Render in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.test_long_and_short", what, str(chapters)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_book_of_400_pages_stays_within_its_memory() -> None:
    """The promise: at most 700 MB."""
    found = measure("book", LONG)
    assert found["pages"] >= 400
    print(
        f"\nlong book, {found['pages']:.0f} pages: {found['mb']:.0f} MB at most (promised: {MEGABYTES}), "
        f"{1000 * found['seconds'] / found['pages']:.0f} ms of processor time a page"
    )
    assert found["mb"] <= MEGABYTES


def test_preview_of_a_chapter_against_its_whole_book() -> None:
    """The promise: at most 0.2 of the whole book's time."""
    runs: dict[str, list[dict[str, float]]] = {"book": [], "chapter": []}
    for _ in range(ROUNDS):  # interleaved, so that other load disturbs both alike
        for what, found in runs.items():
            found.append(measure(what, USUAL))
    whole, one = (min(run["seconds"] for run in runs[what]) for what in ("book", "chapter"))
    print(
        f"\none chapter, {runs['chapter'][0]['pages']:.0f} of {runs['book'][0]['pages']:.0f} pages: "
        f"{one / whole:.2f} × the whole book (best of {ROUNDS}; promised: {PART}), {one:.1f} s of processor time"
    )
    assert one / whole <= PART, runs


def main(what: str, chapters: int) -> None:
    """Render in this process and print what it took. Time counts from the loaded library on."""
    import time

    import django

    django.setup()
    from atasehir_portal.rendering import book, preview, weasy
    from tests.rendering.books import sample_book

    sample = sample_book(chapters=chapters, paragraphs=14)
    weasy.load()
    started = time.process_time()
    html = book.html(sample) if what == "book" else preview.chapter_html(sample, sample.chapters[chapters // 2])
    pages = weasy.write_pdf(
        html, style=sample.style, title=sample.title, language="tr", target=BytesIO(), report=lambda step, page: None
    )
    found = {
        "seconds": time.process_time() - started,
        "pages": pages,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
