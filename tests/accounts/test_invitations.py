"""Invitations: the mail with the secret link, accepting with and without an account, taking back."""

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts import services
from atasehir_portal.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    StaffPost,
    StaffRole,
    Unit,
    User,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.queries import invitation_by_token
from atasehir_portal.accounts.services.invitations import digest
from atasehir_portal.accounts.signals import mail_wanted, membership_joined
from atasehir_portal.catalogue.queries import current_notice
from atasehir_portal.transitions import NotInThisState

ClientOf = Callable[[User | None], Client]
GOOD_PASSWORD = "çok-Uzun-parola-71"


@pytest.fixture
def mails() -> Any:
    """The mails that this room wants sent."""
    found: list[dict[str, Any]] = []

    def listen(sender: Any, signal: Any, **mail: Any) -> None:
        found.append(mail)

    mail_wanted.connect(listen)
    yield found
    mail_wanted.disconnect(listen)


def token_of(mails: list[dict[str, Any]]) -> str:
    return re.fullmatch(r".*/davet/([\w-]{43})/", mails[-1]["context"]["path"])[1]


def invite(
    organisation: Organisation, by: User, email: str = "yeni@adimlar.test", role: str = "contributor"
) -> Invitation:
    return services.invite_member(organisation=organisation, email=email, role=role, by=by)


@pytest.fixture
def invited(organisation: Organisation, representative: User, mails: list[dict[str, Any]]) -> str:
    """The secret of an open invitation of yeni@adimlar.test into the organisation."""
    invite(organisation, representative)
    return token_of(mails)


def page(token: str) -> str:
    return reverse("accounts:invitation", args=[token])


# --- inviting --------------------------------------------------------------------------------------------------------


def test_invitation_mails_a_link_and_stores_only_its_digest(
    organisation: Organisation, representative: User, mails: list[dict[str, Any]]
) -> None:
    invitation = invite(organisation, representative, email=" Yeni@Adimlar.TEST ")
    mail = mails[0]
    assert (mail["address"], mail["template"], mail["language"]) == ("yeni@adimlar.test", "membership_invitation", "tr")
    assert mail["context"]["place"] == organisation.name
    assert mail["context"]["inviter"] == representative.full_name
    assert re.fullmatch(r"\d+ \w+ \d{4}", mail["context"]["until"])
    assert invitation.token_hash == digest(token_of(mails))
    assert token_of(mails) not in str(Invitation.objects.values())


def test_invitation_becomes_a_mail_in_the_outbox(organisation: Organisation, representative: User) -> None:
    from atasehir_portal.notifications.models import OutboxMail
    from atasehir_portal.notifications.outbox import compose

    invite(organisation, representative)
    mail = compose(OutboxMail.objects.get(address="yeni@adimlar.test"))
    assert mail is not None
    assert organisation.name in mail.body
    assert "/davet/" in mail.body
    for text in (mail.body, str(mail.alternatives[0][0])):
        assert "Bu daveti beklemiyorsanız bir şey yapmanız gerekmez." in text
        assert "Yalnız bir gelişme olduğunu söyler" not in text


def test_second_click_sends_no_second_mail(organisation: Organisation, representative: User, mails: list[Any]) -> None:
    assert invite(organisation, representative) == invite(organisation, representative)
    assert len(mails) == 1


def test_later_invitation_replaces_the_earlier_one(
    organisation: Organisation, representative: User, mails: list[Any]
) -> None:
    first = invite(organisation, representative)
    first_token = token_of(mails)
    Invitation.objects.filter(pk=first.pk).update(created_at=timezone.now() - dt.timedelta(hours=1))
    invite(organisation, representative)
    assert invitation_by_token(first_token) is None
    assert invitation_by_token(token_of(mails)) is not None


def test_invitations_are_for_those_who_may(
    organisation: Organisation, contributor: User, stranger: User, officer: User, administrator: User
) -> None:
    for user in (contributor, stranger, officer):
        with pytest.raises(PermissionDenied):
            invite(organisation, user)
    invite(organisation, administrator)


def test_member_is_not_invited_again(organisation: Organisation, representative: User, contributor: User) -> None:
    with pytest.raises(ValidationError) as caught:
        invite(organisation, representative, email=contributor.email.upper())
    assert "email" in caught.value.error_dict


def test_applicants_invite_nobody(applicant: User) -> None:
    organisation = person(applicant).memberships[0].organisation
    with pytest.raises(PermissionDenied):
        invite(organisation, applicant)


