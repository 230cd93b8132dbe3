"""What the journeys of a round of opinions share: asking for opinions on the short book, giving one, proposing a change of a block."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.portal import Portal
from tests.browser.steps import act, fits, follow, see

BOOK, BOARD = "/kitaplik/oyku/", "/kitaplik/yayin-masasi/K1/"
UNIT = "Fen İşleri Müdürlüğü"
ORGANISATION = "Engelsiz Adımlar Derneği (örnek)"
BLOCK = "Söz duyulur"
REFERENCE = re.compile(r"[ÖY]-\d{4}-[0-9A-Z]{5}")


def asks_for_opinions(portal: Portal, page: Page, title: str) -> str:
    """Plan a round on the short book and open it, as an administrator does; return its address."""
    portal.bring_into_review()
    page.goto(BOARD)
    return plans_and_opens(page, title, "Kitabın ilk bölümü. Görüşünüzle son biçimini alacak.")


def plans_and_opens(page: Page, title: str, summary: str) -> str:
    """From the page of what is to be read; return the address of the round."""
    today = timezone.localdate()
    follow(page, "Görüş turu planla")
    page.get_by_label("Turun başlığı").fill(title)
    page.get_by_label("Neyle ilgili, yalın sözlerle").fill(summary)
    page.get_by_label("İlk gün").fill(today.isoformat())
    page.get_by_label("Son gün").fill((today + timedelta(days=20)).isoformat())
    page.get_by_label("Hangi müdürlük yanıtlıyor?").select_option(label=UNIT)
    act(page, "Turu planla")
    act(page, "Turu şimdi aç")
    see(page, "Görüşe açık")
    return page.url


def at_the_block(page: Page, round: str) -> Locator:
    """Read the round's text up to the block, and return it with what stands beside it."""
    page.goto(round)
    follow(page, re.compile(r"(^|\d )Söz$"))
    block = page.locator(".commented__block", has_text=BLOCK)
    expect(block).to_be_visible()
    return block


def gives_an_opinion(page: Page, round: str, words: str) -> str:
    """On the block, for the organisation; return the number of the opinion."""
    at_the_block(page, round).get_by_role("link", name=re.compile("^Görüş yaz")).click()
    see(page, BLOCK)
    page.get_by_label("Ne düşünüyorsunuz?").fill(words)
    expect(page.get_by_label("Kimin adına yazıyorsunuz?").locator("option:checked")).to_have_text(ORGANISATION)
    fits(page)
    act(page, "Görüşü gönder")
    expect(page.locator("h1")).to_have_text(f"Görüş: {ORGANISATION}")
    see(page, words)
    return reference_on(page)


def proposes(page: Page, round: str, added: str, reason: str) -> str:
    """Propose a sentence more for the block, having looked at the change first; return the number of the suggestion."""
    at_the_block(page, round).get_by_role("link", name=re.compile("^Değişiklik öner")).click()
    box = page.locator("textarea[name=body]")
    box.fill(f"{box.input_value()} {added}")
    act(page, "Neyin değişeceğini gör")
    expect(page.locator("main .diff ins")).to_contain_text(added)
    page.get_by_label("Bunu neden öneriyorsunuz?").fill(reason)
    expect(page.get_by_label("Kimin adına yazıyorsunuz?").locator("option:checked")).to_have_text(ORGANISATION)
    fits(page)
    act(page, "Öneriyi gönder")
    see(page, reason)
    expect(page.locator("main .diff ins")).to_contain_text(added)
    return reference_on(page)


def reference_on(page: Page) -> str:
    """Return the number that stands at the head of an input's page."""
    head = page.locator(".page-head .num").first
    expect(head).to_have_text(REFERENCE)
    return head.inner_text()


def on_the_desk(page: Page, reference: str, *, everybody: bool = False) -> Locator:
    """Return the row of the desk, looked for by its number; coordinators also look at what waits for everybody."""
    page.goto(f"/yanit/masam/?q={reference}{'&whose=all' if everybody else ''}")
    row = page.locator(".desk__row", has_text=reference)
    expect(row.locator(".desk__due time")).to_be_visible()
    return row


def is_told(page: Page, told: str) -> None:
    """The counter has it, the list has it; opening it leads to the input and takes it from the counter."""
    page.goto("/bildirimler/")
    counted = unread(page)
    assert counted
    line = page.locator(".told-line--new", has_text=told)
    expect(line).to_have_count(1)
    fits(page)
    line.get_by_role("button", name=re.compile("^Aç")).click()
    expect(page.locator("h1")).not_to_have_text("Bildirimleriniz")
    assert unread(page) == counted - 1


def unread(page: Page) -> int:
    """Return what the counter in the head says."""
    counter = page.locator(".top__end .badge")
    return int(re.sub(r"\D", "", counter.inner_text())) if counter.count() else 0


def has_the_mail(page: Page, subject: str) -> None:
    """In the mailbox of the portal as soon as the worker has sent it."""
    page.goto("/bildirimler/posta-kutusu/")
    mail = page.locator(".told-line", has_text="temsilci@ornek.test").filter(has_text=subject)
    for _attempt in range(30):
        try:
            expect(mail).to_have_count(1, timeout=1_000)
        except AssertionError:
            page.reload()
        else:
            return
    expect(mail).to_have_count(1)
