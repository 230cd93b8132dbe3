"""A visitor in the library: finds a word, reads on, opens a note, changes the type, comes back, cites, meets an older edition.

On a phone and at a desk, with scripts and without.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk, address_of
from tests.browser.portal import Portal
from tests.browser.walk import EVERYTHING, axe, look
from tests.browser.walk import Seen as Found

PHONE, DESK = 360, 1280


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).first.bounding_box()
    height = page.viewport_size["height"]  # type: ignore[index]
    return box is not None and -1 <= box["y"] < height


def finds_a_word(page: Page) -> None:
    """From the shelf to the very place, the word marked."""
    page.goto("/kitaplik/")
    page.get_by_role("search").get_by_role("searchbox").fill("DUYULUR")
    page.get_by_role("search").get_by_role("button", name="Ara").click()
    expect(page.locator("h1")).to_have_text("Kitaplarda ara")
    expect(page.locator(".hits mark").first).to_have_text("duyulur")
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article mark").first).to_have_text("duyulur")
    assert in_view(page, "article mark")
    expect(page.get_by_role("status")).to_contain_text("“DUYULUR” burada 1 yerde işaretlendi.")
    follow(page, "İşaretleri kaldır")
    expect(page.locator("article mark")).to_have_count(0)


def opens_a_note(page: Page) -> None:
    """By keyboard: the note stands at its sentence, Escape closes it, the focus is where it was."""
    call = page.locator(".note-call button").first
    note = page.locator(".note-pop").first
    expect(note).to_be_hidden()
    call.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(note).to_contain_text("sözü duyan yazar")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(call).to_be_focused()
    expect(page.locator(".notes__list li").first).to_contain_text("sözü duyan yazar")


def opens_the_tools(page: Page) -> None:
    """On a phone they are folded before the chapter, where they are found without scrolling through it."""
    fold = page.locator(".chapter__tools summary")
    if fold.is_visible():
        assert in_view(page, ".chapter__tools summary")
        fold.click()


def sets_larger_type(page: Page) -> None:
    page.evaluate("scrollTo(0, 0)")
    opens_the_tools(page)

    def size() -> float:
        return float(page.locator("article.read").evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))

    before, address = size(), page.url
    page.get_by_role("button", name="Büyük yazı", exact=True).click()
    assert page.url == address
    assert size() > before
    opens_the_tools(page)
    page.get_by_role("button", name="Olağan yazı", exact=True).click()
    assert size() == before


def turns_pages(page: Page) -> None:
    heading = page.locator("h1").inner_text()
    page.get_by_role("navigation", name="Diğer bölümler").locator("[rel=next]").click()
    expect(page.locator("h1")).not_to_have_text(heading)
    page.get_by_role("navigation", name="Diğer bölümler").locator("[rel=prev]").click()
    expect(page.locator("h1")).to_have_text(heading)


def cites(page: Page) -> None:
    page.goto(page.url.split("#")[0])
    opens_the_tools(page)
    follow(page, "Bu bölümü kaynak göster")
    page.get_by_label("Neyi kaynak gösteriyorsunuz?").select_option(label="– 1.1 Duymak")
    page.get_by_role("button", name="Göster").click()
    expect(page.locator(".citation")).to_contain_text("Duymak. Kısa Kitap: Söz ve İz içinde (Basım 0.1, Bölüm 1.1)")
    with page.expect_download() as download:
        follow(page, "BibTeX olarak indir")
    assert download.value.suggested_filename == "kitap-0.1-bir-duymak.bib"
    assert download.value.path().read_text("utf-8").startswith("@incollection{")


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, True), (PHONE, False), (DESK, True), (DESK, False)])
def test_a_visitor_finds_reads_and_cites(open_desk: OpenDesk, width: int, scripts: bool) -> None:
    with open_desk(width=width, java_script_enabled=scripts) as desk:
        finds_a_word(desk.page)
        if scripts:  # without them the driver cannot look whether something is focused
            opens_a_note(desk.page)
        else:
            desk.page.locator(".note-call button").first.click()
            expect(desk.page.locator(".note-pop").first).to_be_visible()
            desk.page.keyboard.press("Escape")
        if scripts:
            sets_larger_type(desk.page)
        turns_pages(desk.page)
        cites(desk.page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_term_says_what_it_means_or_leads_to_the_glossary(portal: Portal, open_desk: OpenDesk, scripts: bool) -> None:
    with open_desk(width=PHONE, java_script_enabled=scripts) as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:read"))
        term, meaning = page.locator("a.term").first, page.locator(".term-pop").first
        expect(meaning).to_be_hidden()
        term.click()
        if not scripts:
            page.wait_for_url("**/kaynakca/#terim-*")
            return
        expect(meaning).to_be_visible()
        term.click()
        expect(meaning).to_be_hidden()
        term.focus()
        page.keyboard.press("Enter")
        expect(meaning).to_be_visible()
        page.keyboard.press("Escape")
        expect(meaning).to_be_hidden()
        expect(term).to_be_focused()


def test_a_figure_is_larger_on_its_own_page_than_in_the_chapter(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk(width=PHONE) as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:read"))
        page.locator(".fig__zoom a").first.click()
        frame, picture = page.locator(".figure-close"), page.locator(".figure-close img")
        first = picture.bounding_box()
        assert first is not None
        assert first["width"] >= 900
        assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
        follow(page, "Büyüt")
        second = picture.bounding_box()
        assert second is not None
        assert second["width"] > first["width"]
        follow(page, "Yalnızca resim")  # the policy of the picture lets its letters in: the desk would tell
        assert page.url.endswith(".svg")


def until_kept(page: Page, title: str) -> None:
    """Wait until the browser remembers this place; the policy forbids the driver to wait inside the page."""
    for _turn in range(50):
        if title in (page.evaluate("localStorage.getItem('place:kitap')") or ""):
            return
        page.wait_for_timeout(100)
    pytest.fail("the place was not remembered")


def test_the_browser_remembers_where_one_stopped_until_it_is_told_to_forget(
    portal: Portal, open_desk: OpenDesk
) -> None:
    with open_desk(width=PHONE) as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:book"))
        expect(page.get_by_text("Kaldığınız yer:")).to_be_hidden()
        page.goto(address_of(portal, "handbooks:read"))
        page.locator("#bir-duymak").scroll_into_view_if_needed()
        page.mouse.wheel(0, 600)
        until_kept(page, "1.1 Duymak")
        page.goto(address_of(portal, "handbooks:book"))
        place = page.locator("[data-place]")
        expect(place).to_contain_text("Kaldığınız yer: 1.1 Duymak")
        assert not axe(page, EVERYTHING, "the place is shown")
        place.get_by_role("link").click()
        assert page.url.endswith("/oku/bir/#bir-duymak")
        page.goto("/kitaplik/")
        page.locator("[data-place=kitap]").get_by_role("button", name="Unut").click()
        expect(page.locator("[data-place=kitap]")).to_be_hidden()
        assert page.evaluate("localStorage.getItem('place:kitap')") is None


def test_what_lies_in_the_storage_leads_nowhere_else(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk() as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:book"))
        for address in ("javascript:alert(1)", "https://baska.example/", "/hesap/"):
            page.evaluate("a => localStorage.setItem('place:kitap', JSON.stringify({address: a, title: 'x'}))", address)
            page.reload()
            expect(page.locator("[data-place]")).to_be_hidden()


def test_an_anchor_that_stands_elsewhere_is_led_to_its_place(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk() as desk:
        desk.page.goto(f"{address_of(portal, 'handbooks:read').replace('/bir/', '/iki/')}#bir-duymak")
        desk.page.wait_for_url("**/oku/bir/#bir-duymak")


def test_an_older_edition_says_so_and_leads_to_the_new_one(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk(width=PHONE) as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:book"))
        page.locator("#earlier").scroll_into_view_if_needed()
        expect(page.get_by_text("Bir kaynak yanlış okunmuştu.")).to_be_visible()
        follow(page, "Basım 0.0")
        expect(page.get_by_text("Bu, eski bir basım: 0.0")).to_be_visible()
        follow(page, "1 Söz")
        follow(page, "Bu bölümü 0.1 numaralı basımda oku")
        assert page.url.endswith("/kitaplik/kitap/oku/bir/")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_note_and_marked_words_violate_no_rule(
    portal: Portal, open_desk: OpenDesk, width: int, scheme: str
) -> None:
    with open_desk(width=width) as desk:
        page = desk.page
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address_of(portal, 'handbooks:read')}?ara=s%C3%B6z")
        page.locator(".note-call button").first.click()
        wrong = axe(page, EVERYTHING, "a note is open")
        assert not wrong, "\n".join(wrong)


NAMES = [
    "library",
    "book",
    "read",
    "sources",
    "search",
    "search/found",
    "edition_page/older",
    "read_edition/older",
    "edition_sources/older",
    "cite",
    "figure_page",
    "edition_page/withdrawn",
]


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_the_library_keep_every_rule(portal: Portal, open_desk: OpenDesk, name: str) -> None:
    """The walk over all pages does the same; here alone, to be run while the library is worked on."""
    with open_desk(strict=False) as desk:
        seen = look(desk.page, Found("", name, "tr", address_of(portal, f"handbooks:{name}")))
    assert seen.violations == []
    assert seen.sideways == []
    assert seen.headings == 1


def test_paper_holds_the_text_and_nothing_to_press(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk() as desk:
        page = desk.page
        page.goto(address_of(portal, "handbooks:read"))
        page.emulate_media(media="print")
        for gone in (".toc", ".chapter__tools", ".turn", ".heading__link", ".note-pop", ".runline"):
            for one in page.locator(gone).all():
                expect(one).to_be_hidden()
        expect(page.locator(".printed")).to_be_visible()
        expect(page.locator(".notes__list")).to_be_visible()
