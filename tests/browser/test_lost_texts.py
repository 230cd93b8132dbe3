"""What was being typed survives an error, a lost connection, an expired session and a crash of the browser, and meets what
others wrote meanwhile as a choice."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.browser.conftest import ARGUMENTS, OpenDesk, chromium_path, sign_in
from tests.browser.portal import Portal
from tests.browser.writing import DRAFT, add_chapter, editor, expect_bodies, kept, open_editor, save

A_MOMENT = 700  # milliseconds
TEXT = "Işığı gören ağaç, gölgesini şöyle böyle ölçer."


def test_text_survives_a_validation_error(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page: Page = desk.page
        add_chapter(page, "Hatadan sonra", "İlk söz.")
        area = open_editor(page)
        area.fill(f"# Başlık olmaz\n\n{TEXT}")
        editor(page).locator("[name=reason]").fill("Kısaltıldı")
        save(page)
        expect(editor(page).locator(".summary-err")).to_be_focused()
        expect(area).to_have_value(f"# Başlık olmaz\n\n{TEXT}")
        # and the browser has it too: a reload in this moment takes nothing away
        expect(kept(page)).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        waiting = page.locator("[data-kept-list]")
        expect(waiting).to_be_visible()
        waiting.get_by_role("link", name="Yazmayı sürdür").click()
        expect(editor(page).locator("textarea[name=body]")).to_have_value(f"# Başlık olmaz\n\n{TEXT}")
        expect(editor(page).locator("[name=reason]")).to_have_value("Kısaltıldı")
        editor(page).locator("textarea[name=body]").fill(TEXT)
        save(page)
        expect(page.locator(".block__body").get_by_text(TEXT)).to_be_visible()
        page.goto(page.url)
        expect(page.locator("[data-kept-list]")).to_be_hidden()


def test_text_survives_a_lost_connection(open_desk: OpenDesk) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        add_chapter(page, "Bağlantı koptu", "İlk söz.")
        open_editor(page).fill(TEXT)
        desk.context.set_offline(True)
        save(page)
        lost = editor(page).get_by_role("alert")
        expect(lost).to_contain_text("Bağlantı koptu")
        expect(editor(page).locator("textarea[name=body]")).to_have_value(TEXT)
        desk.context.set_offline(False)
        lost.get_by_role("button", name="Yeniden dene").click()
        expect_bodies(page, [TEXT])


def _open_source(page: Page) -> Locator:
    page.goto(DRAFT)
    page.goto(page.locator("main a[href$='/kaynakca/']").first.get_attribute("href") or "")
    page.get_by_role("main").get_by_role("link", name="Kaynak ekle").first.click()
    form = page.get_by_role("main").locator("form[data-keep]")
    form.locator("[name=kind]").select_option("book")
    return form


def _open_erratum(page: Page) -> Locator:
    page.goto("/kitaplik/kitap/0.1/hatalar/")
    return page.get_by_role("main").locator("form.note-form")


@pytest.mark.parametrize(
    ("opening", "typed", "button"),
    [
        (_open_source, {"title": TEXT, "author": "Ağaç, Işıl"}, "Ekle"),
        (_open_erratum, {"place": "s. 12", "wrong": TEXT, "right": "Işık"}, "Not et"),
    ],
)
def test_words_in_a_form_survive_a_lost_connection_an_expired_session_and_a_closed_page(
    open_desk: OpenDesk, opening: Callable[[Page], Locator], typed: Mapping[str, str], button: str
) -> None:
    def expect_all() -> None:
        for name, words in typed.items():
            expect(form.locator(f"[name={name}]")).to_have_value(words)

    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        page.on("dialog", lambda dialog: dialog.accept())
        form = opening(page)
        for name, words in typed.items():
            form.locator(f"[name={name}]").fill(words)
        desk.context.set_offline(True)
        form.get_by_role("button", name=button, exact=True).click()
        expect(form.get_by_role("alert")).to_contain_text("Bağlantı yok")
        expect_all()
        desk.context.set_offline(False)
        page.wait_for_timeout(A_MOMENT)
        page.reload()
        expect(form.locator("[data-kept-note]")).to_be_visible()
        expect_all()
        desk.context.clear_cookies(name="sessionid")
        form.get_by_role("button", name=button, exact=True).click()
        page.locator("input[name=login]").fill("yonetici@ornek.test")
        page.locator("input[name=password]").fill("ornek-Sifre-2026")
        page.keyboard.press("Enter")
        expect(form.locator("[data-kept-note]")).to_be_visible()
        expect_all()
        form.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("main").get_by_text(TEXT).first).to_be_visible()
        # it arrived: the empty form brings nothing back
        opening(page)
        expect(form.locator("[data-kept-note]")).to_be_hidden()
        expect(form.locator(f"[name={next(iter(typed))}]")).to_have_value("")


def test_heading_in_the_outline_survives_a_lost_connection(open_desk: OpenDesk) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        page.on("dialog", lambda dialog: dialog.accept())
        add_chapter(page, "Başlık değişirken")
        page.get_by_role("main").get_by_role("link", name="Bölümleri düzenle").click()
        row = page.locator(".outline__item", has_text="Başlık değişirken").last
        row.locator("[data-rename]").click()
        form = page.locator("form.outline__form")
        form.locator("[name=title]").fill("Başlık değişti")
        desk.context.set_offline(True)
        form.locator("[name=title]").press("Enter")
        expect(form.get_by_role("alert")).to_contain_text("Bağlantı yok")
        expect(form.locator("[name=title]")).to_have_value("Başlık değişti")
        desk.context.set_offline(False)
        form.get_by_role("button", name="Yeniden dene").click()
        expect(page.locator(".outline__title").get_by_text("Başlık değişti")).to_be_visible()
        page.goto(DRAFT)
        expect(page.locator("[data-kept-list]")).to_be_hidden()


@pytest.mark.parametrize("in_place", [True, False])
def test_text_survives_an_expired_session(open_desk: OpenDesk, in_place: bool) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        add_chapter(page, f"Oturum bitti {in_place:d}", "İlk söz.")
        if in_place:
            area = open_editor(page)
        else:
            page.goto(page.locator(".block").get_by_role("link", name="Düzenle").get_attribute("href") or "")
            area = editor(page).locator("textarea[name=body]")
        area.fill(TEXT)
        editor(page).locator("[name=reason]").fill("Kısaltıldı")
        expect(kept(page)).to_be_visible()
        desk.context.clear_cookies(name="sessionid")
        save(page)
        page.locator("input[name=password]").wait_for()
        page.locator("input[name=login]").fill("yonetici@ornek.test")
        page.locator("input[name=password]").fill("ornek-Sifre-2026")
        page.keyboard.press("Enter")
        area = editor(page).locator("textarea[name=body]")
        expect(area).to_have_value(TEXT)
        expect(editor(page).locator("[name=reason]")).to_have_value("Kısaltıldı")
        expect(editor(page).locator("[data-kept-note]")).to_be_visible()
        save(page)
        expect_bodies(page, [TEXT])


def test_text_survives_a_session_that_ended_while_somebody_still_writes(open_desk: OpenDesk) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        add_chapter(page, "Yazarken bitti", "İlk söz.")
        area = open_editor(page)
        desk.context.clear_cookies(name="sessionid")
        area.fill(TEXT)
        # the preview is not answered any more: the editor says so, and nobody is taken away from the text
        expect(editor(page).get_by_role("alert")).to_contain_text("Oturumunuz kapanmış")
        expect(area).to_have_value(TEXT)


def test_text_survives_a_crash_of_the_browser(portal: Portal, driver: Playwright, tmp_path: Path) -> None:
    def launch() -> tuple[object, Page]:
        context = driver.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=chromium_path(),
            args=ARGUMENTS,
            base_url=portal.address,
            locale="tr-TR",
            timezone_id="Europe/Istanbul",
        )
        return context, context.pages[0]

    _context, page = launch()
    sign_in(page, "administrator")
    address = add_chapter(page, "Tarayıcı çöktü", "İlk söz.")
    area = open_editor(page)
    area.press("Control+a")
    page.keyboard.type(TEXT)
    expect(kept(page)).to_contain_text("Bu tarayıcıda saklandı")
    page.wait_for_timeout(A_MOMENT)  # what was typed in the last instant is on its way to the disk
    _kill(tmp_path / "profile")

    context, page = launch()
    page.goto(address)
    if page.locator("input[name=login]").count():  # the session may have gone with the browser
        sign_in(page, "administrator")
        page.goto(address)
    expect_bodies(page, ["İlk söz."])
    waiting = page.locator("[data-kept-list]")
    expect(waiting).to_contain_text("Paragraf")
    waiting.get_by_role("link", name="Yazmayı sürdür").click()
    expect(editor(page).locator("textarea[name=body]")).to_have_value(TEXT)
    save(page)
    expect(page.locator(".block__body").get_by_text(TEXT)).to_be_visible()
    context.close()  # type: ignore[attr-defined]


def _kill(profile: Path) -> None:
    """End the browser of a profile as a crash does."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if entry.name.isdigit() and f"--user-data-dir={profile}" in command and "--type=" not in command:
            found.append(int(entry.name))
    assert found
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(_runs(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(0.1)
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def _runs(pid: int) -> bool:
    try:
        return "State:\tZ" not in (Path("/proc") / str(pid) / "status").read_text()
    except OSError:
        return False


def test_kept_text_meets_what_somebody_else_wrote_as_a_choice_and_a_merge(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk, open_desk("editor") as other:
        page = desk.page
        address = add_chapter(page, "İki yazar", "Bir iki üç dört beş altı yedi.")
        open_editor(page).fill("Bir iki üç dört beş altı yedi, sonra sekiz.")
        expect(kept(page)).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("about:blank")

        other.page.goto(address)
        open_editor(other.page).fill("Önce bir iki üç dört beş altı yedi.")
        save(other.page)
        expect(other.page.locator(".block__body").get_by_text("Önce bir")).to_be_visible()

        page.goto(address)
        area = open_editor(page)
        expect(area).to_have_value("Önce bir iki üç dört beş altı yedi.")
        choice = editor(page).locator("[data-kept-choice]")
        expect(choice).to_be_visible()
        choice.get_by_text("Metninizi görün").click()
        expect(choice).to_contain_text("sonra sekiz")
        choice.get_by_role("button", name="Metnimle sürdür").click()
        expect(area).to_have_value("Bir iki üç dört beş altı yedi, sonra sekiz.")
        save(page)
        expect(page.locator("h1")).to_have_text("Bir bloğun iki metni")
        expect(editor(page).locator("textarea[name=body]")).to_have_value(
            "Önce bir iki üç dört beş altı yedi, sonra sekiz."
        )


def test_another_person_at_the_same_computer_sees_nothing(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        address = add_chapter(page, "Başka kişi", "İlk söz.")
        open_editor(page).fill(TEXT)
        expect(kept(page)).to_be_visible()
        page.on("dialog", lambda dialog: dialog.accept())
        desk.context.clear_cookies()
        sign_in(page, "editor")
        page.goto(address)
        expect(page.locator("[data-kept-list]")).to_be_hidden()
        expect(open_editor(page)).to_have_value("İlk söz.")
