"""Opinions on a book, told in Chromium against the real processes: what an organisation said is answered in time and it is told; what
it proposed stands in the next edition, with its name.

The organisation holds a phone on which scripts are off, or sits at a desk; those who answer have the other one.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk
from tests.browser.opinions import (
    BOARD,
    BOOK,
    ORGANISATION,
    asks_for_opinions,
    at_the_block,
    gives_an_opinion,
    has_the_mail,
    is_told,
    on_the_desk,
    proposes,
)
from tests.browser.portal import Portal
from tests.browser.steps import act, fits, follow, see

DESK, PHONE = {"width": 1280}, {"width": 360, "java_script_enabled": False}
PART_OF_A_MINUTE = 45_000  # milliseconds
OPINION = "Bu söz açık değil: kimin sözü duyulur?"
ANSWER = "Haklısınız; bölümün başında kimden söz edildiği yazılacak."
ADDED, WHY = "Duyulan söz yazılır.", "Yazılmayan söz unutulur; sonra kimse ne istendiğini bilmez."
ACCEPTED = "Öneri olduğu gibi metne yazıldı."


@pytest.mark.parametrize(("at", "against"), [(DESK, PHONE), (PHONE, DESK)], ids=["desk", "phone"])
def test_an_opinion_is_answered_and_its_organisation_is_told(
    portal: Portal, open_desk: OpenDesk, at: dict, against: dict
) -> None:
    with open_desk("administrator") as desk:
        round = asks_for_opinions(portal, desk.page, "Sözün bölümü")
    with open_desk("representative", **at) as desk:
        reference = gives_an_opinion(desk.page, round, OPINION)
    with open_desk("officer", **against) as desk:
        finds_and_answers(desk.page, reference)
    with open_desk("representative", **at) as desk:
        is_told(desk.page, f"Görüşünüz yanıtlandı: {reference}")
        reads_the_answer(desk.page, reference)
        finds_it_among_our_inputs(desk.page, reference)
        has_the_mail(desk.page, f"Görüşünüz yanıtlandı: {reference}")
    with open_desk(**at) as desk:
        reads_it_beside_the_block(desk.page, round, reference)


def finds_and_answers(page: Page, reference: str) -> None:
    """With the opinion, and the place that it is about, before their eyes."""
    row = on_the_desk(page, reference)
    expect(row).to_contain_text(ORGANISATION)
    row.get_by_role("link", name=re.compile("^Yanıtla")).click()
    see(page, OPINION)
    page.get_by_label("Kabul edildi: yapılacak").check()
    act(page, "Yanıtla")
    see(page, "Bu alanı doldurun.")
    expect(page.get_by_label("Kabul edildi: yapılacak")).to_be_checked()
    page.get_by_label("Yanıt ve gerekçesi").fill(ANSWER)
    fits(page)
    act(page, "Yanıtla")
    see(page, ANSWER)


def reads_the_answer(page: Page, reference: str) -> None:
    assert page.url.endswith(f"/{reference}/")
    expect(page.locator(".answer")).to_contain_text(ANSWER)
    expect(page.locator(".answer")).to_contain_text("Kabul edildi")
    fits(page)


def finds_it_among_our_inputs(page: Page, reference: str) -> None:
    page.goto("/masam/")
    expect(page.locator("h1")).to_have_text("Kuruluşum")
    page.goto(f"{page.url}?q={reference}")
    row = page.locator("main .rows > li", has_text=reference)
    expect(row).to_contain_text("Kabul edildi")
    fits(page)
    row.get_by_role("link").first.click()
    expect(page.locator(".answer")).to_contain_text(ANSWER)


def reads_it_beside_the_block(page: Page, round: str, reference: str) -> None:
    """Everybody who reads the round."""
    block = at_the_block(page, round)
    block.locator("summary", has_text="görüş").click()
    block.get_by_role("link", name=re.compile(reference)).click()
    expect(page.locator(".answer")).to_contain_text(ANSWER)


def test_a_suggestion_is_accepted_and_the_next_edition_credits_the_organisation(
    portal: Portal, open_desk: OpenDesk
) -> None:
    with open_desk("administrator") as desk:
        round = asks_for_opinions(portal, desk.page, "Sözün yazılışı")
    with open_desk("representative", **PHONE) as desk:
        reference = proposes(desk.page, round, ADDED, WHY)
    with open_desk("administrator") as desk:
        accepts(desk.page, reference)
        stands_in_the_draft_with_its_credit(desk.page, reference)
    with open_desk("representative", **PHONE) as desk:
        is_told(desk.page, f"Öneriniz yanıtlandı: {reference}")
        see(desk.page, "bir sonraki sürümüyle geçerli olur")
    portal.end_rounds()
    with open_desk("administrator") as desk:
        closes(desk.page, round)
        approves_and_publishes(desk.page)
    with open_desk("representative", **PHONE) as desk:
        is_told(desk.page, f"Önerdiğiniz değişiklik yayımlandı: {reference}")
        reads_where_it_took_effect(desk.page)
        has_the_mail(desk.page, f"Önerdiğiniz değişiklik yayımlandı: {reference}")
    with open_desk(width=360) as desk:
        the_edition_names_the_organisation(desk.page)


def accepts(page: Page, reference: str) -> None:
    """From the desk to the page where the text and the answer are one act."""
    on_the_desk(page, reference, everybody=True).get_by_role("link", name=re.compile("^Yanıtla")).click()
    expect(page.locator("main .diff ins")).to_contain_text(ADDED)
    see(page, WHY)
    follow(page, "Kabul et ve metne yaz")
    act(page, "Metne yaz ve yanıtla")
    expect(page.locator("[data-summary]").first).to_be_focused()
    page.get_by_label("Yanıt ve gerekçesi").fill(ACCEPTED)
    fits(page)
    act(page, "Metne yaz ve yanıtla")
    expect(page.locator(".answer")).to_contain_text(ACCEPTED)
    see(page, "beri çalışma metninde yer alıyor")


def stands_in_the_draft_with_its_credit(page: Page, reference: str) -> None:
    page.goto(BOARD)
    follow(page, re.compile("^Geçmiş"))
    entry = page.locator(".timeline__item", has_text=reference)
    expect(entry).to_contain_text(ORGANISATION)
    expect(entry).to_contain_text(WHY)
    entry.get_by_role("link", name=re.compile("^Ne değişti")).click()
    expect(page.locator(".compared .diff ins")).to_contain_text(ADDED)


def closes(page: Page, round: str) -> None:
    """The round takes nothing more; everything is answered, so it can be closed."""
    page.goto(round)
    see(page, "Yanıtlanıyor")
    act(page, "Turu kapat")
    see(page, "Görüş turu kapandı: Her görüşün yanıtı var.")


def approves_and_publishes(page: Page) -> None:
    page.goto(BOARD)
    follow(page, re.compile("^Denetle ve onayla"))
    page.locator("[name=reason]").fill("Turda söylenenler yanıtlandı.")
    act(page, "Kitabı onayla")
    follow(page, re.compile("^Basım yayımla"))
    page.locator("[name=change_note]").fill("Turdaki önerilerle.")
    act(page, "Yayımla")
    edition = page.locator(".desk-edition")
    expect(edition.get_by_text("Kitaplıkta", exact=True)).to_be_visible(timeout=PART_OF_A_MINUTE)


def reads_where_it_took_effect(page: Page) -> None:
    see(page, re.compile(r"sürümde \(.*basım.*\) geçerli oldu"))
    fits(page)


def the_edition_names_the_organisation(page: Page) -> None:
    """In the library, whoever reads: the text as it was proposed, and who proposed it."""
    page.goto(BOOK)
    credit = page.get_by_role("region", name="Kimler katkı verdi")
    expect(credit).to_contain_text(ORGANISATION)
    fits(page)
    page.goto(f"{BOOK}oku/bir/")
    see(page, ADDED)
