"""An assessment to its end, told in Chromium against the real processes.

A coordinator begins it and invites an organisation; both write the tree of causes, one at a desk with the keyboard alone, the other on a
phone without scripts. It is put to a round, an opinion is answered, it is adopted, and the next version is begun. A visitor on a phone
reads what was adopted, opens the file that bears a cause out, and takes the PDF along.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.opinions import ORGANISATION, on_the_desk, plans_and_opens, reference_on
from tests.browser.portal import Portal
from tests.browser.steps import act, choose, fits, follow, see
from tests.programming.needs.factories import picture

PHONE = {"width": 360, "java_script_enabled": False}
REFERENCE = re.compile(r"/degerlendirmeler/D-[^/]+/")
PART_OF_A_MINUTE = 45_000  # milliseconds
PROBLEM = "Mahalle parkına tekerlekli sandalyeyle girebilmek"
TOP, RAMP, GATE = "Parka tekerlekli sandalyeyle girilemiyor.", "Girişte rampa yok.", "Kapı dar ve ağır."
LATER = "Girişlerin hiçbirinde rampa yok."
CLAIM = "Parka yardım almadan girip çıkabilmek."
SHOWS = "Rampasız girişin önden görünüşü."
OPINION, ANSWER = "Arka kapıda da rampa yok, onu da yazın.", "Arka kapı bir sonraki sürümde incelenecek."
NOTE = "Görüş turundan sonraki ilk sürüm."


def test_an_assessment_is_written_together_adopted_and_read(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("coordinator") as desk:
        assessment = begins_and_invites(desk.page)
        adds_by_keyboard(desk.page, assessment)
    with open_desk("representative", **PHONE) as desk:
        writes_on_a_phone(desk.page)
    with open_desk("coordinator") as desk:
        moves_by_keyboard(desk.page, assessment)
        adds_a_file(desk.page)
        round = puts_it_to_a_round(desk.page, assessment)
    with open_desk("representative", **PHONE) as desk:
        reference = says_something(desk.page, round)
    with open_desk("officer") as desk:
        answers(desk.page, reference)
    portal.end_rounds()
    with open_desk("coordinator") as desk:
        closes_and_adopts(desk.page, round, assessment)
        begins_the_next_version(desk.page, assessment)
    with open_desk(width=360) as desk:
        a_visitor_reads_what_was_adopted(desk.page)


def begins_and_invites(page: Page) -> str:
    """Return the address of the assessment."""
    page.goto("/degerlendirmeler/yeni/")
    page.get_by_label("Başlık").fill(PROBLEM)
    page.get_by_label("Hangi hak?").select_option(label="Ulaşım ve erişilebilirlik")
    page.get_by_label("Yaşlılar (65+)").check()
    act(page, "Değerlendirmeyi başlat")
    expect(page).to_have_url(REFERENCE)  # a press does not wait for the page that it asks for
    found = REFERENCE.search(page.url)
    assert found
    follow(page, "Yazanlar")
    page.get_by_label("Kuruluş", exact=True).select_option(label=ORGANISATION)
    act(page, "Davet et")
    expect(page.locator("[aria-labelledby=yazanlar]")).to_contain_text(ORGANISATION)
    return found[0]


def adds_by_keyboard(page: Page, assessment: str) -> None:
    """No hand on the mouse: to the link, into the fields, and sent with the enter key."""
    page.goto(f"{assessment}agac/")
    page.get_by_role("link", name="Görünen sorun ekle").focus()
    page.keyboard.press("Enter")
    title = page.get_by_label("Bir cümleyle")
    expect(title).to_be_visible()
    title.focus()
    page.keyboard.type(TOP)
    page.keyboard.press("Enter")
    expect(page.locator("[aria-labelledby=liste]")).to_contain_text(TOP)


def writes_on_a_phone(page: Page) -> None:
    """From the list, where the organisation finds what it writes: two causes below the first, and a claim."""
    page.goto("/degerlendirmeler/")
    follow(page, PROBLEM)
    follow(page, "Neden ağacı")
    for words in (RAMP, GATE):
        cause(page, TOP).get_by_role("link", name=re.compile("^Nedenini ekle")).first.click()
        page.get_by_label("Bir cümleyle").fill(words)
        act(page, "Ekle")
        expect(cause(page, words)).to_be_visible()
    fits(page)
    expect(page.locator("main svg[role=img] title").first).to_have_text("Neden ağacı.")
    follow(page, "Adım adım yaz")
    expect(page).to_have_url(re.compile("/yaz/"))
    page.goto(f"{page.url.partition('?')[0]}?bolum=roller")
    follow(page, "Talep ekle")
    page.get_by_label("Hak sahipleri").fill("Tekerlekli sandalye kullanan sakinler")
    page.get_by_label("Ne talep edebilirler?").fill(CLAIM)
    fits(page)
    act(page, "Ekle")
    see(page, CLAIM)


def cause(page: Page, words: str) -> Locator:
    return page.locator("[aria-labelledby=liste] li", has_text=words).last


def moves_by_keyboard(page: Page, assessment: str) -> None:
    page.goto(f"{assessment}agac/")
    expect(page.locator(".causes .causes > li")).to_contain_text([RAMP, GATE])
    page.get_by_role("button", name=re.compile(f"^Yukarı taşı: 1.2 {GATE}")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".causes .causes > li")).to_contain_text([GATE, RAMP])


def adds_a_file(page: Page) -> None:
    """That everybody may open."""
    cause(page, RAMP).get_by_role("link", name=re.compile("^Dosyalar")).click()
    page.locator("main input[type=file]").set_input_files(
        {"name": "giris.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_label("Neyi gösteriyor? Bir cümleyle yazın.").fill(SHOWS)
    page.get_by_label("Değerlendirme kabul edilince herkes açabilsin").check()
    act(page, "Dosyayı ekle")
    see(page, "Kabulden sonra herkese açık")


def puts_it_to_a_round(page: Page, assessment: str) -> str:
    """Return the address of the round."""
    page.goto(f"{assessment}asama/")
    act(page, "Görüşe aç")
    return plans_and_opens(
        page, "Parkın girişi", "Parka girişteki sorunun değerlendirmesi. Görüşünüzle son biçimini alacak."
    )


def says_something(page: Page, round: str) -> str:
    """About the cause; return the number of the opinion."""
    page.goto(round)
    follow(page, re.compile("Nedenler$"))
    block = page.locator(".commented__block", has_text=RAMP)
    block.get_by_role("link", name=re.compile("^Görüş yaz")).click()
    page.get_by_label("Ne düşünüyorsunuz?").fill(OPINION)
    act(page, "Görüşü gönder")
    see(page, OPINION)
    return reference_on(page)


def answers(page: Page, reference: str) -> None:
    on_the_desk(page, reference).get_by_role("link", name=re.compile("^Yanıtla")).click()
    page.get_by_label("Kabul edildi: yapılacak").check()
    page.get_by_label("Yanıt ve gerekçesi").fill(ANSWER)
    act(page, "Yanıtla")
    see(page, ANSWER)


def closes_and_adopts(page: Page, round: str, assessment: str) -> None:
    page.goto(round)
    act(page, "Turu kapat")
    page.goto(f"{assessment}asama/")
    follow(page, re.compile("^Kabul et$"))
    page.get_by_label("Okurlar bu sürüm hakkında ne bilmeli?").fill(NOTE)
    act(page, "Bu metni kabul et")
    expect(page.locator("[aria-labelledby=surumler]")).to_contain_text(NOTE)


def begins_the_next_version(page: Page, assessment: str) -> None:
    """And changes a cause in it."""
    act(page, "Yeniden aç")
    page.goto(f"{assessment}agac/")
    cause(page, RAMP).get_by_role("link", name=re.compile("^Değiştir")).click()
    page.get_by_label("Bir cümleyle").fill(LATER)
    act(page, "Değişikliği kaydet")
    expect(page.locator("[aria-labelledby=liste]")).to_contain_text(LATER)


def a_visitor_reads_what_was_adopted(page: Page) -> None:
    """The tree as a drawing and as a list, the file, the PDF; nothing of what is written since."""
    page.goto("/")
    choose(page, "Değerlendirmeler")
    follow(page, PROBLEM)
    expect(page.locator("h1")).to_have_text(PROBLEM)
    see(page, NOTE)
    expect(page.locator("main svg[role=img] desc").first).to_contain_text(RAMP)
    expect(page.locator("main .causes").first).to_contain_text(RAMP)
    expect(page.locator("main")).not_to_contain_text(LATER)
    see(page, CLAIM)
    fits(page)
    with page.expect_download() as file:
        page.get_by_role("link", name=re.compile("^Kanıt dosyası")).click()
    assert file.value.suggested_filename.endswith(".jpg")
    pdf = page.get_by_role("link", name="PDF olarak indir")
    expect(pdf).to_be_visible(timeout=PART_OF_A_MINUTE)
    with page.expect_download() as taken:
        pdf.click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
