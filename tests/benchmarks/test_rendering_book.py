"""A whole book against plain WeasyPrint on the same HTML: processor time as a ratio, memory in MB. No time is asserted."""

import json
import statistics
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from tests.benchmarks.memory import peak_megabytes

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
RATIO, MEGABYTES = 1.1, 300  # what is promised


def measure(way: str) -> dict[str, float]:
    """Render the book once in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.test_rendering_book", way],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_whole_book_against_plain_weasyprint() -> None:
    """The promise: at most 1.1 times the time of plain WeasyPrint, mending included, and at most 300 MB."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "plain": []}
    for _ in range(ROUNDS):  # interleaved, so that other load disturbs both alike
        for way, found in runs.items():
            found.append(measure(way))
    ours, plain = (min(run["seconds"] for run in runs[way]) for way in ("ours", "plain"))
    pages = runs["ours"][0]["pages"]
    middle = statistics.median(run["seconds"] for run in runs["ours"]) / statistics.median(
        run["seconds"] for run in runs["plain"]
    )
    memory = max(run["mb"] for run in runs["ours"])
    print(
        f"\nwhole book, {pages:.0f} pages: {ours / plain:.2f} × plain WeasyPrint (best of {ROUNDS}; medians {middle:.2f}), "
        f"{1000 * ours / pages:.0f} ms of processor time a page, {memory:.0f} MB at most"
    )
    assert pages == runs["plain"][0]["pages"]
    assert ours / plain <= RATIO, runs
    assert memory <= MEGABYTES, runs


def main(way: str) -> None:
    """Render in this process and print what it took. Time counts from the loaded library on, for both ways."""
    import time

    import django

    django.setup()
    from atasehir_portal.rendering import book, styles, weasy
    from tests.rendering.books import sample_book

    sample = sample_book(chapters=14, paragraphs=14)
    html = book.html(sample)
    weasyprint = weasy.load()
    from weasyprint.text.fonts import FontConfiguration

    from atasehir_portal.rendering.fetcher import SafeFetcher

    started = time.process_time()
    if way == "ours":
        pages = weasy.write_pdf(
            html,
            style=sample.style,
            title=sample.title,
            language="tr",
            target=BytesIO(),
            report=lambda step, page: None,
        )
    else:
        fonts, fetcher = FontConfiguration(), SafeFetcher()
        sheets = [
            weasyprint.CSS(filename=path, base_url="style:", url_fetcher=fetcher, font_config=fonts)
            for path in styles.sheets(sample.style)
        ]
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=sheets, font_config=fonts, pdf_variant=weasy.VARIANT
        )
        document.write_pdf(BytesIO(), pdf_variant=weasy.VARIANT)
        pages = len(document.pages)
    seconds = time.process_time() - started
    print(json.dumps({"seconds": seconds, "pages": pages, "mb": peak_megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1])
