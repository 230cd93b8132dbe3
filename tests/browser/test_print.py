"""Pages as the browser prints them."""

import subprocess
from pathlib import Path

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal

NOT_ON_PAPER = """() => [...document.querySelectorAll(".go, .btn, .nav")].filter(one => one.checkVisibility()).length"""
# pairs of parts that stand one after another in the text, where the second begins above the end of the first
OVERPRINTED = """() => [...document.querySelectorAll("article.stack, article.stack section.stack")]
  .flatMap(stack => [...stack.children].slice(1).map(below => [below.previousElementSibling, below]))
  .filter(([above, below]) => above.getBoundingClientRect().bottom > below.getBoundingClientRect().top + 1).length"""


def test_programme_is_printed_line_below_line_and_without_what_one_presses(
    portal: Portal, open_desk: OpenDesk, tmp_path: Path
) -> None:
    with open_desk("coordinator") as desk:
        page = desk.page
        page.goto("/programlar/")
        page.get_by_role("main").get_by_role("link", name="Eşit Erişim").first.click()
        title = page.locator("h1").inner_text()
        assert page.evaluate(NOT_ON_PAPER) > 0
        page.emulate_media(media="print")
        assert page.evaluate(NOT_ON_PAPER) == 0
        assert page.evaluate(OVERPRINTED) == 0
        stacks = page.locator("article.stack, article.stack section.stack")
        assert set(stacks.evaluate_all("all => all.map(one => getComputedStyle(one).display)")) == {"block"}
        cards = page.locator(".measure")
        assert set(cards.evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")) == {"avoid"}
        page.pdf(path=tmp_path / "program.pdf", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "program.pdf"), "-"], capture_output=True, text=True)
    printed = " ".join(done.stdout.split())
    assert title in printed
    for word in ("Faaliyet F", "Sorumlu"):
        assert word in printed
    for word in ("altına faaliyet ekle", "Çerçeveyi düzenle"):
        assert word not in printed
