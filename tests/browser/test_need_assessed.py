"""From what people lack to an analysed rights problem, told in Chromium against the real processes.

A neighbourhood head raises a need with a picture, on a phone without scripts. An organisation has raised the same. A coordinator
finds that the two are one and merges them, takes the need into an assessment and begins its tree of causes; an officer answers. The head
is told and reads the answer; a visitor finds the need on a phone, follows its thread and looks at coverage.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.opinions import on_the_desk
from tests.browser.steps import act, choose, fits, follow, see
from tests.programming.needs.factories import picture

PHONE = {"width": 360, "java_script_enabled": False}
TITLE = "Çeşme sokağındaki merdivende tırabzan yok"
BODY = "Yaşlı komşularımız merdivenden inemiyor; kışın iki kişi kaydı ve evden çıkmaya çekiniyor."
SAME = "Merdivende tutunacak tırabzan olmadığı için yaşlılar inemiyor"
SHOWS = "Merdivenin iki yanında da tutunacak bir yer yok."
REASON = "Tırabzan bu yıl takılacak; keşif yapıldı."
PROBLEM = "Çeşme sokağında evden çıkabilmek"
CAUSE, WHY = "Yaşlılar merdivenden inemiyor.", "Merdivende tırabzan yok."


def test_two_needs_become_one_assessed_problem(open_desk: OpenDesk) -> None:
    with open_desk("head", **PHONE) as desk:
        raised = raises(desk.page, TITLE, with_picture=True)
    with open_desk("representative") as desk:
        other = raises(desk.page, SAME)
    with open_desk("coordinator") as desk:
        merges(desk.page, raised, other)
        assessment = begins_an_assessment(desk.page)
        gathers(desk.page, assessment, other)
        begins_the_tree(desk.page, assessment)
        gives_it_to_an_officer(desk.page, other)
    with open_desk("officer", **PHONE) as desk:
        answers(desk.page, other)
    with open_desk("head", **PHONE) as desk:
        is_told_and_reads_the_answer(desk.page, raised, other)
    with open_desk(width=360) as desk:
        a_visitor_follows_the_thread(desk.page, other)


def raises(page: Page, title: str, *, with_picture: bool = False) -> str:
    """Say it in four steps, for old people, and return its number."""
    page.goto("/masam/")
    choose(page, "İhtiyaç bildir")
    page.get_by_label("Ne eksik? Bir cümleyle söyleyin.").fill(title)
    page.get_by_label("Biraz daha anlatın").fill(BODY)
    act(page, "Kaydet ve devam et")
    group = page.get_by_label("Yaşlılar (65+)")
    if not group.is_visible():
        page.locator("main details", has=group).locator("summary").click()
    group.check()
    fits(page)
    act(page, "Kaydet ve devam et")
    fits(page)
    act(page, "Kaydet ve devam et")
    if with_picture:
        adds_a_picture(page)
    fits(page)
    act(page, "İhtiyacı bildir")
    expect(page.locator("h1")).to_have_text(title)
    if with_picture:
        see(page, SHOWS)
    found = re.search(r"İ-\d{4}-[0-9A-Z]{5}", page.locator("main").inner_text())
    assert found
    return found[0]


def adds_a_picture(page: Page) -> None:
    """From the page on which all is read once more; a file that is none is refused first, and what was typed stays."""
    act(page, "Dosya ekle")
    fits(page)
    words = page.get_by_label("Neyi gösteriyor? Bir cümleyle yazın.")
    words.fill(SHOWS)
    for content, taken in ((b"bu bir resim degil", False), (picture(), True)):
        page.locator("main input[type=file]").set_input_files(
            {"name": "merdiven.jpg", "mimeType": "image/jpeg", "buffer": content}
        )
        act(page, "Dosyayı ekle")
        if not taken:
            expect(words).to_have_value(SHOWS)
            expect(page.locator("main .field--error, main .error").first).to_be_visible()
    see(page, SHOWS)
    follow(page, "İhtiyaca geri dön")
    see(page, SHOWS)


def merges(page: Page, reference: str, other: str) -> None:
    """Both texts side by side first."""
    page.goto(f"/ihtiyaclar/{reference}/")
    see(page, SHOWS)
    follow(page, "Başka bir ihtiyaçla birleştir")
    page.get_by_label("Öteki ihtiyaçtan sözcükler ya da kayıt numarası").fill(other)
    act(page, "Bul")
    page.locator(".need-row", has_text=other).get_by_role("link", name=re.compile("^İkisini oku")).click()
    expect(page.locator("h1")).to_have_text("Bunlar aynı ihtiyaç mı?")
    for title in (TITLE, SAME):
        see(page, title)
    fits(page)
    page.get_by_label("Neden aynı ihtiyaç?").fill("İkisi de aynı merdiveni anlatıyor.")
    act(page, "İhtiyaçları birleştir")
    see(page, "Bu ihtiyaç başka bir ihtiyaçla birleştirildi")
    see(page, other)


def begins_an_assessment(page: Page) -> str:
    """Return its address."""
    choose(page, "Değerlendirmeler")
    follow(page, "Değerlendirme başlat")
    page.get_by_label("Başlık").fill(PROBLEM)
    page.get_by_label("Hangi hak?").select_option(label="Ulaşım ve erişilebilirlik")
    page.get_by_label("Yaşlılar (65+)").check()
    act(page, "Değerlendirmeyi başlat")
    expect(page.locator("h1")).to_have_text(PROBLEM)
    found = re.search(r"/degerlendirmeler/[^/]+/", page.url)
    assert found
    return found[0]


def gathers(page: Page, assessment: str, reference: str) -> None:
    page.goto(assessment)
    follow(page, "Derlenen ihtiyaçlar")
    page.get_by_label("İhtiyaçta geçen sözcükler ya da ihtiyacın numarası").fill(reference)
    act(page, "İhtiyaç bul")
    page.locator("main li", has_text=reference).get_by_role("button", name=re.compile("^Ekle")).click()
    expect(page.locator("[aria-labelledby=toplanan]")).to_contain_text(reference)


def begins_the_tree(page: Page, assessment: str) -> None:
    page.goto(assessment)
    follow(page, "Neden ağacı")
    follow(page, "Görünen sorun ekle")
    page.get_by_label("Bir cümleyle").fill(CAUSE)
    act(page, "Ekle")
    page.locator("main li", has_text=CAUSE).get_by_role("link", name=re.compile("^Nedenini ekle")).first.click()
    expect(page.get_by_label("Neyi açıklıyor?").locator("option:checked")).to_contain_text(CAUSE)
    page.get_by_label("Bir cümleyle").fill(WHY)
    act(page, "Ekle")
    for words in (CAUSE, WHY):
        expect(page.locator("[aria-labelledby=liste]")).to_contain_text(words)
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    fits(page)


def gives_it_to_an_officer(page: Page, reference: str) -> None:
    page.goto(f"/ihtiyaclar/{reference}/")
    follow(page, "Müdürlüğe ya da görevliye ver")
    page.get_by_label("Görevli").select_option(label="Güneş Görevli (örnek)")
    page.locator(".form__act button").click()
    see(page, "Fen İşleri")


def answers(page: Page, reference: str) -> None:
    row = on_the_desk(page, reference)
    row.get_by_role("link", name=re.compile("^Yanıtla")).click()
    page.get_by_label("Kabul edildi: yapılacak").check()
    page.get_by_label("Yanıt ve gerekçesi").fill(REASON)
    act(page, "Yanıtla")
    see(page, REASON)


def is_told_and_reads_the_answer(page: Page, reference: str, other: str) -> None:
    page.goto("/bildirimler/")
    see(page, reference)
    page.goto(f"/ihtiyaclar/{reference}/")
    see(page, REASON)
    thread = page.locator(".yarn")
    expect(thread).to_contain_text(f"{other} numaralı ihtiyacın yanıtıyla birlikte")
    fits(page)


def a_visitor_follows_the_thread(page: Page, reference: str) -> None:
    page.goto("/ihtiyaclar/")
    page.get_by_text("Ara ve süz").click()
    page.get_by_label("Ara", exact=True).fill("merdiven tırabzan")
    act(page, "Bul")
    follow(page, SAME)
    expect(page.locator("h1")).to_have_text(SAME)
    see(page, REASON)
    expect(page.locator("main")).not_to_contain_text(SHOWS)  # the files are not for everybody
    fits(page)
    choose(page, "Kapsama")
    expect(page.locator("h1")).to_have_text("Kapsama")
    fits(page)
    follow(page, "Üç aylık tablolar")
    fits(page)
    assert reference not in page.locator("main").inner_text()
