"""A book goes from the draft to the library, told in Chromium against the real processes. It is printed once, because that is
what takes time.
"""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, OpenDesk, address_of
from tests.browser.portal import Portal
from tests.browser.steps import act, fits, follow, see

DESK, PHONE = 1280, 360
CHANGED = "Bu kitap kısadır, ama eksiksizdir."
WITHOUT_SCRIPTS = "Bu satır, betikler kapalıyken yazıldı."
MINE, THEIRS = "Sonunda yazar imzasını atar.", "Baştan sona okuyun, sonra uygulayın."
PART_OF_A_MINUTE = 45_000  # milliseconds


def test_a_book_goes_from_the_draft_to_the_library(portal: Portal, open_desk: OpenDesk, tmp_path: Path) -> None:
    portal.close_rounds()
    draft = address_of(portal, "handbooks:edit/story")
    for width in (DESK, PHONE):
        with open_desk("administrator", width=width) as desk, open_desk("editor", width=width) as other:
            opens_for_writing(desk.page, draft)
            edits_in_place(desk.page, draft)
            two_write_at_once(desk, other, draft)
        with open_desk("administrator", width=width, java_script_enabled=False) as desk:
            edits_without_scripts(desk.page, draft)
        with open_desk("administrator", width=width) as desk:
            approves(desk.page)
    with open_desk("administrator") as desk:
        publishes_and_watches(desk.page)
    with open_desk(width=PHONE, accept_downloads=True) as desk:
        downloads(desk.page, tmp_path / "kitap.pdf")
    is_a_readable_book(tmp_path / "kitap.pdf")


def block_with(page: Page, text: str):
    return page.locator(".block", has_text=text).first


def opens_for_writing(page: Page, draft: str) -> None:
    """An approved book is opened again before somebody writes in it."""
    page.goto(draft)
    opening = page.get_by_role("main").get_by_role("button", name="Yazmaya aç")
    if opening.count():
        opening.click()
        expect(page.locator(".block").first.get_by_role("link", name=re.compile("^Düzenle"))).to_be_visible()


def edits_in_place(page: Page, draft: str) -> None:
    page.goto(draft)
    block_with(page, "Bu kitap kısadır").get_by_role("link", name=re.compile("^Düzenle")).click()
    editor = page.locator(".block--open")
    fits(page)
    editor.locator("textarea[name=body]").fill(f"{CHANGED} Sonra [ikinci bölüme](#iki) bakın.")
    editor.get_by_role("button", name="Kaydet", exact=True).click()
    expect(block_with(page, CHANGED)).to_be_visible()
    expect(editor).to_have_count(0)
    assert page.url.endswith(draft)


def two_write_at_once(desk: Desk, other: Desk, draft: str) -> None:
    """Who saves second comes to the page where both texts stand, and both survive."""
    for page in (desk.page, other.page):
        page.goto(draft)
        block_with(page, CHANGED).get_by_role("link", name=re.compile("^Düzenle")).click()
    text = f"{CHANGED} Sonra [ikinci bölüme](#iki) bakın."
    for page, new in ((other.page, f"{THEIRS} {text}"), (desk.page, f"{text} {MINE}")):
        page.locator(".block--open textarea[name=body]").fill(new)
        page.locator(".block--open").get_by_role("button", name="Kaydet", exact=True).click()
    page = desk.page
    expect(page.locator("h1")).to_have_text("Bir bloğun iki metni")
    see(page, THEIRS)
    see(page, MINE)
    fits(page)
    page.locator("textarea[name=body]").fill(f"{THEIRS} {text} {MINE}")
    act(page, "Birleşik metni kaydet")
    page.goto(draft)
    for part in (THEIRS, CHANGED, MINE):
        see(page, part)


def edits_without_scripts(page: Page, draft: str) -> None:
    page.goto(draft)
    block_with(page, MINE).get_by_role("link", name=re.compile("^Düzenle")).click()
    assert page.url.endswith("/yaz/")
    fits(page)
    box = page.locator("textarea[name=body]")
    box.fill(f"{box.input_value()} {WITHOUT_SCRIPTS}")
    act(page, "Kaydet")
    see(page, WITHOUT_SCRIPTS)


def approves(page: Page) -> None:
    page.goto("/kitaplik/yayin-masasi/")
    page.locator("#oyku").get_by_role("link", name=re.compile("Denetle ve onayla")).click()
    fits(page)
    page.locator("[name=reason]").fill("Kısa kitabı yazarları okudu.")
    act(page, "Kitabı onayla")
    expect(page.get_by_role("link", name=re.compile("Basım yayımla"))).to_be_visible()


def publishes_and_watches(page: Page) -> None:
    """The bar is there at once and goes on by itself until a worker is done."""
    page.goto("/kitaplik/yayin-masasi/")
    page.locator("#oyku").get_by_role("link", name=re.compile("Basım yayımla")).click()
    page.locator("[name=change_note]").fill("İlk basım.")
    act(page, "Yayımla")
    edition = page.locator(".desk-edition")
    expect(edition.locator("progress")).to_be_visible()
    expect(edition.locator("progress")).to_have_count(0, timeout=PART_OF_A_MINUTE)
    expect(edition.locator("[aria-current=step], .steps li:not(.is-done)")).to_have_count(0)
    expect(edition.get_by_text("Kitaplıkta", exact=True)).to_be_visible()


def downloads(page: Page, target: Path) -> None:
    page.goto("/kitaplik/")
    follow(page, "Kısa Kitap: Söz ve İz")
    page.goto("/kitaplik/oyku/")
    with page.expect_download() as download:
        follow(page, re.compile("^PDF"))
    download.value.save_as(target)


def is_a_readable_book(pdf: Path) -> None:
    assert pdf.read_bytes().startswith(b"%PDF")
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.replace("‐\n", "").split())  # a word that was divided at the end of a line
    for part in (THEIRS, CHANGED, MINE, WITHOUT_SCRIPTS, "İçindekiler"):
        assert part in words, words
    checker = Path(sys.executable).with_name("outloud")
    done = subprocess.run([checker, str(pdf), "--no-info"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout  # it is not 0 where there is an error
