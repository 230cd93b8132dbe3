"""A book is written, reviewed, approved and published by four pairs of eyes, with an error of the last edition corrected.

The writer and the reviewer hold a phone, the administrator sits at a desk.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal

PHONE = 360
PART_OF_A_MINUTE = 45_000  # milliseconds
BOOK, DESK = "/kitaplik/kesinti/", "/kitaplik/yayin-masasi/K2/"
WRONG, RIGHT = "Bu kitap kısadır", "Bu kitap kısa, ama açıktır"
MENDED = "Bu kitap kısa, ama açık ve kaynaklıdır"


def act(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()


def see(page: Page, text: str) -> None:
    expect(page.locator("main").get_by_text(text).first).to_be_visible()


def test_a_book_goes_through_many_hands_to_its_next_edition(portal: Portal, open_desk: OpenDesk) -> None:
    portal.close_rounds()
    with open_desk("administrator") as desk:
        has_an_edition(desk.page)
        notes_an_error(desk.page)
        opens_and_entrusts(desk.page)
    with open_desk("officer", width=PHONE) as desk:
        writes(desk.page, WRONG, RIGHT)
        sends_to_review(desk.page)
    with open_desk("coordinator", width=PHONE) as desk:
        is_told(desk.page)
        asks_for_changes(desk.page)
    with open_desk("officer", width=PHONE) as desk:
        reads_the_remarks(desk.page)
        writes(desk.page, RIGHT, MENDED)
    with open_desk("coordinator", width=PHONE) as desk:
        sees_what_changed(desk.page)
        finds_it_ready(desk.page)
    with open_desk("administrator") as desk:
        approves(desk.page)
        publishes(desk.page)
    with open_desk(width=PHONE) as desk:
        desk.page.goto(f"{BOOK}oku/")
        see(desk.page, MENDED)


def has_an_edition(page: Page) -> None:
    """Another test may have published the book already."""
    page.goto(DESK)
    publish = page.get_by_role("link", name=re.compile("^Basım yayımla"))
    if publish.count():
        publish.click()
        page.locator("[name=change_note]").fill("İlk basım.")
        act(page, "Yayımla")
    expect(page.locator("progress")).to_have_count(0, timeout=PART_OF_A_MINUTE)


def notes_an_error(page: Page) -> None:
    follow(page, "Saptanan hatalar")
    act(page, "Not et")
    expect(page.locator("[data-summary]")).to_be_focused()
    page.locator("[name=place]").fill("3. sayfa, ilk cümle")
    page.locator("[name=wrong]").fill(WRONG)
    page.locator("[name=right]").fill(MENDED)
    act(page, "Not et")
    see(page, "Henüz düzeltilmedi")


def opens_and_entrusts(page: Page) -> None:
    page.goto(DESK)
    page.get_by_role("main").get_by_role("button", name=re.compile("^Yazmaya aç")).click()
    for person, task in (("Güneş Görevli (örnek)", "kitabı yazmak"), ("Kaya Koordinatör (örnek)", "kitabı incelemek")):
        page.goto(DESK)
        follow(page, "Görev ver")
        page.locator("[name=user]").select_option(label=person)
        page.get_by_label(task).check()
        act(page, "Görevlendir")
        see(page, person)


def writes(page: Page, old: str, new: str) -> None:
    page.goto("/yanit/masam/")
    page.locator(f"main a[href='{DESK}']").click()
    follow(page, "Yaz")
    page.locator(".block", has_text=old).first.get_by_role("link", name=re.compile("^Düzenle")).click()
    area = page.locator(".block--open textarea[name=body]")
    area.fill(area.input_value().replace(old, new))
    page.locator(".block--open").get_by_role("button", name="Kaydet", exact=True).click()
    expect(page.locator(".block", has_text=new).first).to_be_visible()


def sends_to_review(page: Page) -> None:
    page.goto(DESK)
    follow(page, "İncelemeye gönder")
    page.locator("[name=note]").fill("Dili açık mı?")
    act(page, "İncelemeye gönder")
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("İncelemede")


def is_told(page: Page) -> None:
    page.goto("/bildirimler/")
    see(page, "Bir el kitabı incelemenizi bekliyor: 2. kitap")
    page.goto(DESK)
    follow(page, "Oku ve karar ver")
    see(page, "Dili açık mı?")


def asks_for_changes(page: Page) -> None:
    page.get_by_label("Değişiklik gerekiyor").check()
    act(page, "Kararı kaydet")
    expect(page.locator("[data-summary]")).to_be_focused()
    assert page.get_by_label("Değişiklik gerekiyor").is_checked()
    page.locator("[name=remarks]").fill("Kaynaktan da söz edilsin.")
    act(page, "Kararı kaydet")
    expect(page).to_have_url(re.compile(DESK))


def reads_the_remarks(page: Page) -> None:
    page.goto(DESK)
    see(page, "Değişiklik isteyen: Kaya Koordinatör (örnek)")
    follow(page, "İncelemeyi gör")
    see(page, "Kaynaktan da söz edilsin.")


def sees_what_changed(page: Page) -> None:
    page.goto(f"{BOOK}inceleme/")
    see(page, "Son kararınızdan beri değişenler")
    expect(page.locator(".diff ins").first).to_contain_text("kaynaklıdır")


def finds_it_ready(page: Page) -> None:
    page.get_by_label("Onaylanabilir").check()
    page.locator("[name=remarks]").fill("")
    act(page, "Kararı kaydet")
    expect(page).to_have_url(re.compile(DESK))


def approves(page: Page) -> None:
    page.goto(DESK)
    follow(page, "Denetle ve onayla")
    expect(page.locator("[name=reason]")).to_have_count(0)
    act(page, "Kitabı onayla")
    see(page, "Basım olarak yayımlanabilir; bunu yönetici yapar.")


def publishes(page: Page) -> None:
    follow(page, "Basım yayımla")
    expect(page.get_by_label(re.compile("ilk cümle"))).to_be_checked()
    page.locator("[name=change_note]").fill("İlk cümle düzeltildi.")
    act(page, "Yayımla")
    edition = page.locator(".desk-edition", has_text="İlk cümle düzeltildi.")
    expect(edition.get_by_text("Kitaplıkta", exact=True)).to_be_visible(timeout=PART_OF_A_MINUTE)
    expect(page.locator("progress")).to_have_count(0, timeout=PART_OF_A_MINUTE)
    page.get_by_role("link", name=re.compile("^Saptanan hatalar")).last.click()
    expect(page.get_by_text(re.compile(r"basımında düzeltildi"))).to_be_visible()
