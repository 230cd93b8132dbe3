"""Sections and blocks are moved by keyboard, pointer, finger and plain buttons; a page that is out of date moves nothing."""

import re
from secrets import token_hex

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.walk import EVERYTHING, axe
from tests.browser.writing import DRAFT, add_chapter, expect_bodies

OUTLINE = re.compile("/duzen/")


def open_outline(page: Page) -> None:
    page.goto(DRAFT)
    address = page.locator("a[href$='/duzen/']").first.get_attribute("href")
    page.goto(str(address))
    expect(page.locator("h1")).to_have_text("Bölümlerin düzeni")


def row(page: Page, title: str) -> Locator:
    return page.locator(".outline__row").filter(has_text=title).first


def tree(page: Page, *titles: str) -> list[str]:
    """The lines of the outline that hold these titles, in order, with a dash for each level below the first."""
    lines = page.locator(".outline__item").evaluate_all(
        """items => items.map(item => {
            let level = -1
            for (let up = item; up; up = up.parentElement.closest('.outline__item')) level += 1
            return '-'.repeat(level) + item.querySelector('.outline__title').innerText.replace(/^[\\d.]+\\s+/, '')
        })"""
    )
    return [line for line in lines if any(title in line for title in titles)]


def add_line(page: Page, title: str) -> None:
    """Add a chapter in its place in the outline."""
    page.locator(".outline__add a").click()
    page.locator(".outline__form [name=title]").fill(title)
    page.keyboard.press("Enter")
    expect(row(page, title)).to_be_visible()
    expect(page.locator(".outline__form")).to_have_count(0)


def act(page: Page, title: str, button: str) -> None:
    """Press one of the plain buttons of a line."""
    line = row(page, title)
    if not line.locator("details").evaluate("one => one.open"):
        line.locator("summary").click()
    line.get_by_role("button", name=button, exact=True).click()


def act_plainly(page: Page, title: str, button: str) -> None:
    """The same without JavaScript: what can be done has a page of its own."""
    row(page, title).locator("summary").click()
    row(page, title).get_by_role("link", name="Yapılabilecekler").click()
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def more(page: Page, number: int = 0) -> Locator:
    """Open what can be done with a block, and return it."""
    block = page.locator(".block").nth(number)
    block.locator("summary").click()
    expect(block.get_by_role("button", name="Yukarı taşı")).to_be_visible()
    return block


def plainly(page: Page, link: str) -> None:
    """Choose something that can be done with the first block, without JavaScript."""
    page.locator(".block summary").first.click()
    page.locator(".block").first.get_by_role("link", name="Yapılabilecekler").click()
    page.get_by_role("main").get_by_role("link", name=link, exact=True).click()


def settled(page: Page) -> None:
    expect(page.locator("#duzen[aria-busy], #metin[aria-busy]")).to_have_count(0)


