"""Accounts, organisations, catalogues, notices: what a person does at each form."""

import time

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.models import AccountEvent, Invitation, Membership, Organisation, StaffPost, Unit, User
from atasehir_portal.accounts.services import invitations
from atasehir_portal.accounts.services.organisations import suspend_organisation
from atasehir_portal.catalogue.models import CatalogueChange, ClosedDay, PrivacyNotice, RightsHolderGroup
from atasehir_portal.encryption import encrypt
from atasehir_portal.notifications.models import OutboxMail, Preference, RefusedAddress
from tests.conftest import PASSWORD
from tests.matrix.acts.common import ENTRY, other_unit
from tests.matrix.acts.scene import TEXT, TOKEN, Act, Scene
from tests.second_factor import SECRET, code


def with_password(scene: Scene) -> None:
    """The person has a password and gave it a moment ago."""
    assert scene.user is not None
    scene.user.set_password(PASSWORD)
    scene.user.save()
    scene.client.force_login(scene.user)
    just_signed_in(scene)


def just_signed_in(scene: Scene) -> None:
    """The person said a moment ago again who they are, as the pages about the second factor ask."""
    assert scene.user is not None
    session = scene.client.session
    record = {"method": "password", "at": time.time(), "reauthenticated": True}
    session.update(
        {"account_authentication_methods": [record], "account_authentication_methods_user": str(scene.user.pk)}
    )
    session.save()


def with_device(scene: Scene) -> None:
    """Somebody who need not have a second factor has one all the same."""
    with_password(scene)
    Authenticator.objects.create(user=scene.user, type="totp", data={"secret": encrypt(SECRET)})


def password_of_representative(scene: Scene) -> None:
    user = scene.people["repr"]
    assert user is not None
    user.set_password(PASSWORD)
    user.save()


def at_second_factor(scene: Scene) -> None:
    """Somebody with a second factor has given the password, and is asked for the code."""
    user = scene.people["off"]
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    scene.client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def with_link_to_new_password(scene: Scene) -> str:
    user = scene.people["repr"]
    assert user is not None
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return str(scene.client.get(reverse("account_reset_password_from_key", args=key))["Location"])


def with_link_to_confirm(scene: Scene) -> str:
    address = EmailAddress.objects.create(user=scene.people["repr"], email="ikinci@adimlar.test")
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])


def address_refused(scene: Scene) -> None:
    """The mail server of the person refuses them, so that the page has the button."""
    RefusedAddress.objects.create(user=scene.user, address=scene.user.email, code=550)


def invited(scene: Scene) -> str:
    Invitation.objects.update(token_hash=invitations.digest(TOKEN))
    return reverse("accounts:invitation", args=[TOKEN])


def suspended(scene: Scene) -> None:
    suspend_organisation(organisation=_organisation(scene), by=scene.people["admi"], reason=TEXT)


def nobody_in_the_unit(scene: Scene) -> None:
    StaffPost.objects.filter(user=scene.people["off"]).update(until=timezone.now())


def unit_retired(scene: Scene) -> None:
    Unit.objects.filter(slug=scene.world.arguments["accounts:unit_restore"][0]).update(is_active=False)


def entry_retired(scene: Scene) -> None:
    RightsHolderGroup.objects.filter(slug="yasli").update(is_active=False)


def _organisation(scene: Scene) -> Organisation:
    return Organisation.objects.get(slug=scene.world.arguments["accounts:organisation"][0])


def _code(scene: Scene) -> dict[str, str]:
    """The code that the person's device shows now; each test begins with none used."""
    return {"code": code()}


def _code_of_new_device(scene: Scene) -> dict[str, str]:
    return {"code": code(scene.client.session["mfa.totp.secret"])}