def test_invitation_is_taken_back(
    organisation: Organisation, representative: User, invited: str, stranger: User
) -> None:
    invitation = Invitation.objects.get()
    with pytest.raises(PermissionDenied):
        services.revoke_invitation(invitation=invitation, by=stranger)
    services.revoke_invitation(invitation=invitation, by=representative)
    assert invitation_by_token(invited) is None
    with pytest.raises(NotInThisState):
        services.revoke_invitation(invitation=invitation, by=representative)


# --- accepting -------------------------------------------------------------------------------------------------------


def test_new_account_is_made_verified_and_signed_in(
    client_of: ClientOf, invited: str, organisation: Organisation
) -> None:
    joined: list[Membership] = []

    def listen(sender: Any, *, membership: Membership, **_rest: Any) -> None:
        joined.append(membership)

    membership_joined.connect(listen)
    client = client_of(None)
    data = {"full_name": " Yeni\u202e  Üye ", "password": GOOD_PASSWORD, "notice_seen": "on"}
    response = client.post(page(invited), data)
    membership_joined.disconnect(listen)
    assert response.status_code == 302
    user = User.objects.get(email="yeni@adimlar.test")
    assert user.full_name == "Yeni Üye"
    assert user.check_password(GOOD_PASSWORD)
    assert (user.notice, user.language) == (current_notice(), "tr")
    assert EmailAddress.objects.get(user=user).verified
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.notice) == (MembershipRole.CONTRIBUTOR, current_notice())
    assert joined == [membership]
    assert client.get(reverse("accounts:me")).status_code == 200
    assert Client().get(page(invited)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "a" * 100_000),
        ("password", ""),
        ("password", "123456789012"),
        ("password", "yeni@adimlar.test"),
        ("password", "a" * 100_000),
        ("password", "par\x00ola-uzun-71"),
        ("notice_seen", ""),
    ],
)
def test_new_account_says_what_is_wrong(client_of: ClientOf, invited: str, field: str, value: str) -> None:
    data = {"full_name": "Yeni Üye", "password": GOOD_PASSWORD, "notice_seen": "on"}
    response = client_of(None).post(page(invited), {**data, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(email="yeni@adimlar.test").exists()


def test_owner_of_an_account_signs_in_first(client_of: ClientOf, invited: str, make_user: Callable[..., User]) -> None:
    user = make_user("Yeni Üye", "yeni@adimlar.test")
    anonymous = client_of(None).get(page(invited))
    assert reverse("account_login") + "?next=" in anonymous.content.decode()
    assert (
        client_of(None)
        .post(page(invited), {"full_name": "X Y Z", "password": GOOD_PASSWORD, "notice_seen": "on"})
        .status_code
        == 200
    )
    assert not Membership.objects.filter(user=user).exists()
    client = client_of(user)
    assert client.post(page(invited), {}).context["form"].errors["notice_seen"]
    assert client.post(page(invited), {"notice_seen": "on"}).status_code == 302
    assert Membership.objects.filter(user=user).exists()
    assert AccountEvent.objects.filter(act="joined", user=user).exists()


def test_account_with_another_address_cannot_use_it(client_of: ClientOf, invited: str, stranger: User) -> None:
    response = client_of(stranger).post(page(invited), {"notice_seen": "on"})
    assert response.status_code == 403
    assert "yeni@adimlar.test" not in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_address_that_is_not_verified_does_not_count(client_of: ClientOf, invited: str, stranger: User) -> None:
    EmailAddress.objects.create(user=stranger, email="yeni@adimlar.test", verified=False)
    assert client_of(stranger).post(page(invited), {"notice_seen": "on"}).status_code == 403


def test_second_verified_address_counts(client_of: ClientOf, invited: str, stranger: User) -> None:
    EmailAddress.objects.create(user=stranger, email="yeni@adimlar.test", verified=True)
    assert client_of(stranger).post(page(invited), {"notice_seen": "on"}).status_code == 302


def test_invitation_runs_out(client_of: ClientOf, invited: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client_of(None).get(page(invited)).status_code == 404


@pytest.mark.parametrize("token", ["x", "-" * 43, "a" * 5000])
def test_wrong_secret_finds_nothing(client_of: ClientOf, invited: str, token: str) -> None:
    response = client_of(None).get(page(token))
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_invitation_of_a_suspended_organisation_waits(
    client_of: ClientOf, invited: str, organisation: Organisation, make_user: Callable[..., User]
) -> None:
    user = make_user("Yeni Üye", "yeni@adimlar.test")
    Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.SUSPENDED)
    response = client_of(user).post(page(invited), {"notice_seen": "on"})
    assert response.context["form"].non_field_errors()
    Organisation.objects.filter(pk=organisation.pk).update(state=OrganisationState.VERIFIED)
    assert client_of(user).post(page(invited), {"notice_seen": "on"}).status_code == 302


def test_link_tells_no_other_site(client_of: ClientOf, invited: str) -> None:
    response = client_of(None).get(page(invited))
    assert response["Referrer-Policy"] == "same-origin"  # "no-referrer" would make browsers fail the check of the form
    assert "no-store" in response["Cache-Control"]


# --- staff -----------------------------------------------------------------------------------------------------------


def test_staff_invitation_gives_a_post(
    client_of: ClientOf, administrator: User, unit: Unit, mails: list[dict[str, Any]], settings: Any
) -> None:
    services.invite_staff(unit=unit, email="yeni@belediye.test", role=StaffRole.OFFICER, by=administrator)
    assert mails[0]["template"] == "staff_invitation"
    assert mails[0]["context"]["place"] == unit.name
    client = client_of(None)
    data = {"full_name": "Yeni Görevli", "password": GOOD_PASSWORD, "notice_seen": "on"}
    assert client.post(page(token_of(mails)), data).status_code == 302
    user = User.objects.get(email="yeni@belediye.test")
    post = StaffPost.objects.get(user=user)
    assert (post.unit, post.role, post.until) == (unit, StaffRole.OFFICER, None)
    assert client.get(reverse("home"))["Location"].startswith(reverse("accounts:second_factor"))


def test_staff_are_invited_by_administrators(coordinator: User, representative: User, unit: Unit) -> None:
    for user in (coordinator, representative):
        with pytest.raises(PermissionDenied):
            services.invite_staff(unit=unit, email="a@b.test", role=StaffRole.OFFICER, by=user)


def test_who_has_a_post_is_not_invited(administrator: User, officer: User, other_unit: Unit) -> None:
    with pytest.raises(ValidationError):
        services.invite_staff(unit=other_unit, email=officer.email, role=StaffRole.OFFICER, by=administrator)


def test_retired_unit_takes_nobody(
    client_of: ClientOf, administrator: User, other_unit: Unit, mails: list[Any], make_user: Callable[..., User]
) -> None:
    user = make_user("Yeni Görevli", "yeni@belediye.test")
    services.invite_staff(unit=other_unit, email=user.email, role=StaffRole.OFFICER, by=administrator)
    Unit.objects.filter(pk=other_unit.pk).update(is_active=False)
    assert client_of(user).post(page(token_of(mails)), {"notice_seen": "on"}).context["form"].non_field_errors()
    assert not StaffPost.objects.filter(user=user).exists()


# --- pages -----------------------------------------------------------------------------------------------------------


def test_invite_page_sends_and_lists(client_of: ClientOf, organisation: Organisation, representative: User) -> None:
    client = client_of(representative)
    where = reverse("accounts:member_invite", args=[organisation.slug])
    assert set(client.post(where, {}).context["form"].errors) == {"email", "role"}
    response = client.post(where, {"email": "kötü", "role": "contributor"})
    assert "kötü" in response.content.decode()
    assert client.post(where, {"email": "yeni@adimlar.test", "role": "contributor"}).status_code == 302
    members = reverse("accounts:members", args=[organisation.slug])
    assert "yeni@adimlar.test" in client.get(members).content.decode()
    invitation = Invitation.objects.get()
    assert client.post(reverse("accounts:invitation_revoke", args=[invitation.pk]))["Location"] == members
    assert client.post(reverse("accounts:invitation_revoke", args=[invitation.pk])).status_code == 404


def test_invitation_is_taken_back_only_by_those_who_may(
    client_of: ClientOf, invited: str, contributor: User, stranger: User, officer: User
) -> None:
    where = reverse("accounts:invitation_revoke", args=[Invitation.objects.get().pk])
    assert client_of(contributor).post(where).status_code == 403
    assert client_of(stranger).post(where).status_code == 404
    assert client_of(officer).post(where).status_code == 404
    assert client_of(None).post(where).status_code == 302


def test_flood_of_invitations_is_stopped_and_nothing_typed_is_lost(
    client_of: ClientOf, organisation: Organisation, representative: User
) -> None:
    client = client_of(representative)
    where = reverse("accounts:member_invite", args=[organisation.slug])
    for number in range(10):
        assert client.post(where, {"email": f"a{number}@b.test", "role": "contributor"}).status_code == 302
    response = client.post(where, {"email": "a11@b.test", "role": "contributor"})
    assert response.context["form"].non_field_errors()
    assert "a11@b.test" in response.content.decode()
    assert Invitation.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account(organisation: Organisation, representative: User) -> None:
    invitation, notice = invite(organisation, representative), current_notice()

    def click(_turn: int) -> str:
        try:
            services.accept_with_new_account(
                invitation=invitation, full_name="Yeni Kişi", password=GOOD_PASSWORD, language="tr", notice=notice
            )
        except (ValidationError, NotInThisState):
            return "told"
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, range(4))) == ["joined", "told", "told", "told"]
    assert Membership.objects.filter(organisation=organisation, user__email=invitation.email).count() == 1


