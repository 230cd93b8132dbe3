"""The story of the portal, told in Chromium against the real processes: from a need to a measure. How a book goes from the
draft to the library is told in test_story_of_a_book.

Everybody walks it twice, once with a phone and once at a desk. Besides, everybody goes through all that their navigation
offers, at both widths.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal
from tests.browser.steps import act, choose, fits, follow, see

PHONE, DESK = 360, 1280
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE])
TITLE = "Durakta tekerlekli sandalye için yer yok"
QUESTION, REPLY = "Hangi durak?", "Çarşı durağı; pazar günleri en kalabalık olanı."
BODY = "Durak kaldırımın dar yerinde duruyor; tekerlekli sandalyeyle bekleyen yola inmek zorunda kalıyor."
REASON = "Durağın yeri değiştirilecek; iş bu yılın programına alındı."
PROGRAMME = "Erişilebilir Duraklar 2027–2029"
MEASURE = "Dar kaldırımdaki on iki durak genişletilir."
OTHER_MEASURE = "Her durağa oturma yeri konur"


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
# In how many lines the navigation stands.
LINES = "new Set([...document.querySelectorAll('#navigation .nav__list > li')].map(each => each.offsetTop)).size"


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
        if width == DESK:
            assert page.evaluate(LINES) == 1, "the navigation stands in one line"
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
    act(page, "Kaydet ve devam et")
    see(page, "Kimin için ve nerede?")
    fits(page)
    act(page, "Kaydet ve devam et")
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Hata:")
    fits(page)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "groups"
    page.get_by_label("Bedensel engelliler").check()
    act(page, "Geri")
    expect(page.get_by_label("Ne eksik? Bir cümleyle söyleyin.")).to_have_value(TITLE)
    expect(page.get_by_label("Biraz daha anlatın")).to_have_value(BODY)
    act(page, "Kaydet ve devam et")
    expect(page.get_by_label("Bedensel engelliler")).to_be_checked()
    act(page, "Kaydet ve devam et")
    see(page, "yazdığınız için önerildi")
    fits(page)
    act(page, "Kaydet ve devam et")
    see(page, "Yine de herkese açık mı?")
    page.get_by_label("Yine de herkes okuyabilir").check()
    act(page, "Kaydet ve devam et")
    for words in (TITLE, "Bedensel engelliler"):
        see(page, words)
    fits(page)
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
        if mails.count() >= 2:  # the question, the answer; the measure comes with the mail of the day
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert mails.count() >= 2
    fits(page)
    page.goto("/bildirimler/")
    page.locator(".told-line", has_text=reference).first.get_by_role("button", name=re.compile("^Aç")).click()


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
