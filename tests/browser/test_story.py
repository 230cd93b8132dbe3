"""The story of the portal, told once in Chromium against the real processes: from a need to a measure, from a draft to a book.

The representative and the visitors hold a phone, the municipality sits at a desk.
"""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, OpenDesk, address_of
from tests.browser.portal import Portal

PHONE = 360
TITLE = "Durakta tekerlekli sandalye için yer yok"
BODY = "Durak kaldırımın dar yerinde duruyor; tekerlekli sandalyeyle bekleyen yola inmek zorunda kalıyor."
REASON = "Durağın yeri değiştirilecek; iş bu yılın programına alındı."
PROGRAMME = "Erişilebilir Duraklar 2027–2029"
MEASURE = "Dar kaldırımdaki on iki durak genişletilir."
CHANGED = "Bu kitap kısadır, ama eksiksizdir."
WITHOUT_SCRIPTS = "Bu satır, betikler kapalıyken yazıldı."
MINE, THEIRS = "Sonunda yazar imzasını atar.", "Baştan sona okuyun, sonra uygulayın."
PART_OF_A_MINUTE = 45_000  # milliseconds


def see(page: Page, text: str) -> None:
    """The reader can see this text in the page's content."""
    expect(page.locator("main").get_by_text(text).first).to_be_visible()