# --- whoever sent it has left ----------------------------------------------------------------------------------------


def leave(organisation: Organisation, inviter: User, other: User) -> None:
    own = Membership.objects.get(organisation=organisation, user=inviter)
    services.leave_organisation(
        membership=own, by=inviter, successor=Membership.objects.get(organisation=organisation, user=other)
    )


def be_removed(organisation: Organisation, inviter: User, other: User) -> None:
    Membership.objects.filter(organisation=organisation, user=other).update(role=MembershipRole.REPRESENTATIVE)
    services.remove_member(membership=Membership.objects.get(organisation=organisation, user=inviter), by=other)


def hand_over(organisation: Organisation, inviter: User, other: User) -> None:
    Membership.objects.filter(organisation=organisation, user=other).update(role=MembershipRole.REPRESENTATIVE)
    own = Membership.objects.get(organisation=organisation, user=inviter)
    services.change_role(membership=own, role=MembershipRole.CONTRIBUTOR, by=other)


def delete_oneself(organisation: Organisation, inviter: User, other: User) -> None:
    Membership.objects.filter(organisation=organisation, user=other).update(role=MembershipRole.REPRESENTATIVE)
    services.delete_account(user=User.objects.get(pk=inviter.pk))


@pytest.mark.parametrize("goes", [leave, be_removed, hand_over, delete_oneself])
def test_invitation_ends_when_its_sender_can_invite_no_longer(
    organisation: Organisation,
    representative: User,
    contributor: User,
    invited: str,
    client: Client,
    goes: Callable[[Organisation, User, User], None],
) -> None:
    goes(organisation, representative, contributor)
    assert invitation_by_token(invited) is None
    assert client.get(page(invited)).status_code == 404
    assert AccountEvent.objects.filter(act="invitation_revoked", organisation=organisation).count() == 1
    other = User.objects.get(pk=contributor.pk)
    assert invite(organisation, other).revoked_at is None  # the same address can be invited again