ACTS: dict[str, Act] = {
    # --- one's own account
    "account_login": Act(
        "anon",
        lambda scene: {"login": scene.people["repr"].email, "password": PASSWORD},
        before=password_of_representative,
    ),
    "account_logout": Act("repr"),
    "account_signup": Act(
        "anon",
        {"full_name": "Yeni Kişi", "email": "yeni@kisi.test", "password1": "Uzun-Bir-Parola-26", "notice_seen": "on"},
        {User: 1, EmailAddress: 1},
    ),
    "account_reauthenticate": Act("repr", {"password": PASSWORD}, before=with_password),
    "account_email": Act("repr", {"email": "ikinci@adimlar.test", "action_add": ""}, {EmailAddress: 1}),
    "account_confirm_email": Act("repr", before=with_link_to_confirm),
    "account_change_password": Act(
        "repr",
        {"oldpassword": PASSWORD, "password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"},
        before=with_password,
    ),
    "account_set_password": Act("repr", {"password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"}),
    "account_reset_password": Act("anon", {"email": "ruya@adimlar.test"}, {}, before=password_of_representative),
    "account_reset_password_from_key": Act(
        "anon",
        {"password1": "Uzun-Bir-Parola-26", "password2": "Uzun-Bir-Parola-26"},
        before=with_link_to_new_password,
    ),
    "usersessions_list": Act("repr"),
    "mfa_authenticate": Act("anon", _code, before=at_second_factor),
    "mfa_reauthenticate": Act("off", _code),
    "mfa_activate_totp": Act("repr", _code_of_new_device, before=with_password),
    "mfa_deactivate_totp": Act("repr", before=with_device),
    "mfa_generate_recovery_codes": Act("off", before=just_signed_in),
    "accounts:me": Act("repr", {"full_name": "Rüya Temsilcioğlu"}),
    "accounts:delete": Act("cont", {"sure": "on"}, {AccountEvent: 2}),
    # --- organisations, people, units
    "accounts:invitation": Act(
        "anon",
        {"full_name": "Yeni Kişi", "password": "Uzun-Bir-Parola-26", "notice_seen": "on"},
        {User: 1, Membership: 1},
        invited,
    ),
    "accounts:invitation_revoke": Act("repr", makes={AccountEvent: 1}),
    "accounts:organisation_edit": Act("repr", {"description": TEXT, "website": "https://adimlar.test/"}),
    "accounts:suspend": Act("admi", {"reason": TEXT}, {AccountEvent: 1}),
    "accounts:lift": Act("admi", {"reason": TEXT}, {AccountEvent: 1}, suspended),
    "accounts:member_invite": Act(
        "repr", {"email": "baska@adimlar.test", "role": "contributor"}, {Invitation: 1, AccountEvent: 1, OutboxMail: 1}
    ),
    "accounts:member_role": Act("repr", {"role": "representative"}, {AccountEvent: 1}),
    "accounts:member_remove": Act("repr", makes={AccountEvent: 1}),
    "accounts:leave": Act("cont", makes={AccountEvent: 1}),
    "accounts:publicity": Act("repr", {"name_is_public": "on"}),
    "accounts:staff_invite": Act(
        "admi",
        lambda scene: {"email": "yeni@belediye.test", **other_unit(scene)},
        {Invitation: 1, AccountEvent: 1, OutboxMail: 1},
    ),
    "accounts:post": Act("admi", lambda scene: {**other_unit(scene), "reason": TEXT}, {AccountEvent: 1}),
    "accounts:post_end": Act("admi", {"reason": TEXT}, {AccountEvent: 1}),
    "accounts:unit_new": Act("admi", {**ENTRY, "email": "deneme@belediye.test"}, {Unit: 1, CatalogueChange: 1}),
    "accounts:unit": Act("admi", {"name_en": "Public Works", "description_tr": TEXT}, {CatalogueChange: 1}),
    "accounts:unit_retire": Act("admi", makes={CatalogueChange: 1}, before=nobody_in_the_unit),
    "accounts:unit_restore": Act("admi", makes={CatalogueChange: 1}, before=unit_retired),
    # --- notifications, catalogue
    "notifications:read": Act("repr"),
    "notifications:open": Act("repr"),
    "notifications:read_one": Act("repr"),
    "notifications:preferences": Act("repr", {"questions": "daily"}, {Preference: 1}),
    "notifications:try_again": Act("repr", makes={RefusedAddress: -1}, before=address_refused),
    "notifications:switch_off": Act("anon", makes={Preference: 1}),
    "catalogue:municipality": Act("admi", {"address": TEXT, "phone": "0216 000 00 00"}, {CatalogueChange: 1}),
    "catalogue:closed_days": Act(
        "admi",
        {"date": "2027-04-05", "reason_tr": "İdari izin", "reason_en": "Administrative leave"},
        {ClosedDay: 1, CatalogueChange: 1},
    ),
    "catalogue:closed_day_remove": Act("admi", makes={ClosedDay: -1, CatalogueChange: 1}),
    "catalogue:notice_new": Act(
        "admi", {"text_tr": f"# Bildirim\n\n{TEXT * 5}", "text_en": f"# Notice\n\n{TEXT * 5}"}, {PrivacyNotice: 1}
    ),
    "catalogue:entry_new": Act("admi", ENTRY, {RightsHolderGroup: 1, CatalogueChange: 1}),
    "catalogue:entry": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry/checklist": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry/right": Act("admi", {"description_tr": TEXT}, {CatalogueChange: 1}),
    "catalogue:entry_retire": Act("admi", makes={CatalogueChange: 1}),
    "catalogue:entry_restore": Act("admi", makes={CatalogueChange: 1}, before=entry_retired),
}
