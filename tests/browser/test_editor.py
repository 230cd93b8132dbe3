"""The editor: toolbar and keys, what can be cited, paste from Word, the grid of a table, the live preview."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.walk import EVERYTHING, axe
from tests.browser.writing import add_chapter, editor, open_editor, save, taken_over

SAMPLES = Path(__file__).parents[1] / "plain" / "pasted"
PASTE = """([selector, html, plain]) => {
    const data = new DataTransfer()
    if (html) data.setData('text/html', html)
    data.setData('text/plain', plain)
    document.querySelector(selector).dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def paste(page: Page, selector: str, html: str, plain: str = "") -> None:
    """Paste as a program had put it into the clipboard."""
    page.evaluate(PASTE, [selector, html, plain])


def test_toolbar_and_keys_write_markdown_and_the_preview_follows(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        add_chapter(page, "Araçlar", "İlk söz.")
        area = open_editor(page)
        preview = editor(page).locator(".preview")
        expect(preview).to_contain_text("İlk söz.")  # from the start
        area.fill("Bir kelime.")
        area.evaluate("area => area.setSelectionRange(4, 10)")
        page.get_by_role("toolbar").get_by_role("button", name="Koyu").click()
        expect(area).to_have_value("Bir **kelime**.")
        expect(preview.locator("strong")).to_have_text("kelime")
        page.get_by_role("toolbar").get_by_role("button", name="Koyu").click()
        expect(area).to_have_value("Bir kelime.")
        area.press("Control+i")
        expect(area).to_have_value("Bir *kelime*.")
        area.press("Control+z")
        expect(area).to_have_value("Bir kelime.")
        expect(page.locator("[data-word-count]")).to_have_text("2 sözcük")

        area.fill("Bir")
        area.press("Control+Shift+Digit8")
        area.press("End")
        page.keyboard.press("Enter")
        page.keyboard.type("İki")
        expect(area).to_have_value("- Bir\n- İki")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(area).to_have_value("- Bir\n- İki\n")
        area.fill("Söz")
        area.press("Control+a")
        area.press("Control+k")
        expect(area).to_have_value("[Söz](https://)")

        # the toolbar is one stop of Tab; the arrows go along it
        page.get_by_role("toolbar").get_by_role("button", name="Koyu").focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("toolbar").get_by_role("button", name="Eğik")).to_be_focused()

        area.fill("Kanuna göre")
        area.press("End")
        page.get_by_role("button", name="Kaynak göster").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Ara")).to_be_focused()
        page.keyboard.type("KANUNU")
        dialog.get_by_label("Kaynaktaki yeri").fill("m. 13")
        wrong = axe(page, EVERYTHING, "dialog of sources")
        assert not wrong, "\n".join(wrong)
        page.keyboard.press("Enter")
        expect(area).to_have_value(re.compile(r"^Kanuna göre\[@[\w-]+, m\. 13\]$"))
        expect(area).to_be_focused()
        page.get_by_role("button", name="Bölüme, şekle ya da çizelgeye gönderme yap").click()
        page.get_by_role("dialog").get_by_label("Ara").fill("Araçlar")
        page.keyboard.press("Enter")
        expect(area).to_have_value(re.compile(r"m\. 13\]\[\]\(#araclar\)$"))
        area.press("Control+Enter")
        expect(editor(page)).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_text_from_word_arrives_clean_and_its_table_becomes_a_block(open_desk: OpenDesk, width: int) -> None:
    with open_desk("administrator", width=width) as desk:
        page = desk.page
        page.goto(add_chapter(page, f"Yapıştırma {width}", "İlk söz."))
        area = open_editor(page)
        area.press("End")
        paste(page, "form.editor textarea[name=body]", (SAMPLES / "word.html").read_text(encoding="utf-8"), "düz")
        expected = (SAMPLES / "word.md").read_text(encoding="utf-8").strip()
        expect(area).to_have_value(f"İlk söz.\n\n{expected}")
        note = editor(page).locator("[data-paste-note]")
        expect(note).to_contain_text("1 başlık koyu metne çevrildi")
        expect(note).to_contain_text("1 görsel alınmadı")
        wrong = axe(page, EVERYTHING, "after pasting")
        assert not wrong, "\n".join(wrong)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        note.get_by_role("button", name="Çizelgeyi blok olarak ekle", exact=True).click()
        expect(note).to_be_hidden()
        table = page.locator("form.editor").nth(1)
        expect(table.locator("[data-grid] textarea").nth(0)).to_have_value("**Mahalle**")
        expect(table.locator("[data-grid] textarea").nth(1)).to_have_value("**Durak | sayı**")
        table.locator("[name=caption]").fill("Duraklar")
        table.get_by_role("button", name="Ekle", exact=True).click()
        expect(page.locator(".block table caption")).to_contain_text("Duraklar")
        save(page)
        expect(page.locator("form.editor")).to_have_count(0)
        page.reload()
        texts = page.locator(".block__body.read")
        expect(texts).to_have_count(7)
        expect(texts.first).to_have_text("İlk söz.")
        assert page.locator(".block").nth(1).locator("strong").inner_text() == "Erişilebilir durak nasıl olmalı?"


TABLE = "<table><tr><th>{0}</th><th>Sayı</th></tr><tr><td>Barbaros</td><td>14</td></tr></table>"


def test_tables_pasted_into_a_new_text_become_blocks_behind_it(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        page.goto(add_chapter(page, "Yeni blokta çizelge"))
        page.locator(".gap__add").first.click()
        page.locator(".gap--open").get_by_role("link", name="Metin").click()
        expect(editor(page).locator("textarea[name=body]")).to_be_focused()
        taken_over(page)
        tables = TABLE.format("Durak") + TABLE.format("Mahalle")
        paste(page, "form.editor textarea[name=body]", f"<p>Önce <b>söz</b>.</p>{tables}", "düz")
        note = editor(page).locator("[data-paste-note]")
        note.get_by_role("button", name="2 çizelgeyi blok olarak ekle").click()
        for name in ("Durak", "Mahalle"):
            head = editor(page).locator("[data-grid] textarea").first
            expect(head).to_have_value(re.compile(name))
            editor(page).locator("[name=caption]").fill(name)
            save(page, "Ekle")
            expect(page.locator(".block caption", has_text=name)).to_be_visible()
        expect(editor(page)).to_have_count(0)
        page.reload()
        expect(page.locator(".block__body.read").first).to_have_text("Önce söz.")
        assert [text.split()[-1] for text in page.locator(".block caption").all_inner_texts()] == ["Durak", "Mahalle"]


def test_table_pasted_alone_into_a_new_text_takes_its_place(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        page.goto(add_chapter(page, "Yalnız çizelge"))
        page.locator(".gap__add").first.click()
        page.locator(".gap--open").get_by_role("link", name="Metin").click()
        expect(editor(page).locator("textarea[name=body]")).to_be_focused()
        taken_over(page)
        paste(page, "form.editor textarea[name=body]", TABLE.format("Durak"), "düz")
        page.get_by_role("button", name="Çizelgeyi blok olarak ekle", exact=True).click()
        expect(editor(page).locator("[data-grid] textarea").first).to_have_value(re.compile("Durak"))
        editor(page).locator("[name=caption]").fill("Duraklar")
        save(page, "Ekle")
        expect(page.locator(".block")).to_have_count(1)
        expect(page.locator(".block caption")).to_contain_text("Duraklar")


def test_what_was_done_is_told_where_it_was_done(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        address = add_chapter(
            page, "Söylenen", *(f"Söz {number}. " + "Uzun bir paragraf. " * 60 for number in range(1, 5))
        )
        open_editor(page, 3).fill("Kısa söz.")
        save(page)
        saved = page.locator(".block").nth(3).locator("[data-saved-now]")
        expect(saved).to_have_text(re.compile(r"Kaydedildi · \d\d\.\d\d"))
        expect(page.locator("[data-arrange-says]")).to_have_text(re.compile("Kaydedildi"))
        page.goto(address)
        page.locator(".block").nth(2).get_by_text("Diğer").click()
        page.locator(".block").nth(2).get_by_role("link", name="Çıkar").click()
        page.get_by_role("main").get_by_role("button", name="Çıkar").click()
        told = page.locator(".messages")
        expect(told).to_contain_text("Blok çıkarıldı.")
        expect(told).to_be_in_viewport()
        told.get_by_role("link", name="Geri getir").click()
        expect(page.locator("h1")).to_have_text("Çıkarılanlar")


def test_plain_text_is_pasted_where_the_server_cannot_be_asked(open_desk: OpenDesk) -> None:
    with open_desk("administrator", strict=False) as desk:
        page = desk.page
        page.goto(add_chapter(page, "Yapıştırma kesik", "İlk söz."))
        area = open_editor(page)
        area.press("End")
        desk.context.set_offline(True)
        paste(page, "form.editor textarea[name=body]", "<p>Söz <b>iki</b></p>", " Söz iki")
        expect(area).to_have_value("İlk söz. Söz iki")
        desk.context.set_offline(False)


def test_table_is_written_in_a_grid(open_desk: OpenDesk) -> None:
    with open_desk("administrator") as desk:
        page = desk.page
        page.goto(add_chapter(page, "Çizelge"))
        page.locator(".gap__add").first.click()
        page.locator(".gap--open").get_by_role("link", name="Çizelge").click()
        form = editor(page)
        form.locator("[name=caption]").fill("Duraklar")
        form.get_by_label("1. sütunun başlığı").fill("Mahalle")
        form.get_by_label("2. sütunun başlığı").fill("Sayı | durak")
        form.get_by_label("1. satır, 1. sütun").fill("İçerenköy")
        page.keyboard.press("Enter")
        expect(form.get_by_label("2. satır, 1. sütun")).to_be_focused()
        paste(page, "[data-grid] textarea:focus", "", "Barbaros\t14\nKayışdağı\t9\n")
        expect(form.get_by_label("3. satır, 2. sütun")).to_have_value("9")
        form.get_by_role("button", name="Sütun ekle").click()
        form.get_by_role("button", name="3. sütunu sil").click()
        form.get_by_role("button", name="Satır ekle").click()
        form.get_by_label("2. sütunda sayılar var").check()
        expected = "| Mahalle | Sayı \\| durak |\n| --- | --- |\n| İçerenköy |  |\n| Barbaros | 14 |\n| Kayışdağı | 9 |"
        expect(form.locator("textarea[name=body]")).to_have_value(expected)
        expect(form.locator(".preview td.num").last).to_have_text("9")
        wrong = axe(page, EVERYTHING, "grid of a table")
        assert not wrong, "\n".join(wrong)
        form.get_by_role("button", name="Metin olarak yaz").click()
        expect(form.locator("textarea[name=body]")).to_be_visible()
        form.get_by_role("button", name="Metin olarak yaz").click()
        expect(form.get_by_label("3. satır, 1. sütun")).to_have_value("Kayışdağı")
        save(page, "Ekle")
        expect(page.locator(".block table td.num").last).to_have_text("9")


def test_photograph_and_chart_are_put_into_a_chapter(open_desk: OpenDesk, tmp_path: Path) -> None:
    photograph = tmp_path / "pazar.jpg"
    Image.new("RGB", (640, 480), (180, 90, 30)).save(photograph, "JPEG")
    with open_desk("administrator") as desk:
        page = desk.page
        add_chapter(page, "Şekilli", "İlk söz.")
        form = _open_figure(page)
        form.locator("input[type=file]").set_input_files(photograph)
        _describe(form, "Pazar yeri")
        save(page, "Ekle")
        picture = page.locator(".block figure img")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640

        form = _open_figure(page)
        form.locator("[name=shows][value=chart]").check()
        form.locator("[name=chart_type]").select_option("bar")
        form.locator("[name=chart_title]").fill("Kim geldi?")
        numbers = form.locator("[name=chart_table]")
        numbers.fill("Mahalle | 2024\nBarbaros | bir\nİçerenköy | 14")
        _describe(form, "Gelenler")
        save(page, "Ekle")
        expect(form.locator(".summary-err")).to_be_focused()
        expect(form.locator(".field--error")).to_contain_text("bir")
        expect(numbers).to_have_value("Mahalle | 2024\nBarbaros | bir\nİçerenköy | 14")
        wrong = axe(page, EVERYTHING, "chart with a fault")
        assert not wrong, "\n".join(wrong)
        numbers.fill("Mahalle | 2024\nBarbaros | 12,5\nİçerenköy | 14")
        save(page, "Ekle")
        expect(editor(page)).to_have_count(0)
        drawing = page.locator(".block svg.chart:visible")
        expect(drawing).to_have_count(1)
        expect(drawing).to_contain_text("12,5")
        expect(drawing).to_contain_text("Barbaros")


def _open_figure(page: Page) -> Locator:
    page.locator(".gap__add").last.click()
    page.locator(".gap--open").get_by_role("link", name="Şekil").click()
    return editor(page)


def _describe(form: Locator, caption: str) -> None:
    form.locator("[name=alt]").fill("Yarısı pazardan geldi.")
    form.locator("[name=caption]").fill(caption)
    form.locator("[name=source]").fill("Kurgusal veri.")
