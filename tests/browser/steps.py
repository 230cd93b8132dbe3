"""Steps that every walk through the portal is made of."""

import re

from playwright.sync_api import Error, Page, expect

HAS_ROOM = "document.documentElement.scrollWidth <= innerWidth"


def see(page: Page, text: str | re.Pattern[str]) -> None:
    """The reader can see this text in the page's content."""
    expect(page.locator("main").get_by_text(text).first).to_be_visible()


def act(page: Page, name: str) -> None:
    """Press the button that says this."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the link that says this."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def choose(page: Page, name: str) -> None:
    """Choose from the main navigation, which a phone folds into a menu, and whose last items can stand in a group."""
    menu = page.get_by_role("button", name="Menü", exact=True)
    if menu.is_visible():
        menu.click()
    link = page.locator("a.nav__link", has_text=re.compile(f"^{re.escape(name)}$"))
    item = page.locator("#navigation").locator(link)
    if not item.is_visible():
        page.locator("#navigation .nav__group", has=link).locator("summary").click()
    item.click()


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    page.wait_for_load_state()
    try:
        has_room = page.evaluate(HAS_ROOM)
    except Error:  # the page was just being left for the one that a press had asked for
        page.wait_for_load_state()
        has_room = page.evaluate(HAS_ROOM)
    assert has_room, page.url
