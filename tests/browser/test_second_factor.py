"""The second factor as people use it: a security key (a virtual one of Chromium's), an authenticator app, recovery codes."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, PEOPLE, OpenDesk, add_key, plug_in_key
from tests.browser.walk import EVERYTHING, axe, confirm_password
from tests.second_factor import code

KEY = "Anahtarlıktaki anahtar"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def is_signed_in(page: Page) -> None:
    page.locator("form[action*=logout]").first.wait_for(state="attached")


def sign_out_and_give_password(page: Page, who: str) -> None:
    """Come as far as the page that asks for the second factor."""
    page.goto(reverse("account_logout"))
    with page.expect_navigation():
        press(page, "Çıkış yap")
    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(PEOPLE[who])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()


def test_key_is_added_signs_in_confirms_and_is_removed(open_desk: OpenDesk) -> None:
    with open_desk("keyless") as desk:
        page = desk.page
        empty_the_key = plug_in_key(page)
        add_key(page, KEY)
        page.goto(reverse("mfa_list_webauthn"))
        expect(page.get_by_role("heading", name=KEY)).to_be_visible()

        sign_out_and_give_password(page, "keyless")
        press(page, "Güvenlik anahtarı kullan")
        is_signed_in(page)

        page.goto(reverse("mfa_reauthenticate_webauthn") + f"?next={reverse('mfa_list_webauthn')}")
        press(page, "Güvenlik anahtarı kullan")
        page.wait_for_url(f"**{reverse('mfa_list_webauthn')}")

        page.get_by_role("link", name=re.compile("^Adını değiştir")).click()
        page.locator("input[name=name]").fill("Yedek anahtar")
        press(page, "Kaydet")
        expect(page.get_by_role("heading", name="Yedek anahtar")).to_be_visible()

        sign_out_and_give_password(page, "keyless")
        empty_the_key()
        press(page, "Güvenlik anahtarı kullan")
        expect(page.locator("[data-key-error]")).to_be_focused()
        wrong = axe(page, EVERYTHING, "the key was not read")
        assert not wrong, "\n".join(wrong)


def test_app_is_set_up_and_a_recovery_code_signs_in_once(open_desk: OpenDesk) -> None:
    with open_desk("appless") as desk:
        page = desk.page
        page.goto(reverse("mfa_activate_totp"))
        confirm_password(page)
        page.locator("input[name=code]").fill("000000")
        press(page, "Devreye al")
        expect(page.locator("[data-summary]")).to_be_focused()
        page.locator("input[name=code]").fill(code(page.locator("main .code").inner_text().strip()))
        press(page, "Devreye al")
        page.goto(reverse("mfa_view_recovery_codes"))
        recovery = page.locator(".codes li").first.inner_text().strip()
        for taken in (True, False):
            sign_out_and_give_password(page, "appless")
            page.locator("input[name=code]").fill(recovery)
            press(page, "Giriş yap")
            if taken:
                is_signed_in(page)
            else:
                expect(page.locator("[data-summary]")).to_be_focused()
