"""Staff work with a second factor or not at all; its secrets are encrypted in the database."""

import base64
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import StaffRole, Unit, User
from atasehir_portal.accounts.second_factor import factors_of, is_missing


@pytest.fixture
def unprotected(officer: User) -> User:
    """An officer who has not set up a second factor."""
    officer.authenticator_set.all().delete()
    return officer


def test_middleware_leads_staff_without_second_factor_to_setting_one_up(
    client_of: Callable[..., Client], unprotected: User
) -> None:
    response = client_of(unprotected).get("/nasil-isler/?a=1")
    assert response.status_code == 302
    assert response["Location"] == reverse("accounts:second_factor") + "?next=%2Fnasil-isler%2F%3Fa%3D1"


def test_middleware_lets_staff_with_second_factor_pass(client_of: Callable[..., Client], officer: User) -> None:
    assert client_of(officer).get(reverse("how_it_works")).status_code == 200


def test_middleware_asks_nothing_of_organisations(client_of: Callable[..., Client], representative: User) -> None:
    assert client_of(representative).get(reverse("how_it_works")).status_code == 200


@pytest.mark.parametrize("name", ["accounts:second_factor", "mfa_index", "account_logout", "catalogue:privacy_notice"])
def test_middleware_leaves_the_way_out_open(client_of: Callable[..., Client], unprotected: User, name: str) -> None:
    response = client_of(unprotected).get(reverse(name))
    assert response.status_code in {200, 302}
    assert reverse("accounts:second_factor") not in response.get("Location", "")


def test_middleware_tells_htmx_to_load_the_page(client_of: Callable[..., Client], unprotected: User) -> None:
    response = client_of(unprotected).get("/nasil-isler/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Redirect"] == reverse("accounts:second_factor")


def test_middleware_is_off_with_example_data_only(
    client_of: Callable[..., Client], unprotected: User, settings: object
) -> None:
    settings.REQUIRE_MFA = False
    assert client_of(unprotected).get(reverse("how_it_works")).status_code == 200


def test_second_factor_page_leads_on_once_there_is_one(client_of: Callable[..., Client], officer: User) -> None:
    page = reverse("accounts:second_factor")
    assert client_of(officer).get(page, {"next": "/masam/"})["Location"] == "/masam/"
    assert client_of(officer).get(page, {"next": "https://elsewhere.example/"})["Location"] == reverse("mfa_index")


def test_secret_is_encrypted_in_the_database(representative: User) -> None:
    adapter = get_adapter()
    stored = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert adapter.decrypt(stored) == "JBSWY3DPEHPK3PXP"
    assert adapter.encrypt("JBSWY3DPEHPK3PXP") != stored


def test_recovery_codes_alone_are_no_second_factor(unprotected: User) -> None:
    Authenticator.objects.create(user=unprotected, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not factors_of(unprotected).exists()
    assert is_missing(unprotected)


def test_staff_cannot_remove_their_last_second_factor(officer: User, representative: User) -> None:
    adapter = get_adapter()
    last = officer.authenticator_set.get()
    assert not adapter.can_delete_authenticator(last)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={})
    assert adapter.can_delete_authenticator(last)
    own = Authenticator.objects.create(user=representative, type=Authenticator.Type.TOTP, data={})
    assert adapter.can_delete_authenticator(own)


