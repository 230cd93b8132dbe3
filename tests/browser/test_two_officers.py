"""Two people of the municipality do the same at once, told in Chromium against the real processes: nothing that somebody wrote is lost,
nobody answers over another, and what changed meanwhile is shown before it is written into.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.opinions import BOOK, asks_for_opinions, gives_an_opinion, on_the_desk, proposes
from tests.browser.portal import Portal
from tests.browser.steps import act, fits, follow, see

PHONE = {"width": 360, "java_script_enabled": False}
LATE = "Bu kayıt bu arada değişti"
CHANGED = "Metin, görüş turundan bu yana değişti."


def test_two_answer_the_same_opinion_at_once(portal: Portal, open_desk: OpenDesk) -> None:
    """On phones on which scripts are off."""
    with open_desk("administrator") as desk:
        round = asks_for_opinions(portal, desk.page, "İki yanıt")
    with open_desk("representative") as desk:
        reference = gives_an_opinion(desk.page, round, "Bu söz kime söyleniyor?")
    with open_desk("officer", **PHONE) as first, open_desk("coordinator", **PHONE) as second:
        for page, outcome, reason in (
            (first.page, "Kabul edildi: yapılacak", "Kime söylendiği yazılacak."),
            (second.page, "Kabul edilmedi", "Kime söylendiği ikinci bölümde yazılı."),
        ):
            row = on_the_desk(page, reference, everybody=page is second.page)
            row.get_by_role("link", name=re.compile("^Yanıtla")).click()
            page.get_by_label(outcome).check()
            page.get_by_label("Yanıt ve gerekçesi").fill(reason)
        act(first.page, "Yanıtla")
        expect(first.page.locator(".answer")).to_contain_text("Kime söylendiği yazılacak.")
        act(second.page, "Yanıtla")
        is_late(second.page, "Kime söylendiği ikinci bölümde yazılı.")
        expect(second.page.locator(".answer")).to_contain_text("Kime söylendiği yazılacak.")


def is_late(page: Page, typed: str) -> None:
    """Told so, with what was typed before their eyes and no button to send it with."""
    see(page, LATE)
    expect(page.get_by_label("Yanıt ve gerekçesi")).to_have_value(typed)
    expect(page.locator("main .form__act button[type=submit]")).to_have_count(0)
    fits(page)


def test_two_accept_suggestions_on_one_block_at_once(portal: Portal, open_desk: OpenDesk) -> None:
    """The same one twice, then another one on the same block, into which somebody writes meanwhile. At a desk, with scripts."""
    with open_desk("administrator") as desk:
        round = asks_for_opinions(portal, desk.page, "İki kabul")
    one, other, third = "Birinci söz yazıldı.", "İkinci söz yazıldı.", "Üçüncü söz araya girdi."
    with open_desk("representative") as desk:
        first_number = proposes(desk.page, round, one, "Biri eksikti.")
        second_number = proposes(desk.page, round, other, "Öteki de eksikti.")
    with open_desk("administrator") as first, open_desk("editor") as second:
        for page, reason in ((first.page, "Yazıldı."), (second.page, "Bunu ben yazmıştım.")):
            page.goto(f"/oneriler/{first_number}/")
            follow(page, "Kabul et ve metne yaz")
            page.get_by_label("Yanıt ve gerekçesi").fill(reason)
        act(first.page, "Metne yaz ve yanıtla")
        expect(first.page.locator(".answer")).to_contain_text("Yazıldı.")
        act(second.page, "Metne yaz ve yanıtla")
        is_late(second.page, "Bunu ben yazmıştım.")
        shows_the_merge_first(second.page, second_number, one, other)
        writes_meanwhile(first.page, one, third)
        second.page.get_by_label("Yanıt ve gerekçesi").fill("İkisi birlikte yazıldı.")
        act(second.page, "Metne yaz ve yanıtla")
        keeps_what_was_typed(second.page, one, other, third)
        act(second.page, "Metne yaz ve yanıtla")
        expect(second.page.locator(".answer")).to_contain_text("İkisi birlikte yazıldı.")
        second.page.goto(f"{BOOK}taslak/?bolum=bir")
        for words in (one, other, third):
            see(second.page, words)


def shows_the_merge_first(page: Page, reference: str, one: str, other: str) -> None:
    """What is proposed beside what changed since, and below them a text that holds both."""
    page.goto(f"/oneriler/{reference}/metne-yaz/")
    see(page, CHANGED)
    expect(page.locator(".merge__side--mine .diff ins")).to_contain_text(other)
    expect(page.locator(".merge__side .diff ins", has_text=one)).to_be_visible()
    box = page.locator("textarea[name=body]")
    text = box.input_value()
    assert other in text
    if one not in text:
        box.fill(f"{text} {one}")
    fits(page)


def writes_meanwhile(page: Page, one: str, third: str) -> None:
    page.goto(f"{BOOK}taslak/?bolum=bir")
    page.locator(".block", has_text=one).first.get_by_role("link", name=re.compile("^Düzenle")).click()
    box = page.locator("textarea[name=body]")
    box.fill(f"{box.input_value()} {third}")
    act(page, "Kaydet")
    see(page, third)


def keeps_what_was_typed(page: Page, one: str, other: str, third: str) -> None:
    """Nothing was written: what changed meanwhile is shown, and what was typed stands there to be completed and sent again."""
    expect(page.locator(".merge__side .diff ins", has_text=third)).to_be_visible()
    expect(page.get_by_label("Yanıt ve gerekçesi")).to_have_value("İkisi birlikte yazıldı.")
    box = page.locator("textarea[name=body]")
    text = box.input_value()
    assert one in text
    assert other in text
    box.fill(f"{text} {third}")
    fits(page)
