"""The charter from the draft to its acceptance, told in Chromium against the real processes.

A coordinator changes a rule, puts the text to a round and, once that is closed, into force. Two organisations accept it: one
after the other, the second on a phone without scripts. A visitor reads what holds now, and who accepted it.

``charter_in_force`` and ``accepts`` are steps of their own, so that journeys of what is done under the charter begin with them.
"""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.portal import Portal
from tests.browser.steps import act, choose, fits, follow, see

PHONE = {"width": 360, "java_script_enabled": False}
FIRST, SECOND = "Engelsiz Adımlar Derneği (örnek)", "Ataşehir’de Bir Mahalle Muhtarlığı (örnek)"
DECISION = "2026/77"
CHARTER = "/tuzuk/"


def test_charter_is_discussed_adopted_and_accepted(portal: Portal, open_desk: OpenDesk) -> None:
    with open_desk("coordinator") as desk:
        charter_in_force(portal, desk.page, answer_days="12")
    with open_desk("representative") as desk:
        accepts(desk.page, FIRST)
    with open_desk("head", **PHONE) as desk:
        accepts(desk.page, SECOND)
    with open_desk(width=360) as desk:
        a_visitor_reads_it(desk.page)


def charter_in_force(portal: Portal, page: Page, *, answer_days: str) -> None:
    """Change the time to answer, hold the round, and write down the council's decision."""
    changes_a_rule(page, answer_days)
    follow(page, "Görüş turu ve yürürlük")
    act(page, "Görüşe aç")
    follow(page, "Görüş turu planla")
    round = plans_the_round(page)
    page.goto("/tuzuk/taslak/yururluk/")
    fills_in_the_decision(page)
    act(page, "Bu metni yürürlüğe koy")
    see(page, re.compile("kapanmamış bir görüş turu"))  # nothing is adopted in the middle of a round
    portal.end_charter_round()
    page.goto(round)
    act(page, "Turu kapat")
    page.goto("/tuzuk/taslak/asama/")
    follow(page, "Yürürlüğe koy")
    fills_in_the_decision(page)
    fits(page)
    act(page, "Bu metni yürürlüğe koy")
    see(page, re.compile("^Tüzük yürürlükte"))


def changes_a_rule(page: Page, answer_days: str) -> None:
    page.goto("/tuzuk/taslak/?bolum=yanit")
    rule = page.locator(".block", has_text="Yanıt süresi").first
    rule.get_by_role("link", name=re.compile("^Düzenle")).first.click()
    page.get_by_label("Yanıt süresi").fill("45")
    act(page, "Kaydet")
    see(page, "1 ile 20 arasında bir sayı yazın.")
    page.get_by_label("Yanıt süresi").fill(answer_days)
    act(page, "Kaydet")
    see(page, f"{answer_days} iş günü")


def plans_the_round(page: Page) -> str:
    """Too short is refused; return the address of the open round."""
    today = timezone.localdate()
    page.get_by_label("Turun başlığı").fill("Tüzüğün yeni sürümü")
    page.get_by_label("Neyle ilgili, yalın sözlerle").fill("Yanıt süresi kısalıyor. Ne dersiniz?")
    page.get_by_label("İlk gün").fill(today.isoformat())
    page.get_by_label("Hangi müdürlük yanıtlıyor?").select_option(label="Fen İşleri Müdürlüğü")
    for days in (10, 20):
        page.get_by_label("Son gün").fill((today + timedelta(days=days)).isoformat())
        act(page, "Turu planla")
        if days == 10:
            see(page, re.compile("en az 21 gün sürer"))
    act(page, "Turu şimdi aç")
    see(page, "Görüşe açık")
    return page.url


def fills_in_the_decision(page: Page) -> None:
    page.get_by_label("Meclis kararının sayısı").fill(DECISION)
    page.get_by_label("Meclis kararının tarihi").fill(timezone.localdate().isoformat())
    page.get_by_label("Okurlar bu sürüm hakkında ne bilmeli?").fill("Yanıt süresi kısaldı; görüş turundan sonra.")


def accepts(page: Page, organisation: str) -> None:
    """Read the version in force and accept it for the organisation."""
    page.goto("/bildirimler/")
    see(page, re.compile("Belediye meclisi tüzüğü benimsedi"))
    choose(page, "Tüzük")
    follow(page, re.compile(f"^{re.escape(organisation)}.* adına oku ve kabul et"))
    act(page, "Tüzüğü kabul et")
    see(page, re.compile("kabul etmek için bu kutuyu işaretleyin"))
    page.get_by_label(re.compile("^Tüzüğü okudum")).check()
    fits(page)
    act(page, "Tüzüğü kabul et")
    expect(page.locator("main .page-head")).to_contain_text("Tüzük kabul edildi")
    expect(page.locator("[aria-labelledby=kabuller]")).to_contain_text("kabul:")


def a_visitor_reads_it(page: Page) -> None:
    page.goto(CHARTER)
    see(page, re.compile(DECISION))
    see(page, "12 iş günü")
    fits(page)
    follow(page, "Önceki sürümden bu yana ne değişti")
    fits(page)
    page.goto(CHARTER)
    follow(page, "Kabul eden kuruluşlar")
    for name in (FIRST, SECOND):
        see(page, re.compile(re.escape(name)))
    expect(page.locator("main")).not_to_contain_text("Temsilci (örnek)")
    fits(page)