def test_setting_up_a_second_factor_signs_out_sessions_that_began_without_it(unprotected: User) -> None:
    unprotected.set_password("çok-Uzun-parola-71")
    unprotected.save()
    own, other = Client(), Client()
    for client in (own, other):
        client.post(reverse("account_login"), {"login": unprotected.email, "password": "çok-Uzun-parola-71"})
        assert client.get(reverse("accounts:second_factor")).status_code == 200
    request = own.get(reverse("accounts:second_factor")).wsgi_request
    added = Authenticator.objects.create(user=unprotected, type=Authenticator.Type.TOTP, data={})
    authenticator_added.send(sender=Authenticator, request=request, user=unprotected, authenticator=added)
    assert own.get(reverse("accounts:me")).status_code == 200
    assert other.get(reverse("accounts:me"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", StaffRole)
def test_second_factor_is_required_of_every_staff_role(
    make_staff: Callable[..., User], unit: object, role: StaffRole
) -> None:
    user = make_staff("Deneme Kişi", f"{role}@belediye.test", unit, role)
    user.authenticator_set.all().delete()
    assert is_missing(user)


def test_secrets_are_renewed_with_the_newest_key(
    representative: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = (Fernet.generate_key().decode() for _key in range(2))
    settings.FIELD_ENCRYPTION_KEYS = [old]
    adapter = get_adapter()
    kinds = Authenticator.Type
    Authenticator.objects.create(user=representative, type=kinds.TOTP, data={"secret": adapter.encrypt("GIZLI")})
    codes = {"seed": adapter.encrypt("tohum"), "used_mask": 3, "migrated_codes": [adapter.encrypt("111")]}
    Authenticator.objects.create(user=representative, type=kinds.RECOVERY_CODES, data=codes)
    Authenticator.objects.create(user=representative, type=kinds.WEBAUTHN, data={"credential": {}})
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    call_command("renew_encryption")
    assert capsys.readouterr().out == "renewed 2\n"
    settings.FIELD_ENCRYPTION_KEYS = [new]
    data = {factor.type: factor.data for factor in Authenticator.objects.all()}
    assert adapter.decrypt(data["totp"]["secret"]) == "GIZLI"
    assert adapter.decrypt(data["recovery_codes"]["seed"]) == "tohum"
    assert data["recovery_codes"]["used_mask"] == 3
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="^2 "):
        call_command("renew_encryption")


def test_sign_in_asks_for_the_code_of_the_app(make_staff: Callable[..., User], unit: Unit) -> None:
    user = make_staff("Kodlu Görevli", "kodlu@belediye.test", unit)
    user.set_password("çok-Uzun-parola-71")
    user.save()
    secret = base64.b32encode(b"12345678901234567890").decode()
    user.authenticator_set.update(data={"secret": get_adapter().encrypt(secret)})
    client = Client()
    response = client.post(reverse("account_login"), {"login": user.email, "password": "çok-Uzun-parola-71"})
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("answering:desk")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("answering:desk")).status_code == 200


def test_guessing_a_password_is_stopped_for_the_account(make_user: Callable[..., User]) -> None:
    make_user("Nil Yeni", "nil@yeni.test", password="çok-Uzun-parola-71")
    for _turn in range(5):
        Client().post(reverse("account_login"), {"login": "nil@yeni.test", "password": "yanlış-parola-71"})
    client = Client()
    client.post(reverse("account_login"), {"login": "nil@yeni.test", "password": "çok-Uzun-parola-71"})
    assert "_auth_user_id" not in client.session


def test_flood_of_sign_ups_is_stopped(catalogue: object) -> None:
    client = Client()
    statuses = [client.post(reverse("account_signup"), {"email": "x"}).status_code for _turn in range(21)]
    assert statuses == [200] * 20 + [429]


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "no JSON",
        "[]",
        "[1]",
        "5",
        "{}",
        '{"id": "<b>"}',
        '{"id": "a", "rawId": "a", "response": {}}',
        (
            '{"id": "!!", "rawId": "!!", "type": "public-key", "response": '
            '{"clientDataJSON": "!!", "attestationObject": "!!", "authenticatorData": "!!", "signature": "!!"}}'
        ),
    ],
)
def test_answer_that_no_key_gave_is_refused(client_of: Any, representative: User, officer: User, forged: str) -> None:
    adding = client_of(representative)
    adding.get(reverse("mfa_add_webauthn"))
    page = adding.post(reverse("mfa_add_webauthn"), {"name": "Anahtar", "credential": forged})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()

    confirming = client_of(officer)
    confirming.get(reverse("mfa_reauthenticate_webauthn"))
    answer = confirming.post(reverse("mfa_reauthenticate_webauthn"), {"credential": forged})
    assert answer.status_code in {200, 302}
    assert "account_authentication_methods" not in confirming.session or not [
        method for method in confirming.session["account_authentication_methods"] if method.get("type") == "webauthn"
    ]
