"""One's own account: sign-up, details, own data, deletion; and who one is in the eyes of other rooms."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts import services
from atasehir_portal.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    User,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.personal_data import PersonalData, PersonalDataRegistry, personal_data
from atasehir_portal.accounts.readable import readable
from atasehir_portal.catalogue.models import PrivacyNotice
from atasehir_portal.catalogue.queries import current_notice
from atasehir_portal.notifications.outbox import deliver_due

ClientOf = Callable[[User | None], Client]
PASSWORD = "çok-Uzun-parola-71"
SIGN_UP = {"email": "Nil@Yeni.test", "password1": PASSWORD, "full_name": "Nil Yeni", "notice_seen": "on"}


def page(name: str) -> str:
    return reverse(f"accounts:{name}")


@pytest.fixture
def signed_in(make_user: Callable[..., User]) -> tuple[Client, User]:
    """Somebody who acts for nobody, has signed in with the password and just said it again."""
    user = make_user("Nil Yeni", "nil@yeni.test", password=PASSWORD)
    client = Client()
    response = client.post(reverse("account_login"), {"login": "NIL@yeni.test", "password": PASSWORD})
    assert response.status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client, user


# --- sign-up and sign-in ---------------------------------------------------------------------------------------------


def test_sign_up_keeps_name_notice_and_language(catalogue: object, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    client.cookies["django_language"] = "en"
    assert client.post(reverse("account_signup"), SIGN_UP).status_code == 302
    user = User.objects.get()
    assert (user.email, user.full_name, user.language) == ("nil@yeni.test", "Nil Yeni", "en")
    assert user.notice == current_notice()
    assert user.notice_shown_at
    assert not EmailAddress.objects.get(user=user).verified
    deliver_due()
    assert mail.outbox[0].to == ["nil@yeni.test"]
    assert client.get(page("me")).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "a" * 100_000),
        ("full_name", "\u202e\u200b"),
        ("full_name", "Nil\x00"),
        ("email", "nil"),
        ("password1", "kısa"),
        ("notice_seen", ""),
    ],
)
def test_sign_up_says_what_is_wrong(catalogue: object, field: str, value: str) -> None:
    response = Client().post(reverse("account_signup"), {**SIGN_UP, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.exists()


def test_sign_up_is_closed_without_a_privacy_notice(db: None) -> None:
    with transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalogue_privacynotice CASCADE")
        assert not PrivacyNotice.objects.exists()
        response = Client().get(reverse("account_signup"))
        assert response.status_code == 200
        assert "notice_seen" not in response.content.decode()
        transaction.set_rollback(True)


def test_mail_server_that_is_down_is_no_crash(catalogue: object, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = Client().post(reverse("account_signup"), SIGN_UP, follow=True)
    assert response.status_code == 200
    assert User.objects.filter(email="nil@yeni.test").exists()


def test_address_is_one_in_whatever_case(make_user: Callable[..., User]) -> None:
    make_user("Nil", "nil@yeni.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="NIL@yeni.test", password="!")])


def test_session_is_listed_after_sign_in(signed_in: tuple[Client, User]) -> None:
    client, _user = signed_in
    response = client.get(reverse("usersessions_list"))
    assert response.status_code == 200
    assert len(response.context["sessions"]) == 1


# --- details ---------------------------------------------------------------------------------------------------------


def test_details_are_corrected(client_of: ClientOf, representative: User, organisation: Organisation) -> None:
    client = client_of(representative)
    assert organisation.name in client.get(page("me")).content.decode()
    response = client.post(page("me"), {"full_name": "Rüya Yeni-Ad", "language": "en"})
    assert response.cookies[django_settings.LANGUAGE_COOKIE_NAME].value == "en"
    representative.refresh_from_db()
    assert (representative.full_name, representative.language) == ("Rüya Yeni-Ad", "en")
    assert AccountEvent.objects.get().act == "account_changed"
    assert "<h1>My account</h1>" in client.get(page("me")).content.decode()


@pytest.mark.parametrize(("field", "value"), [("full_name", ""), ("full_name", "a" * 100_000), ("language", "de")])
def test_details_say_what_is_wrong(client_of: ClientOf, representative: User, field: str, value: str) -> None:
    response = client_of(representative).post(page("me"), {"full_name": "Rüya", "language": "tr", field: value})
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("name", ["me", "own_data", "second_factor", "delete"])
def test_own_pages_need_somebody(client_of: ClientOf, catalogue: object, name: str) -> None:
    assert client_of(None).get(page(name)).status_code == 302


@pytest.mark.parametrize("role", ["administrator", "officer", "representative", "applicant"])
def test_my_account_has_a_bounded_query_count(
    request: pytest.FixtureRequest, client_of: ClientOf, django_assert_max_num_queries: Any, role: str
) -> None:
    client = client_of(request.getfixturevalue(role))
    with django_assert_max_num_queries(10):
        assert client.get(page("me")).status_code == 200


# --- own data --------------------------------------------------------------------------------------------------------


def test_own_data_is_read_and_downloaded(client_of: ClientOf, representative: User, organisation: Organisation) -> None:
    client = client_of(representative)
    shown = client.get(page("own_data"))
    assert "no-store" in shown["Cache-Control"]
    text = shown.content.decode()
    assert organisation.name in text
    assert representative.email in text
    assert not AccountEvent.objects.filter(act="data_downloaded").exists()
    assert client.get(page("own_data_file")).status_code == 405
    response = client.post(page("own_data_file"))
    assert response["Content-Disposition"].startswith("attachment")
    data = json.loads(response.content)["data"]
    assert set(data) == set(personal_data.export(representative))
    assert data["accounts"]["email"] == representative.email
    assert data["accounts"]["memberships"][0]["organisation"] == organisation.name
    assert data["accounts"]["privacy_notice_shown"]["version"] == 1
    assert AccountEvent.objects.filter(act="data_downloaded").exists()


def test_own_data_holds_no_secret(client_of: ClientOf, officer: User, representative: User) -> None:
    officer.set_password(PASSWORD)
    officer.save()
    officer.authenticator_set.update(data={"secret": "GIZLIGIZLI"})
    text = client_of(officer).post(page("own_data_file")).content.decode()
    assert "GIZLIGIZLI" not in text
    assert officer.password not in text
    assert representative.email not in text


def test_every_room_that_holds_personal_data_is_registered() -> None:
    assert {"accounts", "notifications", "answering", "needs"} <= set(personal_data._rooms)


def test_registry_erases_upper_rooms_first(db: None) -> None:
    order: list[str] = []
    registry = PersonalDataRegistry()
    for room in ("low", "high"):
        registry.register(PersonalData(room, lambda user: {}, lambda user, room=room: order.append(room)))
    registry.erase(User())
    assert order == ["high", "low"]


def test_readable_writes_words_and_dates() -> None:
    tree = readable(
        {"accounts": {"email": "a@b.test", "verified": True, "left": None, "joined": "2026-03-09T11:32:00+00:00"}}
    )
    rows = {row["label"]: row["text"] for row in tree[0]["children"]}
    assert "9 Mart 2026, 14.32" in rows.values()
    assert "–" in rows.values()


# --- deletion --------------------------------------------------------------------------------------------------------


def test_account_is_deleted_and_what_it_contributed_stays(
    signed_in: tuple[Client, User], organisation: Organisation, representative: User, join: Callable[..., Membership]
) -> None:
    client, user = signed_in
    join(user, organisation, MembershipRole.CONTRIBUTOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    Invitation.objects.create(
        email="NIL@yeni.test",
        token_hash="x",
        organisation=organisation,
        membership_role="contributor",
        expires_at="2030-01-01T00:00Z",
    )
    assert client.post(page("delete"), {}).context["form"].errors["sure"]
    response = client.post(page("delete"), {"sure": "on"})
    assert response["Location"] == reverse("home")
    user.refresh_from_db()
    assert (user.full_name, user.is_active, user.has_usable_password()) == ("", False, False)
    assert user.email.endswith("@deleted.invalid")
    assert str(user) == "silinmiş kullanıcı" or str(user) == "deleted user"
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not Invitation.objects.exists()
    membership = Membership.objects.get(user=user)
    assert membership.left_at
    assert client.get(page("me")).status_code == 302
    assert "nil@yeni.test" not in str(list(AccountEvent.objects.values())).lower()
    assert Client().post(reverse("account_login"), {"login": "nil@yeni.test", "password": PASSWORD}).status_code == 200


def test_deleting_an_account_leaves_invitations_to_other_peoples_addresses(
    signed_in: tuple[Client, User], organisation: Organisation, representative: User
) -> None:
    _client, user = signed_in
    EmailAddress.objects.create(user=user, email="baskasi@adimlar.test", verified=False)
    services.invite_member(
        organisation=organisation, email="baskasi@adimlar.test", role="contributor", by=representative
    )
    services.delete_account(user=user)
    assert Invitation.objects.filter(email="baskasi@adimlar.test", revoked_at=None).exists()


def test_address_of_a_deleted_account_can_sign_up_again(
    signed_in: tuple[Client, User], make_user: Callable[..., User]
) -> None:
    services.delete_account(user=signed_in[1])
    assert make_user("Nil Yine", "nil@yeni.test").pk != signed_in[1].pk


def test_deletion_asks_for_the_password_again(client_of: ClientOf, make_user: Callable[..., User]) -> None:
    user = make_user("Nil Yeni", "nil@yeni.test", password=PASSWORD)
    response = client_of(user).post(page("delete"), {"sure": "on"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    user.refresh_from_db()
    assert user.is_active


def test_who_must_hand_over_cannot_delete_the_account(officer: User, representative: User, contributor: User) -> None:
    for user in (officer, representative):
        with pytest.raises(ValidationError):
            services.delete_account(user=user)
        assert User.objects.get(pk=user.pk).is_active
    services.delete_account(user=contributor)


def test_page_says_what_must_be_handed_over(
    signed_in: tuple[Client, User], organisation: Organisation, join: Any
) -> None:
    client, user = signed_in
    join(user, organisation)
    response = client.get(page("delete"))
    assert organisation.name in response.content.decode()
    assert client.post(page("delete"), {"sure": "on"}).context["form"].non_field_errors()
    user.refresh_from_db()
    assert user.is_active


def test_room_that_cannot_erase_keeps_the_account(make_user: Callable[..., User]) -> None:
    user = make_user("Nil Yeni", "nil@yeni.test")

    def fail(user: User) -> None:
        raise RuntimeError

    personal_data.register(PersonalData("failing", lambda user: {}, fail))
    try:
        with pytest.raises(RuntimeError):
            services.delete_account(user=user)
    finally:
        del personal_data._rooms["failing"]
    user.refresh_from_db()
    assert user.is_active


# --- who somebody is -------------------------------------------------------------------------------------------------


def test_person_is_what_posts_and_memberships_say(
    administrator: User, coordinator: User, officer: User, representative: User, contributor: User, applicant: User
) -> None:
    def roles(user: Any) -> tuple[bool, bool, bool, int, int]:
        who = person(user)
        return (
            who.is_staff_member,
            who.is_coordinator,
            who.is_administrator,
            len(who.organisation_ids),
            len(who.represented_ids),
        )

    assert roles(administrator) == (True, True, True, 0, 0)
    assert roles(coordinator) == (True, True, False, 0, 0)
    assert roles(officer) == (True, False, False, 0, 0)
    assert roles(representative) == (False, False, False, 1, 1)
    assert roles(contributor) == (False, False, False, 1, 0)
    assert roles(applicant) == (False, False, False, 0, 0)
    assert roles(AnonymousUser()) == (False, False, False, 0, 0)
    assert len(person(applicant).memberships) == 1


def test_staff_are_read_with_one_query_and_keep_their_organisations(
    officer: User, administrator: User, organisation: Organisation, join: Any, django_assert_num_queries: Any
) -> None:
    """Few of the staff act for an organisation as well: only of those the organisations are read."""
    join(administrator, organisation)
    with django_assert_num_queries(1):
        assert person(officer).is_staff_member
        assert person(officer).memberships == []
    with django_assert_num_queries(2):
        assert person(administrator).is_administrator
        assert person(administrator).organisation_ids == [organisation.pk]


def test_person_is_read_once(representative: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        for _again in range(3):
            who = person(representative)
            assert who.post is None
            assert who.organisation_ids
