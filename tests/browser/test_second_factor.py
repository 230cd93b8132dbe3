"""The second factor as people use it: a security key (a virtual one of Chromium's), an authenticator app, recovery codes."""

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, PEOPLE, OpenDesk, add_key, plug_in_key
from tests.browser.steps import fits
from tests.browser.walk import EVERYTHING, axe, confirm_password
from tests.second_factor import code

KEY = "Anahtarlıktaki anahtar"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def is_signed_in(page: Page) -> None:
    """Wait until the page that asks for the second factor is left; it has a way out of its own."""
    page.wait_for_url(lambda address: reverse("mfa_authenticate") not in address)
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


NAMED_WRONGLY = ["", "   ", "k" * 500]
MARKUP = "<script>alert(1)</script><b title='x'>Anahtar</b>"


def name_the_key(page: Page, name: str) -> None:
    """Fill the box as a person does, or a script that heeds no length."""
    box = page.locator("input[name=name]")
    box.evaluate("box => box.removeAttribute('maxlength')")
    box.fill(name)


def test_names_of_a_key_are_checked_and_shown_as_they_were_typed(open_desk: OpenDesk) -> None:
    """A key that is added may come without a name and gets one, but not with one that is too long."""
    added, keys = reverse("mfa_add_webauthn"), reverse("mfa_list_webauthn")
    with open_desk("careful") as desk:
        page = desk.page
        plug_in_key(page)
        page.goto(added)
        confirm_password(page)
        name_the_key(page, "k" * 500)
        page.locator("#mfa_webauthn_add").click()
        expect(page.locator("[data-summary]")).to_be_focused()
        expect(page.locator("input[name=name]")).to_have_value("k" * 500)
        name_the_key(page, MARKUP)
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(lambda address: not address.endswith(added))
        page.goto(keys)
        expect(page.get_by_role("heading", name=MARKUP)).to_be_visible()
        assert page.locator("main script, main b").count() == 0

        page.get_by_role("link", name=re.compile("^Adını değiştir")).click()
        renamed = page.url
        for wrong in NAMED_WRONGLY:
            name_the_key(page, wrong)
            press(page, "Kaydet")
            expect(page.locator("[data-summary]")).to_be_focused()
            expect(page.locator("input[name=name]")).to_have_value(wrong)
            assert page.url == renamed
        name_the_key(page, "k" * 100)
        press(page, "Kaydet")
        expect(page.get_by_role("heading", name="k" * 100)).to_be_visible()
        page.set_viewport_size({"width": 360, "height": 740})
        fits(page)


def test_key_is_removed_once_and_a_forged_answer_confirms_nothing(open_desk: OpenDesk) -> None:
    keys, again = reverse("mfa_list_webauthn"), reverse("mfa_reauthenticate_webauthn")
    with open_desk("careful") as desk:
        page = desk.page
        plug_in_key(page)
        add_key(page, "")
        page.goto(keys)
        headings = page.locator("main h2")
        before = headings.count()
        assert all(text.strip() for text in headings.all_inner_texts())

        for forged in ("", "[]", "{}", '{"id": "<b>"}', "k" * 500):
            assert sent(page, again, credential=forged) in {200, 302}, forged
            assert sent(page, reverse("mfa_add_webauthn"), name="x", credential=forged) == 200, forged
        page.goto(keys)
        assert headings.count() == before

        page.get_by_role("link", name=re.compile("^Kaldır")).last.click()
        gone = page.url
        press(page, "Kaldır")
        page.wait_for_url(f"**{keys}")
        expect(headings).to_have_count(before - 1)
        assert sent(page, gone) == 404
        answer = page.goto(gone)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("h1")).to_have_count(1)


def sent(page: Page, address: str, **data: str) -> int:
    """Send a form past its page; return the status that it is answered with."""
    token = next(each["value"] for each in page.context.cookies() if each["name"].endswith("csrftoken"))
    headers = {"X-CSRFToken": token, "Referer": page.url}
    return page.request.post(address, form=data, headers=headers, max_redirects=0).status


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
