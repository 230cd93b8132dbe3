"""A writer looks back: what a text was, what changed between two versions, one word for another in a whole book.

At a desk with scripts, on a phone without.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk, address_of
from tests.browser.portal import Portal
from tests.browser.walk import Seen, look
from tests.browser.writing import DRAFT, add_chapter, open_editor, save

PHONE, DESK = 360, 1280


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def act(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def opens_the_past(page: Page, name: str) -> None:
    """From the text by the links below the contents, which are folded on a phone."""
    fold = page.locator("main .toc summary").first
    if fold.is_visible():
        fold.click()
    follow(page, re.compile(f"^{name}$"))


def goes_back_to_an_earlier_text(page: Page, address: str) -> None:
    """The block's history shows what changed; the earlier text is shown before it is brought back, with a reason."""
    page.goto(address)
    page.locator(".block").first.locator("summary").first.click()
    page.locator(".block").first.get_by_role("link", name=re.compile("^Geçmiş")).click()
    state = page.locator("#durum-2")
    expect(state.locator("del")).to_contain_text("2029")
    expect(state.locator("ins")).to_contain_text("2028")
    page.locator("#durum-1").get_by_role("link", name=re.compile("^Bu metne dön")).click()
    expect(page.locator(".diff ins").first).to_contain_text("2029")
    page.locator("[name=reason]").fill("Karar geri alındı")
    act(page, "Bu metne dön")
    expect(page.locator(".block__body").first).to_contain_text("Süre 2029 sonuna kadar.")


def reads_the_time_line(page: Page, address: str) -> None:
    page.goto(address)
    opens_the_past(page, "Geçmiş")
    expect(page.locator(".timeline__item").first).to_contain_text("Karar geri alındı")
    fold = page.locator("main summary", has_text="Ara ve süz")
    if fold.is_visible():
        fold.click()
    page.locator("select[name=ne]").select_option("changed")
    act(page, "Bul")
    expect(page.locator(".timeline__item").first).to_contain_text("değişti")
    page.locator(".timeline__item").first.get_by_role("link", name=re.compile("^Ne değişti")).click()
    expect(page.locator("h1")).to_have_text("Bir bloğun geçmişi")


def replaces_words(page: Page, address: str, word: str, other: str) -> None:
    """Every place is shown as it would become; one is left out; the others change together."""
    page.goto(address)
    opens_the_past(page, "Bul ve değiştir")
    page.get_by_label("Bul", exact=True).fill(word.upper())
    page.get_by_label(re.compile("^Yerine yaz")).fill(other)
    act(page, "Değişecekleri göster")
    expect(page.locator(".sought__item")).to_have_count(3)
    expect(page.locator(".sought__item ins").first).to_contain_text(other)
    page.locator(".sought__item input").nth(2).uncheck()
    page.locator("[name=reason]").fill("Tek sözcük")
    act(page, "Bu sayfada işaretlenenleri değiştir")
    expect(page.locator("main, .messages").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("Sözler 2 yerde değiştirildi")
    expect(page.locator(".sought__item")).to_have_count(1)
    page.goto(address)
    expect(page.locator(".blocks")).to_contain_text(f"Bir {other} ve bir {other}.")
    expect(page.locator(".blocks")).to_contain_text(f"Son {word}.")


def compares_with_the_edition(page: Page, address: str, title: str) -> None:
    """First how much in each chapter, then the words of one."""
    page.goto(address)
    opens_the_past(page, "Sürümleri karşılaştır")
    act(page, "Karşılaştır")
    expect(page.locator(".compare__chapters")).to_contain_text(title)
    page.locator(".compare__chapters").get_by_role("link", name=re.compile(title)).click()
    expect(page.locator(".diff ins").first).to_contain_text("Süre 2029")
    follow(page, "Bütün metin")
    expect(page.locator(".compare__rows")).to_be_visible()


def verifies_the_chain(page: Page, address: str) -> None:
    page.goto(address)
    opens_the_past(page, "Sürümler")
    act(page, "Zinciri denetle")
    expect(page.locator("main")).to_contain_text("her sürüm dondurulduğu gibi")
    expect(page.locator(".digest").first).to_have_text(re.compile("^[0-9a-f]{64}$"))


@pytest.mark.parametrize(("width", "scripts"), [(DESK, True), (PHONE, False)], ids=["desk", "phone-no-scripts"])
def test_a_writer_looks_back(open_desk: OpenDesk, width: int, scripts: bool) -> None:
    mark = f"{width}{uuid4().hex[:4]}"  # a test that is tried once more finds what it left the first time
    title = f"Geriye bakmak {mark}"
    word, other = f"yolluk{mark}", f"azık{mark}"
    with open_desk("administrator") as desk:
        address = add_chapter(desk.page, title, "Süre 2029 sonuna kadar.", f"Bir {word} ve bir {word}.", f"Son {word}.")
        open_editor(desk.page).fill("Süre 2028 sonuna kadar.")
        save(desk.page)
        expect(desk.page.locator(".block__body").first).to_contain_text("2028")
    with open_desk("administrator", width=width, java_script_enabled=scripts) as desk:
        goes_back_to_an_earlier_text(desk.page, address)
        reads_the_time_line(desk.page, address)
        replaces_words(desk.page, address, word, other)
        compares_with_the_edition(desk.page, address, title)
        verifies_the_chain(desk.page, DRAFT)


def test_versions_are_compared(portal: Portal, open_desk: OpenDesk) -> None:
    for width in (DESK, PHONE):
        with open_desk(width=width) as desk:
            desk.page.goto(address_of(portal, "handbooks:compare"))
            expect(desk.page.locator("h1")).to_have_text("Bu basımda ne değişti?")
            desk.page.get_by_label("Şundan bu yana").select_option("0.1")
            desk.page.get_by_label("şuna kadar").select_option("0.1")
            act(desk.page, "Karşılaştır")
            expect(desk.page.locator("main")).to_contain_text("İki metin aynı.")


NAMES = {
    "": ["handbooks:compare", "handbooks:compare/chapter"],
    "administrator": [
        "documents:history",
        "documents:history/compared",
        "documents:restore_revision",
        "documents:restore_heading",
        "documents:document_history",
        "documents:compare",
        "documents:compare/chapter",
        "documents:versions",
        "documents:replace",
        "documents:replace/found",
    ],
}


@pytest.mark.parametrize("who", NAMES)
def test_axe_finds_nothing_in_the_past(portal: Portal, open_desk: OpenDesk, who: str) -> None:
    with open_desk(who or None, strict=False) as desk:
        for name in NAMES[who]:
            seen = look(desk.page, Seen(who, name, "tr", address_of(portal, name)))
            assert seen.status == 200, str(seen)
            assert (seen.violations, seen.sideways, desk.problems) == ([], [], []), str(seen)
