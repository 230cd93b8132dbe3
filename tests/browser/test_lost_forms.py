"""What is written in ordinary forms survives the end of a session and a form that is not taken in; what is confidential is
never kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenDesk, address_of
from tests.browser.portal import Portal

PASSWORD = "ornek-Sifre-2026"
TITLE = "Parkta gölgelik yok, yazın kimse oturamıyor"
BODY = "Parkın ortası bütün gün güneş alıyor.\n\nYaşlılar ve küçük çocuklar yazın parka çıkamıyor."


def signs_in_again(page: Page, login: str) -> None:
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def fills_a_need(page: Page) -> None:
    """The first step, typed and chosen, not sent."""
    page.goto("/ihtiyaclar/bildir/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=body]").fill(BODY)
    page.locator("[name=since]").select_option("years")


def has_the_need(page: Page) -> None:
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=body]")).to_have_value(BODY)
    expect(page.locator("[name=since]")).to_have_value("years")
    expect(page.locator("[data-kept-note]")).to_be_visible()


def chooses_a_group(page: Page) -> None:
    """The second step, filled in."""
    group = page.locator("input[name=groups]").first
    group.evaluate(
        "box => { for (let d = box.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
    )
    group.check()
    page.locator("input[name=people][value=under_500]").check()


def has_the_group(page: Page) -> None:
    expect(page.locator("input[name=groups]").first).to_be_checked()
    expect(page.locator("input[name=groups]").first).to_be_visible()
    expect(page.locator("input[name=people][value=under_500]")).to_be_checked()
    expect(page.locator("[data-kept-note]")).to_be_visible()


def kept_texts(page: Page) -> str:
    """Everything that this browser keeps, as text."""
    return page.evaluate(
        """() => new Promise(resolve => {
             const opening = indexedDB.open("kept-texts", 1);
             opening.onsuccess = () => {
               const all = opening.result.transaction("texts").objectStore("texts").getAll();
               all.onsuccess = () => resolve(JSON.stringify(all.result));
             };
           })"""
    )


def send(page: Page) -> None:
    page.locator(".form__act button").first.click()


def test_need_survives_an_ended_session(open_desk: OpenDesk) -> None:
    with open_desk("representative", strict=False) as desk:
        page = desk.page
        fills_a_need(page)
        desk.context.clear_cookies(name="sessionid")
        send(page)
        expect(page.get_by_text("Oturumunuz kapanmıştı.").locator("visible=true")).to_be_visible()
        expect(page.get_by_text("giriş yapınca yazdıklarınız geri gelir")).to_be_visible()
        page.locator("input[name=login]").fill("temsilci@ornek.test")
        page.locator("input[name=password]").fill("yanlis")
        page.keyboard.press("Enter")  # a wrong password takes nothing away
        expect(page.get_by_text("giriş yapınca yazdıklarınız geri gelir")).to_be_visible()
        signs_in_again(page, "temsilci@ornek.test")
        has_the_need(page)
        send(page)
        expect(page.locator("h1")).to_have_text("Kimin için ve nerede?")
        assert TITLE not in kept_texts(page)  # it arrived: the browser keeps nothing, the draft has it
        chooses_a_group(page)
        desk.context.clear_cookies(name="sessionid")
        send(page)
        expect(page.get_by_text("giriş yapınca yazdıklarınız geri gelir")).to_be_visible()
        signs_in_again(page, "temsilci@ornek.test")
        has_the_group(page)
        send(page)
        expect(page.locator("h1")).to_have_text("Hangi haklar söz konusu, ne yapılırsa iyi olur?")
        page.goto("/ihtiyaclar/bildir/")
        expect(page.locator("[name=title]")).to_have_value("")
        expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def test_confidential_need_is_kept_on_no_device(open_desk: OpenDesk) -> None:
    with open_desk("representative", strict=False) as desk:
        page = desk.page
        fills_a_need(page)
        send(page)
        chooses_a_group(page)
        send(page)
        page.locator("[name=suggestion]").fill(BODY)
        page.wait_for_timeout(800)
        assert "Yaşlılar ve küçük çocuklar" in kept_texts(page)
        page.locator("input[name=visibility][value=confidential]").check()
        page.wait_for_timeout(800)
        assert "Yaşlılar ve küçük çocuklar" not in kept_texts(page)
        page.locator("[name=suggestion]").fill(f"{BODY}!")
        page.wait_for_timeout(800)
        desk.context.clear_cookies(name="sessionid")
        send(page)
        expect(page.get_by_text("geri gidip yazdıklarınızı kopyalayın")).to_be_visible()
        expect(page.get_by_text("giriş yapınca yazdıklarınız geri gelir")).to_be_hidden()
        assert "Yaşlılar ve küçük çocuklar" not in kept_texts(page)
        signs_in_again(page, "temsilci@ornek.test")
        expect(page.locator("[name=suggestion]")).to_have_value("")


@pytest.mark.parametrize(
    ("who", "login", "name"),
    [
        ("officer", "gorevli@ornek.test", "answering:answer"),
        ("officer", "gorevli@ornek.test", "answering:extend"),
        ("representative", "temsilci@ornek.test", "answering:reply"),
    ],
)
def test_answer_extension_and_reply_survive_an_ended_session(
    portal: Portal, open_desk: OpenDesk, who: str, login: str, name: str
) -> None:
    with open_desk(who, strict=False) as desk:
        page = desk.page
        page.goto(address_of(portal, name))
        page.locator("form.form textarea").first.fill(BODY)
        choice = page.locator("form.form input[type=radio]")
        has_choice = choice.count() > 0
        if has_choice:
            choice.last.check()
        desk.context.clear_cookies(name="sessionid")
        send(page)
        expect(page.get_by_text("giriş yapınca yazdıklarınız geri gelir")).to_be_visible()
        signs_in_again(page, login)
        expect(page.locator("form.form textarea").first).to_have_value(BODY)
        expect(page.locator("[data-kept-note]")).to_be_visible()
        if has_choice:
            expect(choice.last).to_be_checked()


def test_form_that_is_not_taken_in_hands_everything_back(open_desk: OpenDesk) -> None:
    with open_desk("representative", strict=False) as desk:
        page = desk.page
        fills_a_need(page)
        page.locator("form.form input[name=csrfmiddlewaretoken]").evaluate("field => { field.value = 'x'.repeat(64) }")
        send(page)
        expect(page.locator("h1")).to_have_text("Form alınamadı.")
        expect(page.get_by_label("1. metin")).to_have_value(TITLE)
        expect(page.get_by_label("2. metin")).to_have_value(BODY)
        expect(page.get_by_text("Bu tarayıcı yazdıklarınızı sakladı.")).to_be_visible()
        with desk.context.expect_page() as opened:
            page.get_by_role("link", name="Formu yeni pencerede aç").click()
        has_the_need(opened.value)
