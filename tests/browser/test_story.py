"""The story of the portal, told in Chromium against the real processes: from a need to a measure, from a draft to a book.

From the need to the measure everybody walks twice, once with a phone and once at a desk; the book is printed once, because
that is what takes time. Besides, everybody goes through all that their navigation offers, at both widths.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, OpenDesk, address_of
from tests.browser.portal import Portal

PHONE, DESK = 360, 1280
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
TITLE = "Durakta tekerlekli sandalye için yer yok"
QUESTION, REPLY = "Hangi durak?", "Çarşı durağı; pazar günleri en kalabalık olanı."
BODY = "Durak kaldırımın dar yerinde duruyor; tekerlekli sandalyeyle bekleyen yola inmek zorunda kalıyor."
REASON = "Durağın yeri değiştirilecek; iş bu yılın programına alındı."
PROGRAMME = "Erişilebilir Duraklar 2027–2029"
MEASURE = "Dar kaldırımdaki on iki durak genişletilir."
OTHER_MEASURE = "Her durağa oturma yeri konur"
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


def choose(page: Page, name: str) -> None:
    """Choose from the main navigation, which a phone folds into a menu."""
    menu = page.get_by_role("button", name="Menü", exact=True)
    if menu.is_visible():
        menu.click()
    page.locator("#navigation").get_by_role("link", name=name, exact=True).click()


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


# --- everybody finds their way ---------------------------------------------------------------------------------------

# Who: the heading of their first page, and what their navigation offers.
WAYS = {
    "": ("", ["İhtiyaçlar", "Kapsama", "Program", "El kitapları", "Kuruluşlar"]),
    "representative": ("Kuruluşum", ["İhtiyaç bildir", "İhtiyaçlar", "Kapsama", "Program", "El kitapları"]),
    "contributor": ("Kuruluşum", ["İhtiyaç bildir", "İhtiyaçlar", "Program"]),
    "head": ("Kuruluşum", ["İhtiyaç bildir", "İhtiyaçlar", "Kapsama"]),
    "officer": ("Çalışma masam", ["İhtiyaçlar", "Kapsama", "Program", "El kitapları"]),
    "coordinator": ("Çalışma masam", ["İhtiyaçlar", "Program", "Kuruluş başvuruları"]),
    "administrator": ("Yayın masası", ["Çalışma masam", "Kuruluş başvuruları", "Kataloglar", "Kişiler ve müdürlükler"]),
}


@WIDTHS
@pytest.mark.parametrize("who", WAYS)
def test_everybody_finds_their_way(open_desk: OpenDesk, who: str, width: int) -> None:
    """The first page of each role, and every page that their navigation names."""
    first, offered = WAYS[who]
    with open_desk(who or None, width=width) as desk:
        page = desk.page
        page.goto("/masam/" if who else "/")
        assert page.locator("html").get_attribute("lang") == "tr"
        if first:
            expect(page.locator("h1")).to_have_text(first)
        fits(page)
        for name in offered:
            choose(page, name)
            expect(page.locator("h1")).to_be_visible()
            expect(page.locator("#navigation .nav__link[aria-current]")).to_have_text(name)
            fits(page)
        if who:
            page.goto("/bildirimler/")
            expect(page.locator("h1")).to_have_text("Bildirimleriniz")
            fits(page)


@WIDTHS
def test_a_visitor_reads_what_the_portal_is(open_desk: OpenDesk, width: int) -> None:
    with open_desk(width=width) as desk:
        desk.page.goto("/")
        expect(desk.page.locator("h1")).to_be_visible()
        follow(desk.page, re.compile("Nasıl işler|nasıl işlediğini|Nasıl işlediğini"))
        expect(desk.page.locator("h1")).to_be_visible()
        assert "nasil-isler" in desk.page.url
        fits(desk.page)


# --- a need is heard -------------------------------------------------------------------------------------------------


@WIDTHS
def test_a_need_goes_from_the_representative_to_a_measure_and_back(
    portal: Portal, open_desk: OpenDesk, width: int
) -> None:
    with open_desk("representative", width=width) as desk:
        reference = submits_with_an_error_first(desk.page)
    with open_desk("coordinator", width=width) as desk:
        finds_it_with_its_due_date(desk.page, reference)
        assigns(desk.page)
    with open_desk("officer", width=width) as desk:
        asks_back(desk.page, reference)
    with open_desk("contributor", width=width) as desk:
        replies(desk.page, reference)
    with open_desk("officer", width=width) as desk:
        answers_with_a_reason(desk.page, reference)
    with open_desk("coordinator", width=width) as desk:
        begins_a_programme(desk.page, width)
    with open_desk("officer", width=width) as desk:
        writes_a_measure(desk.page, width)
        writes_a_measure_that_addresses(desk.page, reference, width)
    with open_desk("representative", width=width) as desk:
        is_told(desk.page, reference)
        sees_the_chain(desk.page, width)
    for who in (None, "head", "administrator"):
        with open_desk(who, width=width) as desk:
            traces(desk.page, reference)


def submits_with_an_error_first(page: Page) -> str:
    """Return the reference of the new need."""
    page.goto("/masam/")
    choose(page, "İhtiyaç bildir")
    page.get_by_label("Ne eksik? Bir cümleyle söyleyin.").fill(TITLE)
    page.get_by_label("Biraz daha anlatın").fill(BODY)
    act(page, "İhtiyacı bildir")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Hata:")
    expect(page.get_by_label("Ne eksik? Bir cümleyle söyleyin.")).to_have_value(TITLE)
    expect(page.get_by_label("Biraz daha anlatın")).to_have_value(BODY)
    fits(page)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "groups"
    page.get_by_label("Bedensel engelliler").check()
    act(page, "İhtiyacı bildir")
    see(page, "Yine de herkese açık mı?")
    page.get_by_label("Yine de herkes okuyabilir").check()
    act(page, "İhtiyacı bildir")
    expect(page.locator("h1")).to_have_text(TITLE)
    fits(page)
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
    fits(page)
    expect(row.get_by_role("link", name=re.compile("^Görevlendir"))).to_be_visible()
    row.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)


def assigns(page: Page) -> None:
    follow(page, "Müdürlüğe ya da görevliye ver")
    page.get_by_label("Görevli").select_option(label="Güneş Görevli (örnek)")
    fits(page)
    page.locator(".form__act button").click()
    see(page, "Fen İşleri")


def on_the_desk(page: Page, reference: str):
    """Return the row of the desk, found as one finds it there."""
    page.goto("/masam/")
    row = page.locator(".desk__row", has_text=reference)
    expect(row).to_be_visible()
    return row


def asks_back(page: Page, reference: str) -> None:
    on_the_desk(page, reference).get_by_role("link", name=TITLE).click()
    follow(page, "Soru sor")
    page.get_by_label("Sorunuz").fill(QUESTION)
    fits(page)
    page.locator(".form__act button").click()
    see(page, QUESTION)


def replies(page: Page, reference: str) -> None:
    """A colleague of the representative sees at once that something is asked of them."""
    page.goto("/masam/")
    page.locator("main li", has_text=reference).get_by_role("link", name=TITLE).click()
    follow(page, "Soruyu oku ve yanıtla")
    see(page, QUESTION)
    page.get_by_label("Yanıtınız").fill(REPLY)
    fits(page)
    page.locator(".form__act button").click()
    see(page, REPLY)


def answers_with_a_reason(page: Page, reference: str) -> None:
    """With the need and the reply before their eyes."""
    on_the_desk(page, reference).get_by_role("link", name=re.compile("Yanıtla")).click()
    folded = page.locator("main summary", has_text="Bildirilen ihtiyacı oku")
    if folded.is_visible():  # a phone folds it
        folded.click()
    see(page, BODY)
    see(page, REPLY)
    page.get_by_label("Kabul edildi: yapılacak").check()
    page.get_by_label("Yanıt ve gerekçesi").fill(REASON)
    fits(page)
    page.locator(".form__act button").click()
    see(page, REASON)


def begins_a_programme(page: Page, width: int) -> None:
    """A draft with a goal and an outcome."""
    page.goto("/programlar/")
    follow(page, "Program başlat")
    page.get_by_label("Programın adı").fill(f"{PROGRAMME}, {width}")
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
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("altına faaliyet ekle"))).to_be_visible()
    fits(page)


def writes_a_measure(page: Page, width: int) -> None:
    """On the page of the programme, below its outcome, for the officer's own unit."""
    page.goto("/programlar/")
    follow(page, f"{PROGRAMME}, {width}")
    follow(page, "H1.1 altına faaliyet ekle")
    page.get_by_label("Ne yapılacak? Bir cümleyle").fill(f"{OTHER_MEASURE} ({width}).")
    expect(page.get_by_label("Sorumlu müdürlük")).to_be_disabled()
    expect(page.get_by_label("Sorumlu müdürlük")).to_have_value("fen-isleri")
    fits(page)
    act(page, "Faaliyeti ekle")
    expect(page.locator("h1")).to_contain_text(OTHER_MEASURE)
    fits(page)


