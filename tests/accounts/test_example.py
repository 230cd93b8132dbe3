"""Example accounts: one per role, marked, and removed without a trace."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError

from atasehir_portal.accounts import example
from atasehir_portal.accounts.models import AccountEvent, Membership, Organisation, StaffPost, StaffRole, Unit, User
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.services.first import appoint_first_administrator

pytestmark = pytest.mark.usefixtures("catalogue")


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@ornek.test")


def test_examples_have_every_role() -> None:
    example.load()
    assert person(user("yonetici")).is_administrator
    assert person(user("koordinator")).is_coordinator
    assert person(user("gorevli")).post.unit.slug == "fen-isleri"
    assert person(user("temsilci")).represented_ids == person(user("uye")).organisation_ids
    assert person(user("uye")).represented_ids == []
    assert len(person(user("muhtar")).represented_ids) == 1
    assert user("temsilci").check_password(example.PASSWORD)


def test_examples_are_marked() -> None:
    example.load()
    assert {account.email for account in example.ACCOUNTS} == set(User.objects.values_list("email", flat=True))
    assert not User.objects.filter(is_example=False).exists()
    assert all(row.name.endswith("(örnek)") for row in Organisation.objects.all())
    assert all(row.full_name.endswith("(örnek)") for row in User.objects.all())


def test_examples_load_once() -> None:
    example.load()
    example.load()
    assert User.objects.count() == len(example.ACCOUNTS)
    assert Organisation.objects.count() == 2


def test_examples_are_removed_without_a_trace(representative: User) -> None:
    example.load()
    example.remove()
    assert list(User.objects.all()) == [representative]
    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 1
    assert not StaffPost.objects.exists()
    assert not AccountEvent.objects.exists()


def test_examples_are_refused_where_they_are_not_allowed(settings: Any) -> None:
    settings.EXAMPLE_DATA = settings.TESTING = False
    with pytest.raises(RuntimeError):
        example.load()


def test_first_administrator_is_the_only_one_nobody_invites(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("first_administrator", "ilk@belediye.test", "İlk Yönetici")
    post = StaffPost.objects.get()
    assert (post.role, post.user.email, post.unit.slug) == (StaffRole.ADMINISTRATOR, "ilk@belediye.test", "bilgi-islem")
    assert not post.user.has_usable_password()
    with pytest.raises(CommandError):
        call_command("first_administrator", "iki@belediye.test", "İkinci")
    with pytest.raises(ValidationError):
        appoint_first_administrator(email="kötü", full_name="X", unit=Unit.objects.first())
