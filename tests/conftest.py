"""People and places that tests speak of, with fixed meanings.

The administrator, the coordinator and the officer work for the municipality (each with a second factor, as staff must have);
the representative and the contributor act for the same verified organisation, the stranger for another one; the applicant's
organisation has only applied. Everything is made in the test's own transaction.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from atasehir_portal.accounts.models import (
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
from atasehir_portal.catalogue.models import Municipality
from atasehir_portal.catalogue.queries import current_notice, refresh_closed_days, refresh_municipality
from atasehir_portal.encryption import encrypt
from tests import emptying
from tests.second_factor import SECRET

PASSWORD = "ornek-Sifre-2026"

# No test asserts a time, also not through the library that makes its examples.
hypothesis_settings.register_profile(
    "portal", hypothesis_settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("portal")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process begins with slow files, so that none is left for the end when the others have nothing to do.

    The list is dealt out in as many stretches as there are processes (``--dist worksteal``).
    """
    shares = int(getattr(config, "workerinput", {}).get("workercount", 1))
    slow = [item for item in items if item.get_closest_marker("slow")]
    if shares == 1 or not slow:
        return
    quick = [item for item in items if not item.get_closest_marker("slow")]
    files = list(dict.fromkeys(item.path for item in slow))
    each = -(-len(items) // shares)
    dealt: list[pytest.Item] = []
    for share in range(shares):
        dealt += [item for item in slow if files.index(item.path) % shares == share]
        dealt += [quick.pop(0) for _ in range(min(len(quick), each * (share + 1) - len(dealt)))]
    items[:] = dealt + quick


def pytest_sessionstart() -> None:
    """Nothing is collected for tests, but the folder of collected files has to exist."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database is a copy where one with tables and catalogue was made for all processes of the run."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("TEST_DATABASE_TEMPLATE")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with the catalogue in it, loaded once."""
    with django_db_blocker.unblock():
        if not Municipality.objects.exists():
            call_command("load_catalogue", verbosity=0)
        emptying.remember()
    TransactionTestCase._fixture_teardown = emptying.put_back  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _own_cache_and_files(settings: Any, tmp_path: Any) -> None:
    """Each test starts with an empty cache and an empty media folder, and hashes passwords quickly."""
    # the connection to the server stays: a new one for each test would cost more than most tests do
    caches["default"].key_prefix = django_settings.CACHES["default"]["KEY_PREFIX"] = f"test-{uuid4().hex[:12]}"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate(settings.LANGUAGE_CODE)  # an earlier test may have asked for a page in English


@pytest.fixture
def catalogue(db: None) -> Municipality:
    """The catalogue for Ataşehir, loaded once for the whole run."""
    row = Municipality.objects.get()
    refresh_closed_days()
    refresh_municipality(row)  # in the cache as in a portal that runs, so that query counts are those of every day
    return row


@pytest.fixture
def make_user(catalogue: Municipality) -> Callable[..., User]:
    """Make a person with a verified address; nobody can sign in with a password unless one is given."""

    def make(name: str, email: str, **fields: Any) -> User:
        user = User.objects.create_user(email, full_name=name, notice=current_notice(), **fields)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def make_staff(make_user: Callable[..., User]) -> Callable[..., User]:
    """Make a person with a post and a second factor."""

    def make(name: str, email: str, unit: Unit, role: StaffRole = StaffRole.OFFICER) -> User:
        user = make_user(name, email)
        StaffPost.objects.create(user=user, unit=unit, role=role)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
        return user

    return make


@pytest.fixture
def make_organisation(catalogue: Municipality) -> Callable[..., Organisation]:
    """Make an organisation, verified unless said otherwise."""

    def make(name: str, slug: str, **fields: Any) -> Organisation:
        values = {"kind": OrganisationKind.ASSOCIATION, "state": OrganisationState.VERIFIED, **fields}
        return Organisation.objects.create(name=name, slug=slug, **values)

    return make


@pytest.fixture
def join(catalogue: Municipality) -> Callable[..., Membership]:
    """Make a person a member of an organisation."""

    def make(
        user: User, organisation: Organisation, role: MembershipRole = MembershipRole.REPRESENTATIVE
    ) -> Membership:
        return Membership.objects.create(user=user, organisation=organisation, role=role, notice=current_notice())

    return make


@pytest.fixture
def unit(catalogue: Municipality) -> Unit:
    """Fen İşleri Müdürlüğü."""
    return Unit.objects.get(slug="fen-isleri")


@pytest.fixture
def other_unit(catalogue: Municipality) -> Unit:
    """Sosyal Destek Hizmetleri Müdürlüğü."""
    return Unit.objects.get(slug="sosyal-destek")


@pytest.fixture
def administrator(make_staff: Callable[..., User], catalogue: Municipality) -> User:
    return make_staff(
        "Ada Yönetici", "ada@belediye.test", Unit.objects.get(slug="bilgi-islem"), StaffRole.ADMINISTRATOR
    )


@pytest.fixture
def coordinator(make_staff: Callable[..., User], catalogue: Municipality) -> User:
    unit = Unit.objects.get(slug="strateji-gelistirme")
    return make_staff("Kerem Koordinatör", "kerem@belediye.test", unit, StaffRole.COORDINATOR)


@pytest.fixture
def officer(make_staff: Callable[..., User], unit: Unit) -> User:
    """Works in ``unit``."""
    return make_staff("Ferda Görevli", "ferda@belediye.test", unit)


@pytest.fixture
def other_officer(make_staff: Callable[..., User], other_unit: Unit) -> User:
    """Works in ``other_unit``."""
    return make_staff("Sezen Görevli", "sezen@belediye.test", other_unit)


@pytest.fixture
def organisation(make_organisation: Callable[..., Organisation]) -> Organisation:
    return make_organisation("Engelsiz Adımlar Derneği", "engelsiz-adimlar")


@pytest.fixture
def other_organisation(make_organisation: Callable[..., Organisation]) -> Organisation:
    return make_organisation("Komşu Kadınlar Platformu", "komsu-kadinlar", kind=OrganisationKind.PLATFORM)


@pytest.fixture
def representative(make_user: Callable[..., User], join: Callable[..., Membership], organisation: Organisation) -> User:
    user = make_user("Rüya Temsilci", "ruya@adimlar.test")
    join(user, organisation)
    return user


@pytest.fixture
def contributor(make_user: Callable[..., User], join: Callable[..., Membership], organisation: Organisation) -> User:
    user = make_user("Can Katkı", "can@adimlar.test")
    join(user, organisation, MembershipRole.CONTRIBUTOR)
    return user


@pytest.fixture
def stranger(make_user: Callable[..., User], join: Callable[..., Membership], other_organisation: Organisation) -> User:
    """Represents another organisation."""
    user = make_user("Yasemin Yabancı", "yasemin@komsu.test")
    join(user, other_organisation)
    return user


@pytest.fixture
def applicant(
    make_user: Callable[..., User], make_organisation: Callable[..., Organisation], join: Callable[..., Membership]
) -> User:
    """Represents an organisation whose application is not decided yet."""
    user = make_user("Aslı Aday", "asli@aday.test")
    applied = make_organisation(
        "Yeni Umut Kooperatifi", "yeni-umut", kind=OrganisationKind.COOPERATIVE, state=OrganisationState.APPLIED
    )
    join(user, applied)
    return user


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """Return a browser in which this person is signed in (nobody for None)."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