def act(page: Page, name: str) -> None:
    """Press the button that says this."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the link that says this."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


# --- a need is heard -------------------------------------------------------------------------------------------------


def test_a_visitor_reads_what_the_portal_is(open_desk: OpenDesk) -> None:
    for width in (1280, PHONE):
        with open_desk(width=width) as desk:
            desk.page.goto("/")
            assert desk.page.locator("html").get_attribute("lang") == "tr"
            expect(desk.page.locator("h1")).to_be_visible()
            follow(desk.page, re.compile("Nasıl işler|nasıl işlediğini|Nasıl işlediğini"))
            expect(desk.page.locator("h1")).to_be_visible()
            assert "nasil-isler" in desk.page.url


def test_a_need_goes_from_the_representative_to_a_measure_and_back(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("representative", width=PHONE) as desk:
        reference = submits_with_an_error_first(desk.page)
    with open_desk("coordinator") as desk:
        finds_it_with_its_due_date(desk.page, reference)
        assigns(desk.page)
    with open_desk("officer") as desk:
        answers_with_a_reason(desk.page, reference)
    with open_desk("coordinator") as desk:
        writes_a_measure(desk.page)
        links(desk.page, reference)
    with open_desk("representative", width=PHONE) as desk:
        is_told(desk.page, reference)
        sees_the_chain(desk.page)
    with open_desk() as desk:
        traces_as_a_visitor(desk.page, reference)


def submits_with_an_error_first(page: Page) -> str:
    """Return the reference of the new need."""
    page.goto("/masam/")
    page.get_by_role("button", name="Menü", exact=True).click()
    page.locator("#navigation").get_by_role("link", name="İhtiyaç bildir").click()
    page.get_by_label("Ne eksik? Bir cümleyle söyleyin.").fill(TITLE)
    page.get_by_label("Biraz daha anlatın").fill(BODY)
    act(page, "İhtiyacı bildir")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Hata:")
    expect(page.get_by_label("Ne eksik? Bir cümleyle söyleyin.")).to_have_value(TITLE)
    expect(page.get_by_label("Biraz daha anlatın")).to_have_value(BODY)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "groups"
    page.get_by_label("Engelli: fiziksel").or_(page.locator("input[name=groups]")).first.check()
    act(page, "İhtiyacı bildir")
    expect(page.locator("h1")).to_have_text(TITLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    found = re.search(r"İ-\d{4}-[0-9A-Z]{5}", page.locator("main").inner_text())
    assert found
    return found[0]


def finds_it_with_its_due_date(page: Page, reference: str) -> None:
    page.goto("/masam/")
    expect(page.locator("h1")).to_have_text("Çalışma masam")
    page.goto(f"{page.url}?q={reference}")
    row = page.locator(".desk__row", has_text=reference)
    expect(row.locator(".desk__due time")).to_be_visible()
    row.get_by_text("Nasıl hesaplandı?").click()
    expect(row.get_by_text("15 iş günü içinde verilir")).to_be_visible()
    row.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)


def assigns(page: Page) -> None:
    follow(page, "Müdürlüğe ya da görevliye ver")
    page.get_by_label("Görevli").select_option(label="Güneş Görevli (örnek)")
    page.locator(".form__act button").click()
    see(page, "Fen İşleri")


def answers_with_a_reason(page: Page, reference: str) -> None:
    page.goto("/masam/")
    row = page.locator(".desk__row", has_text=reference)
    expect(row).to_be_visible()
    row.get_by_role("link", name=re.compile("Yanıtla")).click()
    page.get_by_label("Kabul edildi: yapılacak").check()
    page.get_by_label("Yanıt ve gerekçesi").fill(REASON)
    page.locator(".form__act button").click()
    see(page, REASON)


def writes_a_measure(page: Page) -> None:
    page.goto("/programlar/")
    follow(page, "Program başlat")
    page.get_by_label("Programın adı").fill(PROGRAMME)
    page.get_by_label("Yürüten müdürlük").select_option(index=1)
    act(page, "Taslağı başlat")
    expect(page.locator("h1")).to_contain_text(PROGRAMME)
    follow(page, "Amaç ekle")
    page.get_by_label("Bölüm başlığı").fill("Ulaşım")
    page.get_by_label("Bir cümleyle").fill("Herkes otobüse güvenle biner.")
    act(page, "Amacı ekle")
    follow(page, re.compile("altına hedef ekle"))
    page.get_by_label("Bölüm başlığı").fill("Duraklar")
    page.get_by_label("Bir cümleyle").fill("2029 sonunda her durakta tekerlekli sandalyeye yer vardır.")
    act(page, "Hedefi ekle")
    follow(page, re.compile("altına faaliyet ekle"))
    page.get_by_label("Ne yapılacak? Bir cümleyle").fill(MEASURE)
    page.get_by_label("Sorumlu müdürlük").select_option(label="Fen İşleri Müdürlüğü")
    act(page, "Faaliyeti ekle")
    see(page, MEASURE)


def links(page: Page, reference: str) -> None:
    page.goto(f"/ihtiyaclar/{reference}/")
    follow(page, "Bir faaliyete bağla")
    page.get_by_role("button", name=re.compile(f"^Bağla .*{re.escape(MEASURE)}$")).click()
    expect(page.locator("h1")).to_be_visible()


def is_told(page: Page, reference: str) -> None:
    """In the portal at once, by mail as soon as the worker has sent it."""
    page.goto("/bildirimler/")
    see(page, reference)
    page.goto("/bildirimler/posta-kutusu/")
    mails = page.locator(".told-line", has_text="temsilci@ornek.test").filter(has_text=reference)
    for _attempt in range(40):
        if mails.count() >= 2:  # the answer, the measure
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert mails.count() >= 2
    page.goto("/bildirimler/")
    page.locator(".told-line", has_text=reference).first.get_by_role("button").click()


def sees_the_chain(page: Page) -> None:
    """Heard, passed on, answered with the reason, taken into a measure: on one thread."""
    expect(page.locator("h1")).to_have_text(TITLE)
    thread = page.locator(".yarn")
    for text in ("İhtiyaç bildirildi", "Fen İşleri", REASON, MEASURE, PROGRAMME):
        expect(thread.get_by_text(text).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def traces_as_a_visitor(page: Page, reference: str) -> None:
    """With the reference alone, on the home page."""
    page.goto("/")
    page.locator(".track input").fill(reference)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    see(page, REASON)


# --- a book is written and printed -----------------------------------------------------------------------------------


def test_a_book_goes_from_the_draft_to_the_library(portal: Portal, open_desk: OpenDesk, tmp_path: Path) -> None:
    draft = address_of(portal, "handbooks:edit/story")
    with open_desk("administrator") as desk, open_desk("editor") as other:
        edits_in_place(desk.page, draft)
        two_write_at_once(desk, other, draft)
    with open_desk("administrator", java_script_enabled=False) as desk:
        edits_without_scripts(desk.page, draft)
    with open_desk("administrator") as desk:
        approves(desk.page)
        publishes_and_watches(desk.page)
    with open_desk(width=PHONE, accept_downloads=True) as desk:
        downloads(desk.page, tmp_path / "kitap.pdf")
    is_a_readable_book(tmp_path / "kitap.pdf")


def block_with(page: Page, text: str):
    return page.locator(".block", has_text=text).first


def edits_in_place(page: Page, draft: str) -> None:
    page.goto(draft)
    block_with(page, "Bu kitap kısadır").get_by_role("link", name=re.compile("^Düzenle")).click()
    editor = page.locator(".block--open")
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
    page.locator("textarea[name=body]").fill(f"{THEIRS} {text} {MINE}")
    act(page, "Birleşik metni kaydet")
    page.goto(draft)
    for part in (THEIRS, CHANGED, MINE):
        see(page, part)


def edits_without_scripts(page: Page, draft: str) -> None:
    page.goto(draft)
    block_with(page, MINE).get_by_role("link", name=re.compile("^Düzenle")).click()
    assert page.url.endswith("/yaz/")
    box = page.locator("textarea[name=body]")
    box.fill(f"{box.input_value()} {WITHOUT_SCRIPTS}")
    act(page, "Kaydet")
    see(page, WITHOUT_SCRIPTS)


def approves(page: Page) -> None:
    page.goto("/kitaplik/yayin-masasi/")
    page.locator("#oyku").get_by_role("link", name=re.compile("Denetle ve onayla")).click()
    act(page, "Kitabı onayla")
    expect(page.locator("#oyku").get_by_role("link", name=re.compile("Basım yayımla"))).to_be_visible()


def publishes_and_watches(page: Page) -> None:
    """The bar is there at once and goes on by itself until a worker is done."""
    page.locator("#oyku").get_by_role("link", name=re.compile("Basım yayımla")).click()
    page.locator("[name=change_note]").fill("İlk basım.")
    act(page, "Yayımla")
    edition = page.locator("#oyku .desk-edition")
    expect(edition.locator("progress")).to_be_visible()
    expect(edition.locator("progress")).to_have_count(0, timeout=PART_OF_A_MINUTE)
    expect(edition.locator("[aria-current=step], .steps li:not(.is-done)")).to_have_count(0)
    page.reload()
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