def test_sections_are_arranged_by_plain_buttons_and_renamed_in_place(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        open_outline(page)
        for title in ("Düğme A", "Düğme B", "Düğme C"):
            add_line(page, title)
        assert tree(page, "Düğme") == ["Düğme A", "Düğme B", "Düğme C"]
        act(page, "Düğme C", "Yukarı taşı")
        # pressed while the one before is on its way
        act(page, "Düğme C", "Bir düzey içeri")
        settled(page)
        expect(page.locator(".outline__below .outline__title", has_text="Düğme C")).to_be_visible()
        assert tree(page, "Düğme") == ["Düğme A", "-Düğme C", "Düğme B"]
        act(page, "Düğme C", "Bir düzey dışarı")
        settled(page)
        expect(page.locator(".outline__below .outline__title", has_text="Düğme C")).to_have_count(0)
        assert tree(page, "Düğme") == ["Düğme A", "Düğme C", "Düğme B"]

        row(page, "Düğme B").get_by_role("link", name="Adını değiştir").click()
        title = page.locator(".outline__form [name=title]")
        expect(title).to_be_focused()
        title.fill("")
        page.keyboard.press("Enter")
        expect(page.locator(".outline__form .error")).to_be_visible()
        page.locator(".outline__form [name=title]").fill("Düğme Be")
        page.keyboard.press("Enter")
        expect(row(page, "Düğme Be")).to_be_visible()
        expect(page.get_by_text("Başlık kaydedildi")).to_be_visible()

        row(page, "Düğme Be").locator("summary").click()
        row(page, "Düğme Be").get_by_role("link", name="Çıkar").click()
        page.get_by_role("main").get_by_role("button", name="Çıkar").click()
        expect(page.locator("h1")).to_have_text("Bölümlerin düzeni")
        assert tree(page, "Düğme") == ["Düğme A", "Düğme C"]
        page.get_by_role("button", name=re.compile("Geri getir.*Düğme Be")).click()
        expect(row(page, "Düğme Be")).to_be_visible()
        assert tree(page, "Düğme") == ["Düğme A", "Düğme C", "Düğme Be"]


def test_sections_are_arranged_by_keyboard_and_it_is_said(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        open_outline(page)
        for title in ("Tuş A", "Tuş B"):
            add_line(page, title)
        page.reload()
        # one stop of Tab for the whole list; the arrows go from line to line
        grip = row(page, "Tuş B").locator("[data-grip]")
        page.locator("[data-grip]").first.focus()
        page.keyboard.press("End")
        expect(grip).to_be_focused()
        says = page.locator("[data-arrange-says]")
        page.keyboard.press("Space")
        expect(says).to_contain_text("Tuş B tutuldu")
        expect(page.locator(".drop-line")).to_be_visible()
        page.keyboard.press("Escape")
        expect(says).to_contain_text("yerinde kaldı")
        assert tree(page, "Tuş") == ["Tuş A", "Tuş B"]
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        expect(says).to_contain_text("Tuş A” başında")
        page.keyboard.press("Space")
        expect(page.locator("[data-arrange-says]")).to_contain_text("Tuş B bırakıldı")
        assert tree(page, "Tuş") == ["Tuş A", "-Tuş B"]
        expect(row(page, "Tuş B").locator("[data-grip]")).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        expect(page.locator("[data-arrange-says]")).to_contain_text("bırakıldı")
        expect(page.locator(".outline__below .outline__title", has_text="Tuş B")).to_have_count(0)
        assert tree(page, "Tuş") == ["Tuş B", "Tuş A"]
        page.keyboard.press("F2")
        expect(page.locator(".outline__form [name=title]")).to_have_value("Tuş B")


def drag(page: Page, grip: Locator, to: Locator, *, below: bool = True, sideways: int = 0) -> None:
    """Drag a handle to just above or below a line, as the mouse does."""
    grip.scroll_into_view_if_needed()
    box, target = grip.bounding_box(), to.bounding_box()
    assert box
    assert target
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    end = target["y"] + (target["height"] - 1 if below else 1)
    for step in range(1, 9):
        page.mouse.move(x + sideways * step / 8, y + (end - y) * step / 8)
    expect(page.locator(".drop-line")).to_be_visible()
    page.mouse.up()


def test_sections_are_arranged_by_pointer(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        open_outline(page)
        for title in ("Fare A", "Fare B", "Fare C"):
            add_line(page, title)
        grip = row(page, "Fare C").locator("[data-grip]")
        drag(page, grip, row(page, "Fare A"), below=False)
        expect(page.locator("[data-arrange-says]")).to_contain_text("Fare C bırakıldı")
        assert tree(page, "Fare") == ["Fare C", "Fare A", "Fare B"]
        drag(page, row(page, "Fare B").locator("[data-grip]"), row(page, "Fare A"), sideways=40)
        expect(page.locator(".outline__below .outline__title", has_text="Fare B")).to_be_visible()
        assert tree(page, "Fare") == ["Fare C", "Fare A", "-Fare B"]


def test_sections_are_arranged_with_a_finger_on_a_phone(open_desk: OpenDesk) -> None:
    with open_desk("administrator", width=360, has_touch=True) as desk:
        page = desk.page
        open_outline(page)
        for title in ("Parmak A", "Parmak B"):
            add_line(page, title)
        grip = row(page, "Parmak B").locator("[data-grip]")
        grip.scroll_into_view_if_needed()
        start, end = grip.bounding_box(), row(page, "Parmak A").bounding_box()
        assert start
        assert end
        session = page.context.new_cdp_session(page)
        x, y = start["x"] + 15, start["y"] + 15
        touch = lambda kind, points: session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})  # noqa: E731
        touch("touchStart", [{"x": x, "y": y}])
        for step in range(1, 9):
            touch("touchMove", [{"x": x, "y": y + (end["y"] + 2 - y) * step / 8}])
        expect(page.locator(".drop-line")).to_be_visible()
        touch("touchEnd", [])
        expect(page.locator("[data-arrange-says]")).to_contain_text("Parmak B bırakıldı")
        assert tree(page, "Parmak") == ["Parmak B", "Parmak A"]
        wrong = axe(page, EVERYTHING, "outline on a phone")
        assert not wrong, "\n".join(wrong)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_outline_that_is_out_of_date_moves_nothing_and_shows_how_it_is(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk, open_desk("editor") as other:
        page = desk.page
        open_outline(page)
        for title in ("Geç A", "Geç B", "Geç C"):
            add_line(page, title)
        open_outline(other.page)
        act(other.page, "Geç B", "Aşağı taşı")
        settled(other.page)
        other.page.reload()
        assert tree(other.page, "Geç") == ["Geç A", "Geç C", "Geç B"]
        act(page, "Geç B", "Yukarı taşı")
        expect(page.get_by_text("hiçbir şey taşınmadı").first).to_be_visible()
        assert tree(page, "Geç") == ["Geç A", "Geç C", "Geç B"]
        act(page, "Geç B", "Yukarı taşı")
        settled(page)
        page.reload()
        assert tree(page, "Geç") == ["Geç A", "Geç B", "Geç C"]


def test_blocks_are_moved_joined_and_divided_where_they_stand(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        address = add_chapter(page, "Bloklar", "Bir.\n\nİki.\n\nÜç.")
        page.goto(address)
        expect_bodies(page, ["Bir.", "İki.", "Üç."])
        # by keyboard
        page.locator(".block [data-grip]").nth(2).focus()
        for key in ("Space", "ArrowUp", "ArrowUp", "Space"):
            page.keyboard.press(key)
        expect(page.locator("[data-arrange-says]")).to_contain_text("bırakıldı")
        expect_bodies(page, ["Üç.", "Bir.", "İki."])
        expect(page.locator(".block [data-grip]").first).to_be_focused()
        # by pointer
        drag(page, page.locator(".block [data-grip]").first, page.locator(".block").nth(2))
        expect(page.locator("[data-arrange-says]")).to_contain_text("bırakıldı")
        expect(page.locator(".block__body").nth(2)).to_contain_text("Üç.")
        expect_bodies(page, ["Bir.", "İki.", "Üç."])
        # by buttons, while another block stays open for writing
        page.locator(".block").nth(2).get_by_role("link", name="Düzenle").click()
        page.locator("form.editor textarea[name=body]").fill("Üç, yarım kalan.")
        more(page).get_by_role("button", name="Sonrakiyle birleştir").click()
        expect(page.locator(".messages")).to_contain_text("İki blok birleştirildi")
        expect(page.locator(".block__body").first).to_contain_text("Bir. İki.")
        expect(page.locator("form.editor textarea[name=body]")).to_have_value("Üç, yarım kalan.")
        page.locator("form.editor").get_by_role("button", name="Kaydet", exact=True).click()
        expect(page.locator("form.editor")).to_have_count(0)
        expect_bodies(page, ["Bir. İki.", "Üç, yarım kalan."])
        # divided at the cursor
        page.locator(".block").first.get_by_role("link", name="Düzenle").click()
        area = page.locator("form.editor textarea[name=body]")
        expect(area).to_be_focused()
        area.evaluate("area => area.setSelectionRange(4, 4)")
        page.get_by_role("button", name="İmlecin olduğu yerden ikiye bölerek kaydet").click()
        expect(page.locator("form.editor")).to_have_count(0)
        expect_bodies(page, ["Bir.", "İki.", "Üç, yarım kalan."])
        assert page.locator(".gap").count() == 4
        wrong = axe(page, EVERYTHING, "workspace")
        assert not wrong, "\n".join(wrong)
        page.reload()
        expect_bodies(page, ["Bir.", "İki.", "Üç, yarım kalan."])


def test_connection_that_is_lost_while_moving_changes_nothing(open_desk: OpenDesk) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        page.goto(add_chapter(page, "Taşırken koptu", "Bir.\n\nİki."))
        more(page)
        desk.context.set_offline(True)
        page.locator(".block").first.get_by_role("button", name="Aşağı taşı").click()
        expect(page.locator("#metin > .alert--stop")).to_contain_text("hiçbir şey taşınmadı")
        desk.context.set_offline(False)
        page.locator(".block").first.get_by_role("button", name="Aşağı taşı").click()
        expect(page.locator(".block__body").first).to_contain_text("İki.")


@pytest.mark.parametrize("width", [1280, 360])
def test_everything_is_arranged_without_javascript(open_desk: OpenDesk, width: int) -> None:
    with open_desk("administrator", width=width, java_script_enabled=False) as desk:
        page = desk.page
        mark = f"{width}-{token_hex(3)}"  # lines of an earlier try are others
        page.goto(DRAFT)
        page.get_by_role("link", name="Bölümleri düzenle").click()
        expect(page.locator("[data-grip]").first).to_be_hidden()
        for title in (f"Betiksiz A{mark}", f"Betiksiz B{mark}"):
            page.locator(".outline__add a").click()
            page.locator("[name=title]").fill(title)
            page.get_by_role("main").get_by_role("button", name="Ekle").click()
            expect(page).to_have_url(OUTLINE)
        act_plainly(page, f"Betiksiz B{mark}", "Yukarı taşı")
        act_plainly(page, f"Betiksiz A{mark}", "Bir düzey içeri")
        row(page, f"Betiksiz B{mark}").locator(".outline__title a").click()
        page.locator(".gap__add").first.click()
        page.get_by_role("main").get_by_role("link", name="Metin").click()
        page.locator("textarea[name=body]").fill("Bir söz. İkinci söz.")
        page.get_by_role("button", name="Önizle").click()
        expect(page.locator(".preview")).to_contain_text("Bir söz.")
        page.get_by_role("main").get_by_role("button", name="Ekle", exact=True).click()
        plainly(page, "Böl")
        page.locator("[name=at]").check()
        page.get_by_role("main").get_by_role("button", name="Böl").click()
        expect(page.locator(".block")).to_have_count(2)
        expect_bodies(page, ["Bir söz.", "İkinci söz."])
        plainly(page, "Başka yere taşı")
        chosen = page.locator("select[name=bolum] option", has_text=f"Betiksiz A{mark}").get_attribute("value")
        page.locator("select[name=bolum]").select_option(chosen)
        page.get_by_role("button", name="Bloklarını göster").click()
        page.get_by_role("main").get_by_role("button", name="Taşı").click()
        expect(page.locator(".block").first).to_contain_text("İkinci söz.")
        expect_bodies(page, ["İkinci söz.", "Bir söz."])
        plainly(page, "Türünü değiştir")
        page.get_by_role("main").get_by_role("link", name="Kutu").click()
        expect(page.locator("textarea[name=body]")).to_have_value("İkinci söz.")
        page.locator("[name=title]").fill("Dikkat")
        page.get_by_role("main").get_by_role("button", name="Değiştir").click()
        expect(page.locator(".block .box")).to_contain_text("İkinci söz.")
