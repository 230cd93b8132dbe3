"""Many needs that were told at a meeting, told in Chromium against the real processes: from a spreadsheet, and from sheets of paper.

An officer takes the template of the spreadsheet, puts the columns into another order, writes five needs, two of them badly,
and goes through all steps; the worker takes them in, and takes them back. It is held for a moment where the page is to be seen waiting.
"""

import io
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal
from tests.browser.steps import act, fits, follow, see

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHELTER = "Semt pazarında gölgelik olmadığı için bekleyenler zorlanıyor"
BENCHES = "Semt pazarında oturacak yer yok, yaşlılar alışverişi yarıda bırakıyor"
TOILET = "Semt pazarında tuvalet yok, kadınlar pazara kısa süre çıkabiliyor"
FORMULA = "=Semt pazarında satıcıların duyurusu işitilmiyor"
BODY = "Muhtarlıktaki toplantıda söylendi; pazar her hafta kuruluyor."
ROWS = [
    {"Ne eksik (tek cümle)": SHELTER, "Kimin için": "Yaşlılar (65+)"},
    {"Ne eksik (tek cümle)": BENCHES, "Kimin için": "Herkes"},  # a group that there is not
    {"Ne eksik (tek cümle)": TOILET, "Kimin için": "Kadınlar"},
    {"Ne eksik (tek cümle)": "Pazar", "Kimin için": "Gençler (15–29)"},  # no sentence
    {"Ne eksik (tek cümle)": FORMULA, "Kimin için": "Kadınlar"},
]
OURS = "Semtimiz"  # a heading that the portal does not know


def test_spreadsheet_is_mapped_checked_taken_in_exported_and_taken_back(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("officer") as desk:
        page = desk.page
        uploads(page, another_order(template(page)))
        names_the_columns(page)
        reads_what_is_wrong(page)
        mends_one_and_leaves_one_out(page)
        with held(portal):
            act(page, "4 ihtiyacı içeri al")
            waits(page, "Tablo içeri alınıyor", "Sırada")
        expect(page.locator("h1")).to_have_text("Tablo içeri alındı", timeout=30_000)
        batch = page.url
        assert titles(finds(page)) == {SHELTER, BENCHES, TOILET, FORMULA}
        page.goto(batch)
        follow(page, "Tablonun tümünü geri al")
        with held(portal):
            act(page, "Hepsini geri çek")
            waits(page, "Tablo geri alınıyor", "Sırada")
        expect(page.locator("h1")).to_have_text("Tablo geri alındı", timeout=30_000)
        page.goto("/ihtiyaclar/?q=semt+pazar%C4%B1nda")
        see(page, "Hiç ihtiyaç bulunamadı")
        page.goto("/bildirimler/")
        see(page, re.compile("^Tablonuz geri alındı"))


@contextmanager
def held(portal: Portal) -> Iterator[None]:
    """Let the worker take up nothing for as long as this lasts."""
    worker = portal.children["worker"]
    worker.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGCONT)


def template(page: Page) -> list[str]:
    """The headings of the template, as it is downloaded."""
    page.goto("/ihtiyaclar/tablo/")
    fits(page)
    return [str(cell.value) for cell in downloaded(page, "XLSX şablonu")[0][1]]


def downloaded(page: Page, link: str) -> Any:
    with page.expect_download() as download:
        follow(page, link)
    return load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets


def another_order(head: list[str]) -> bytes:
    """A spreadsheet with the columns of the template from the last to the first, and one under a name of our own."""
    said = {
        "Ayrıntı": BODY,
        "Mahalleler": "İçerenköy",
        "Nasıl iletildi": "toplantıda",
        "Aydınlatma yapıldı": "evet",
        "Onay verildi": "evet",
        "Onayın nasıl verildiği": "Sözlü olarak",
        "Onayın ne zaman verildiği": "09.03.2026",
    }
    assert set(said) | set(ROWS[0]) <= set(head), head
    book = Workbook()
    sheet: Any = book.active
    sheet.append([OURS if heading == "Mahalleler" else heading for heading in reversed(head)])
    for row in ROWS:
        sheet.append([{**said, **row}.get(heading) for heading in reversed(head)])
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value or "").startswith("="):
                cell.data_type = "s"  # words that begin like a formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def uploads(page: Page, content: bytes) -> None:
    page.locator("main input[type=file]").set_input_files(
        {"name": "toplanti.xlsx", "mimeType": XLSX, "buffer": content}
    )
    act(page, "Dosyayı oku")
    expect(page.locator("h1")).to_have_text("Hangi sütun neyi söylüyor?")


def names_the_columns(page: Page) -> None:
    """All but one were recognised wherever they stood."""
    expect(page.get_by_label("Ne eksik (tek cümle)").locator("option:checked")).to_contain_text("Ne eksik")
    place = page.get_by_label("Mahalleler")
    expect(place.locator("option:checked")).to_have_text("Hiçbir sütunda")
    option = place.locator("option", has_text=OURS).inner_text()
    place.select_option(label=option)
    fits(page)
    act(page, "Satırları denetle")
    expect(page.locator("h1")).to_have_text("Satırları denetle")


