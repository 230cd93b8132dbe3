"""allauth's pages and forms in Turkish: no word of them stays English, whether the text is ours, allauth's or made of a name."""

import re
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from atasehir_portal.accounts.models import User
from atasehir_portal.encryption import encrypt
from tests.second_factor import SECRET, security_key

PASSWORD = "ornek-Sifre-2026"
EMAIL = "ruya@ornek.test"
# Written alike in both languages, and what people typed.
SAME = {
    "E-posta",
    "QR",
    "JSON",
    "TR",
    "English",
    "Türkçe",
    "Rüya Temsilci",
    EMAIL,
    "ev@ornek.test",
    "Mavi anahtar",
    ": Mavi anahtar",
    "127.0.0.1",
}

# Keys of apps, recovery codes.
SECRETS = re.compile(r"[A-Z2-7]{16,}|[0-9a-f]{8}|[0-9a-z]{5}-[0-9a-z]{5}")

OPEN = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_inactive",
)
OWN = (
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "usersessions_list",
)
# No page of their own: they lead on, or send a file.
NO_PAGE = {"account_set_password", "account_confirm_login_code", "mfa_download_recovery_codes"}
# Sent empty, these come back with errors and change nothing.
FORMS = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_change_password",
    "account_reauthenticate",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_reauthenticate",
    "mfa_activate_totp",
)


class Words(HTMLParser):
    """Collects what people read or hear of the main part of a page: texts, and the attributes that are read out."""

    READ = ("placeholder", "aria-label", "title", "alt")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._silent = 0
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "svg")
        known = dict(attrs)
        typed = tag == "input" and known.get("type") not in ("hidden", "checkbox", "radio")
        self._keep(*(known.get(name) or "" for name in (*self.READ, *(["value"] if typed else []))))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._keep(data)

    def _keep(self, *texts: str) -> None:
        self.found.update(" ".join(text.split()) for text in texts if any(sign.isalpha() for sign in text))


@pytest.fixture
def person(make_user: Callable[..., User]) -> User:
    user = make_user("Rüya Temsilci", EMAIL)
    user.set_password(PASSWORD)
    user.save()
    return user


def another_address(user: User) -> EmailAddress:
    return EmailAddress.objects.create(user=user, email="ev@ornek.test", verified=False)


@pytest.fixture
def key(person: User) -> Authenticator:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Mavi anahtar", "credential": security_key()}
    )


def just_confirmed(client: Client, user: User) -> None:
    """The person said a moment ago again who they are, as the pages about protection ask."""
    if "_auth_user_id" in client.session:
        session = client.session
        records = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        if user.authenticator_set.exists():
            records.append({"method": "mfa", "at": time.time(), "type": "totp"})
        session.update({"account_authentication_methods": records, "account_authentication_methods_user": str(user.pk)})
        session.save()


def protect(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    RecoveryCodes.activate(user)


def address(name: str, user: User) -> str:
    """Return the address of a page with what it needs."""
    if name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        return reverse(name, args=[Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).pk])
    if name == "account_confirm_email":
        return reverse(name, args=[EmailConfirmationHMAC(another_address(user)).key])
    if name == "account_reset_password_from_key":
        return reverse(name, args=["0", "gecmez"])
    return reverse(name)


def english_in(client: Client, url: str, data: dict[str, str] | None = None) -> set[str]:
    """Return what stands on the Turkish page as it stands on the English one."""
    read = []
    for language in ("tr", "en"):
        asked: Any = client.get if data is None else client.post
        response = asked(url, data or {}, headers={"accept-language": language})
        assert response.status_code == 200, (url, response.status_code, response.headers.get("Location"))
        read.append(Words(response.content.decode()).found)
    assert len(read[0]) > 1
    return {word for word in (read[0] & read[1]) - SAME if not SECRETS.fullmatch(word)}


def _names(patterns: Any) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver) and each.namespace is None:
            yield from _names(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name


def test_every_page_of_allauth_is_read() -> None:
    names = {name for name in _names(get_resolver().url_patterns) if name.startswith(("account_", "mfa_", "usersess"))}
    assert names == {*OPEN, *OWN, *NO_PAGE, "mfa_authenticate"}


@pytest.mark.parametrize("name", OPEN)
def test_entrance_page_has_no_english_word(client: Client, person: User, name: str) -> None:
    assert not english_in(client, address(name, person))


@pytest.mark.parametrize("name", OWN)
def test_page_of_the_own_account_has_no_english_word(
    client: Client, person: User, key: Authenticator, name: str
) -> None:
    if name != "mfa_activate_totp":
        protect(person)
    client.force_login(person)
    if name == "account_email":
        another_address(person)
    just_confirmed(client, person)
    assert not english_in(client, address(name, person))


@pytest.mark.parametrize("name", FORMS)
def test_empty_form_has_no_english_word(client: Client, person: User, key: Authenticator, name: str) -> None:
    if name == "mfa_reauthenticate":
        protect(person)
    if name not in OPEN:
        client.force_login(person)
    just_confirmed(client, person)
    assert not english_in(client, address(name, person), {})


@pytest.mark.parametrize("held", [0, 1, 2])
def test_suggested_name_of_a_key_is_turkish(client: Client, person: User, held: int) -> None:
    for number in range(held):
        data = {"name": f"{number}", "credential": security_key()}
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
    client.force_login(person)
    just_confirmed(client, person)
    assert not english_in(client, reverse("mfa_add_webauthn"))


def test_page_that_asks_for_the_code_has_no_english_word(client: Client, person: User) -> None:
    protect(person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not english_in(client, reverse("mfa_authenticate"))
    assert not english_in(client, reverse("mfa_authenticate"), {})