def writes_a_measure_that_addresses(page: Page, reference: str, width: int) -> None:
    """From the need itself: choose the outcome, write the measure, and the need is linked in the same act."""
    page.goto(f"/ihtiyaclar/{reference}/")
    follow(page, "Bir faaliyete bağla")
    expect(page.locator("h1")).to_contain_text("bir faaliyete bağla")
    fits(page)
    group = page.get_by_label("Hangi hedefin altına?").locator(f"optgroup[label='{PROGRAMME}, {width}']")
    page.get_by_label("Hangi hedefin altına?").select_option(
        value=group.locator("option").first.get_attribute("value") or ""
    )
    act(page, "Yeni faaliyet yaz")
    see(page, TITLE)
    page.get_by_label("Ne yapılacak? Bir cümleyle").fill(f"{MEASURE[:-1]} ({width}).")
    fits(page)
    act(page, "Faaliyeti ekle")
    expect(page.locator("h1")).to_have_text(TITLE)


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
    fits(page)
    page.goto("/bildirimler/")
    page.locator(".told-line", has_text=reference).first.get_by_role("button").click()


def sees_the_chain(page: Page, width: int) -> None:
    """Heard, passed on, asked, answered with the reason, taken into a measure: on one thread."""
    expect(page.locator("h1")).to_have_text(TITLE)
    thread = page.locator(".yarn")
    for text in ("İhtiyaç bildirildi", "Fen İşleri", REASON, f"{MEASURE[:-1]} ({width})", PROGRAMME):
        expect(thread.get_by_text(text).first).to_be_visible()
    fits(page)


def traces(page: Page, reference: str) -> None:
    """With the reference alone, on the home page; whoever has no part in it reads, and is offered nothing else."""
    page.goto("/")
    page.locator(".track input").fill(reference)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(TITLE)
    see(page, REASON)
    expect(page.get_by_role("main").get_by_role("link", name="Yanıtla", exact=True)).to_have_count(0)
    fits(page)


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
    page.locator("[name=reason]").fill("Kısa kitabı yazarları okudu.")
    act(page, "Kitabı onayla")
    expect(page.get_by_role("link", name=re.compile("Basım yayımla"))).to_be_visible()


def publishes_and_watches(page: Page) -> None:
    """The bar is there at once and goes on by itself until a worker is done."""
    page.get_by_role("link", name=re.compile("Basım yayımla")).click()
    page.locator("[name=change_note]").fill("İlk basım.")
    act(page, "Yayımla")
    edition = page.locator(".desk-edition")
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