def row_of(page: Page, number: int) -> Locator:
    return page.locator("main ul.rows > li", has=page.get_by_label(f"{number}. satırı içeri al"))


def reads_what_is_wrong(page: Page) -> None:
    """Beside each row the cell by its letter and number; nothing can be taken in yet."""
    for number, title, cell in (
        (3, BENCHES, r"Kimin için \([A-Z]+3\): “Herkes” listede yok"),
        (5, "Pazar", r"\([A-Z]+5\)"),
    ):
        expect(row_of(page, number)).to_contain_text(title)
        expect(row_of(page, number)).to_contain_text(re.compile(cell))
    expect(row_of(page, 2).locator("ul")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("içeri al$"))).to_have_count(0)
    fits(page)


def mends_one_and_leaves_one_out(page: Page) -> None:
    row_of(page, 3).get_by_role("link", name=re.compile("^Düzelt")).click()
    group = page.get_by_label("Kimin için")
    expect(group).to_have_value("Herkes")
    group.fill("Hiç kimse")
    act(page, "Satırı denetle ve sakla")
    expect(page.locator("main .field", has=group)).to_contain_text("listede yok")
    group.fill("Yaşlılar (65+)")
    act(page, "Satırı denetle ve sakla")
    see(page, "3. satır düzeltildi.")
    page.get_by_label("5. satırı içeri al").uncheck()
    act(page, "Bu sayfadaki seçimi kaydet")
    see(page, "Satır seçimi kaydedildi.")


def waits(page: Page, heading: str, step: str) -> None:
    """The page shows how far it is, and cannot be pressed anew."""
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("main [aria-current=step]")).to_contain_text(step)
    expect(page.locator("main progress")).to_be_visible()
    expect(page.locator("main button")).to_have_count(0)
    fits(page)


def finds(page: Page) -> list[tuple[Any, ...]]:
    """The needs in the list as filtered, and the same list as a file."""
    page.goto("/ihtiyaclar/?q=semt+pazar%C4%B1nda&neighbourhood=icerenkoy")
    for title in (SHELTER, BENCHES, TOILET):
        see(page, title)
    expect(page.locator("main li.need-row")).to_have_count(4)
    [sheet] = downloaded(page, "XLSX indir")
    return list(sheet.iter_rows(min_row=2))


def titles(rows: list[tuple[Any, ...]]) -> set[str]:
    """Of the second column, in which nothing is a formula."""
    assert all(cell.data_type != "f" for row in rows for cell in row)
    return {str(row[1].value) for row in rows}


PAPERS = ("Semt bahçesinde çeşme akmıyor, yaşlılar susuz kalıyor", "Semt bahçesinde rampa yok, yaşlılar giremiyor")


def test_papers_are_typed_in_one_after_the_other(open_desk: OpenDesk) -> None:
    """What came back on paper from a meeting: how it was told stays for the next sheet, and nobody is asked who they are."""
    with open_desk("officer") as desk:
        page = desk.page
        page.goto("/ihtiyaclar/bildir/")
        follow(page, "Kâğıt formu yazdır")
        follow(page, "Kâğıtla geleni gir")
        for number, title in enumerate(PAPERS):
            types_in(page, title, is_first=number == 0)
        page.goto("/ihtiyaclar/?q=semt+bah%C3%A7esinde")
        for title in PAPERS:
            see(page, title)


def types_in(page: Page, title: str, *, is_first: bool) -> None:
    heard, agreed = page.get_by_label("Nasıl iletildi?"), page.get_by_label("Onayı nasıl verdiler?")
    if is_first:
        heard.select_option(label="toplantıda")
        agreed.select_option(label="Yazılı ve imzalı olarak")
    expect(heard.locator("option:checked")).to_have_text("toplantıda")
    expect(agreed.locator("option:checked")).to_have_text("Yazılı ve imzalı olarak")
    words = page.get_by_label("Ne eksik? Bir cümleyle söyleyin.")
    expect(words).to_have_value("")
    words.fill(title)
    page.get_by_label("Biraz daha anlatın").fill(BODY)
    group = page.get_by_label("Yaşlılar (65+)")
    if not group.is_visible():
        page.locator("main details", has=group).locator("summary").click()
    group.check()
    page.get_by_label("Aydınlatma metni kendilerine okundu ya da verildi.").check()
    consent = page.get_by_label("İlgili kişiler bunun aktarıldığını biliyor ve onaylıyor.")
    expect(consent).not_to_be_checked()  # each sheet's people are asked for themselves
    consent.check()
    page.get_by_label("Onayı ne zaman verdiler?").fill(timezone.localdate().isoformat())
    fits(page)
    act(page, "Kaydet ve sıradakini gir")
    see(page, re.compile("^Form girildi"))
