"""allauth's pages in our frame: each with one heading, no inline script, and errors beside the field."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from atasehir_portal.notifications.outbox import deliver_due

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
]
# These ask first whether it is really the person.
GUARDED = ["mfa_activate_totp", "mfa_add_webauthn"]
PASSWORD = "ornek-Sifre-2026"


def check(html: str) -> None:
    assert html.count("<h1") == 1
    assert re.search(r"<title>\s*\S", html)
    assert not re.search(r"\sstyle=", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or "application/json" in tag


@pytest.fixture
def person_with_password(make_user):
    user = make_user("Rüya Temsilci", "ruya@ornek.test")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def signed_in(client, person_with_password):
    client.post(reverse("account_login"), {"login": person_with_password.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_entrance_page_is_whole(client, catalogue, name, language):
    response = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_page_of_the_own_account_is_whole(signed_in, name, language):
    response = signed_in.get(reverse(name), HTTP_ACCEPT_LANGUAGE=language)
    assert response.status_code == 200
    check(response.content.decode())


@pytest.mark.parametrize("name", GUARDED)
def test_page_that_changes_protection_is_whole(signed_in, name):
    response = signed_in.get(reverse(name), follow=True)
    assert response.status_code == 200
    check(response.content.decode())
    again = signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse(name)})
    assert again.status_code == 302
    response = signed_in.get(reverse(name))
    assert response.status_code == 200
    check(response.content.decode())


def test_second_factor_from_setting_up_to_signing_in(signed_in, person_with_password):
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    url = reverse("mfa_activate_totp")
    secret = re.search(r'<span class="code">(\w+)</span>', signed_in.get(url).content.decode())[1]
    wrong = signed_in.post(url, {"code": "000000"}, **ENGLISH)
    assert b'id="id_code_error"' in wrong.content
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    done = signed_in.post(url, {"code": code}, follow=True)
    check(done.content.decode())
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        response = signed_in.get(reverse(name), **ENGLISH)
        assert response.status_code == 200, name
        check(response.content.decode())
    codes = re.findall(r"<li>(\w{8,})</li>", signed_in.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    assert signed_in.get(reverse("mfa_download_recovery_codes")).status_code == 200

    stored = Authenticator.objects.get(user=person_with_password, type=Authenticator.Type.TOTP)
    assert get_adapter().decrypt(stored.data["secret"]) == secret

    signed_in.post(reverse("account_logout"))
    step = signed_in.post(reverse("account_login"), {"login": person_with_password.email, "password": PASSWORD})
    assert step["Location"] == reverse("mfa_authenticate")
    check(signed_in.get(step["Location"]).content.decode())
    entered = signed_in.post(step["Location"], {"code": codes[0]})
    assert entered["Location"] == reverse("my_page")


@pytest.mark.parametrize(
    "data", [{}, {"login": "olmaz", "password": "x"}, {"login": "yok@yok.test", "password": "yanlis"}]
)
def test_login_says_what_is_wrong_and_loses_nothing(client, catalogue, data):
    html = client.post(reverse("account_login"), data, **ENGLISH).content.decode()
    check(html)
    assert "data-summary" in html
    assert re.search(r"<title>\s*Error:", html)
    if data.get("login"):
        assert f'value="{data["login"]}"' in html


def test_sign_up_sends_a_link_that_confirms_the_address(client, catalogue):
    data = {"email": "yeni@ornek.test", "password1": PASSWORD, "full_name": "Yeni Kişi", "notice_seen": "on"}
    response = client.post(reverse("account_signup"), data, **ENGLISH)
    assert response["Location"] == reverse("account_email_verification_sent")
    deliver_due()
    [message] = mail.outbox
    assert message.subject == "Confirm your e-mail address"
    link = re.search(r"http://\S+(/hesap/confirm-email/\S+)", message.body)[1]
    page = client.get(link, **ENGLISH).content.decode()
    check(page)
    assert "Yes, confirm it" in page
    assert client.post(link).status_code == 302
    again = client.get(link, HTTP_ACCEPT_LANGUAGE="tr").content.decode()
    assert "Adresiniz zaten doğrulanmış olabilir; giriş yapmayı deneyin." in again
    assert b"does not work any more" in client.get("/hesap/confirm-email/bozuk/", **ENGLISH).content


def test_password_reset_works_from_the_mail_to_the_new_password(client, person_with_password):
    client.post(reverse("account_reset_password"), {"email": person_with_password.email}, **ENGLISH)
    deliver_due()
    [message] = mail.outbox
    link = re.search(r"http://[^/]+(/hesap/password/reset/key/\S+)", message.body)[1]
    page = client.get(link, follow=True, **ENGLISH)
    check(page.content.decode())
    target = page.redirect_chain[-1][0]
    weak = client.post(target, {"password1": "12345", "password2": "12345"}, **ENGLISH)
    assert b"id_password1_error" in weak.content or b"id_password2_error" in weak.content
    new = "baska-Parola-2026"
    assert client.post(target, {"password1": new, "password2": new}).status_code == 302
    assert b"does not work any more" in client.get(link, follow=True, **ENGLISH).content


def test_mail_about_an_unknown_address_tells_the_page_nothing(client, catalogue):
    known = client.post(reverse("account_reset_password"), {"email": "kimse@yok.test"}, **ENGLISH)
    assert known["Location"] == reverse("account_reset_password_done")
    deliver_due()
    assert mail.outbox[0].subject == "There is no account with this address"


def test_too_many_attempts_get_a_page_of_ours(client, catalogue):
    for _ in range(40):
        response = client.post(reverse("account_reset_password"), {"email": "kimse@yok.test"}, **ENGLISH)
        if response.status_code == 429:
            break
    assert response.status_code == 429
    check(response.content.decode())
    assert b"That was too often." in response.content


def test_mails_are_plain_text_without_escapes(client, make_user):
    user = make_user("O'Brien & Şükrü", "sukru@ornek.test")
    client.post(reverse("account_reset_password"), {"email": user.email}, HTTP_ACCEPT_LANGUAGE="tr")
    deliver_due()
    body = mail.outbox[0].body
    assert "&#x27;" not in body
    assert "&amp;" not in body
    assert not body.startswith("\n")