def test_invitation_of_another_sender_or_organisation_stays(
    organisation: Organisation,
    other_organisation: Organisation,
    representative: User,
    contributor: User,
    stranger: User,
    invited: str,
) -> None:
    membership = Membership.objects.get(organisation=organisation, user=contributor)
    services.remove_member(membership=membership, by=representative)
    Membership.objects.create(
        organisation=other_organisation, user=representative, role="representative", notice=current_notice()
    )
    services.leave_organisation(
        membership=Membership.objects.get(organisation=other_organisation, user=representative),
        by=representative,
        successor=Membership.objects.get(organisation=other_organisation, user=stranger),
    )
    assert invitation_by_token(invited) is not None


@pytest.mark.parametrize("ends", [True, False])
def test_staff_invitation_ends_with_the_administrators_post(
    administrator: User, unit: Unit, organisation: Organisation, make_staff: Callable[..., User], ends: bool
) -> None:
    services.invite_staff(unit=unit, email="yeni@belediye.test", role="officer", by=administrator)
    invite(organisation, administrator)
    other = make_staff("Başka Yönetici", "baska@belediye.test", unit, StaffRole.ADMINISTRATOR)
    post = StaffPost.objects.get(user=administrator, until=None)
    if ends:
        services.end_post(post=post, by=other)
    else:
        services.change_post(post=post, unit=post.unit, role=StaffRole.OFFICER, by=other)
    assert not Invitation.objects.filter(revoked_at=None).exists()


def test_accepting_while_the_sender_leaves_ends_in_one_of_both(
    transactional_db: None, organisation: Organisation, representative: User, contributor: User, invited: str
) -> None:
    """The two lock in the same order: nobody waits for ever, and nobody sees an error of the database."""
    found = invitation_by_token(invited)
    assert found is not None

    def accept() -> str:
        try:
            services.accept_with_new_account(
                invitation=found, full_name="Yeni", password=GOOD_PASSWORD, language="tr", notice=current_notice()
            )
        except NotInThisState:
            return "gone"
        finally:
            connection.close()
        return "joined"

    def go() -> str:
        try:
            leave(organisation, representative, contributor)
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(accept), pool.submit(go)]
        assert results[1].result() == "left"
        assert results[0].result() in {"gone", "joined"}
    found.refresh_from_db()
    assert bool(found.accepted_at) != bool(found.revoked_at)
