"""Example people and organisations, one account per role: invented, marked, and never in a deployment."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from atasehir_portal.accounts.models import (
    AccountEvent,
    EventAct,
    Invitation,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    OrganisationState,
    StaffPost,
    StaffRole,
    Unit,
    User,
)
from atasehir_portal.catalogue.models import Neighbourhood, RightsHolderGroup
from atasehir_portal.catalogue.queries import current_notice

PASSWORD = "ornek-Sifre-2026"  # noqa: S105  (known to everybody; the accounts exist in development only)


@dataclass(frozen=True, slots=True)
class ExampleAccount:
    """An account to try the portal with, and what it is for."""

    email: str
    full_name: str
    role_tr: str
    role_en: str


ACCOUNTS = (
    ExampleAccount(
        "yonetici@ornek.test", "Ayça Yönetici (örnek)", "yönetici: el kitapları, hesaplar, kataloglar", "administrator"
    ),
    ExampleAccount(
        "koordinator@ornek.test", "Kaya Koordinatör (örnek)", "koordinatör: görevlendirir, karar verir", "coordinator"
    ),
    ExampleAccount(
        "gorevli@ornek.test", "Güneş Görevli (örnek)", "Fen İşleri görevlisi: yanıtlar", "officer of a unit"
    ),
    ExampleAccount(
        "temsilci@ornek.test", "Tuna Temsilci (örnek)", "bir derneğin temsilcisi", "representative of an organisation"
    ),
    ExampleAccount("uye@ornek.test", "Umut Üye (örnek)", "aynı derneğin katkı vereni", "contributor of the same one"),
    ExampleAccount("muhtar@ornek.test", "Mete Muhtar (örnek)", "mahalle muhtarı", "neighbourhood head"),
)
_POSTS = {
    "yonetici@ornek.test": ("bilgi-islem", StaffRole.ADMINISTRATOR),
    "koordinator@ornek.test": ("strateji-gelistirme", StaffRole.COORDINATOR),
    "gorevli@ornek.test": ("fen-isleri", StaffRole.OFFICER),
}
_ORGANISATIONS: tuple[dict[str, Any], ...] = (
    {
        "slug": "ornek-engelsiz-adimlar",
        "name": "Engelsiz Adımlar Derneği (örnek)",
        "kind": OrganisationKind.ASSOCIATION,
        "description": "Engelli kişilerin sokakta, pazarda ve okulda tek başına yol alabilmesi için çalışır. "
        "Örnek kuruluştur: kurgudur.",
        "groups": ["engelli_fiziksel", "engelli_gorme", "engelli_isitme", "engelli_bakim_verenler"],
        "neighbourhoods": [],
        "members": {
            "temsilci@ornek.test": MembershipRole.REPRESENTATIVE,
            "uye@ornek.test": MembershipRole.CONTRIBUTOR,
        },
    },
    {
        "slug": "ornek-mahalle-muhtarligi",
        "name": "Ataşehir’de Bir Mahalle Muhtarlığı (örnek)",
        "kind": OrganisationKind.MUKHTAR,
        "description": "Mahallede oturanların ortak ihtiyaçlarını belediyeye iletir. Örnek kuruluştur: kurgudur.",
        "groups": ["yasli", "yoksul_hane"],
        "neighbourhoods": ["icerenkoy"],
        "members": {"muhtar@ornek.test": MembershipRole.REPRESENTATIVE},
    },
)


def load() -> None:
    """Create the example accounts and organisations; what exists is left as it is. Needs the catalogue.

    Raises RuntimeError where example data is not allowed.
    """
    if not settings.EXAMPLE_DATA and not settings.TESTING:
        raise RuntimeError("example accounts have a password that everybody knows; they need EXAMPLE_DATA=true")
    with transaction.atomic():
        for account in ACCOUNTS:
            _account(account)
        for row in _ORGANISATIONS:
            _organisation(row)


def _account(account: ExampleAccount) -> None:
    user = User.objects.filter(email=account.email).first()
    if user is not None:
        return
    notice = current_notice()
    user = User.objects.create_user(
        account.email, PASSWORD, full_name=account.full_name, notice=notice, is_example=True
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if account.email in _POSTS:
        slug, role = _POSTS[account.email]
        unit = Unit.objects.get(slug=slug)
        StaffPost.objects.create(user=user, unit=unit, role=role)
        AccountEvent.objects.create(user=user, unit=unit, act=EventAct.POST_BEGUN, value=role)


def _organisation(row: dict[str, Any]) -> None:
    if Organisation.objects.filter(slug=row["slug"]).exists():
        return
    organisation = Organisation.objects.create(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        description=row["description"],
        state=OrganisationState.VERIFIED,
        is_example=True,
    )
    organisation.groups.set(RightsHolderGroup.objects.filter(slug__in=row["groups"]))
    organisation.neighbourhoods.set(Neighbourhood.objects.filter(slug__in=row["neighbourhoods"]))
    for email, role in row["members"].items():
        user = User.objects.get(email=email)
        Membership.objects.create(organisation=organisation, user=user, role=role, notice=current_notice())
        AccountEvent.objects.create(actor=user, user=user, organisation=organisation, act=EventAct.JOINED, value=role)


def remove() -> None:
    """Delete every example account and organisation with all that hangs on them; upper rooms have removed theirs before."""
    with transaction.atomic():
        people = User.objects.filter(is_example=True)
        organisations = Organisation.objects.filter(is_example=True)
        AccountEvent.objects.filter(user__in=people).delete()
        AccountEvent.objects.filter(actor__in=people).delete()
        Invitation.objects.filter(is_example=True).delete()
        Invitation.objects.filter(organisation__in=organisations).delete()
        Invitation.objects.filter(invited_by__in=people).delete()
        organisations.delete()
        for session in UserSession.objects.filter(user__in=people):
            session.end()
        Authenticator.objects.filter(user__in=people).delete()
        people.delete()
