"""What the tests of writing share: a chapter of one's own in a book, and what stands in it."""

import re

from playwright.sync_api import Locator, Page, expect

DRAFT = "/kitaplik/kitap/taslak/"


def add_chapter(page: Page, title: str, *texts: str) -> str:
    """Add a chapter with blocks to the book, and return the address of its workspace."""
    page.goto(DRAFT)
    page.get_by_role("main").get_by_role("link", name=re.compile("^(Sona b|B)ölüm ekle$")).first.click()
    page.locator("[name=title]").fill(title)
    page.get_by_role("main").get_by_role("button", name="Ekle").click()
    expect(page.locator(".blocks h2")).to_contain_text(title)
    address = page.url.partition("#")[0]
    for text in texts:
        add_text(page, text)
        page.goto(address)
    return address


def add_text(page: Page, text: str) -> None:
    """Add a text at the end of the chapter, in place."""
    page.locator(".gap__add").last.click()
    page.locator(".gap--open").get_by_role("link", name="Metin").click()
    area = editor(page).locator("textarea[name=body]")
    area.fill(text)
    save(page, "Ekle")
    expect(editor(page)).to_have_count(0)
    expect(page.locator(".block__body").get_by_text(text.split("\n")[0]).first).to_be_visible()


def editor(page: Page) -> Locator:
    return page.locator("form.editor")


def save(page: Page, name: str = "Kaydet") -> None:
    editor(page).get_by_role("button", name=name, exact=True).click()


def open_editor(page: Page, number: int = 0) -> Locator:
    """Open a block where it stands, and return the box with its text."""
    page.locator(".block").nth(number).get_by_role("link", name="Düzenle").click()
    area = editor(page).locator("textarea[name=body]")
    expect(area).to_be_focused()
    taken_over(page)
    return area


def taken_over(page: Page) -> None:
    """Wait until the scripts serve the editor of a text that has just come into the page."""
    expect(editor(page).first).to_have_attribute("data-did-paste", "yes")


def expect_bodies(page: Page, texts: list[str]) -> None:
    """Wait until these are the texts of the blocks, in order, as they are read."""
    expect(page.locator(".block__body.read")).to_have_text(texts, use_inner_text=True)


def kept(page: Page) -> Locator:
    """The words that say that the browser has the text."""
    return editor(page).locator("[data-kept-when]")
