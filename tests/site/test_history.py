"""What the database keeps of roles and states, whoever changes them, and what administrators find of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import MembershipRole, Organisation, StaffPost, StaffRole, User
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.site import example
from atasehir_portal.site.history import KEPT, Asked, History
from programming.needs.models import Need, Visibility
from tests.handbooks.conftest import approved, finish, handbook, publish, published, source  # noqa: F401
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]


def changes(asked: Asked) -> list[tuple[str, str, str]]:
    """The changed fields that a search finds, newest first."""
    return [
        (change.label, change.before, change.after) for entry in History(asked, 1).entries for change in entry.changes
    ]


def test_change_of_a_role_is_kept_with_who_made_it_and_what_was_before(
    client_of: Clients, administrator: User, officer: User
) -> None:
    post = StaffPost.objects.get(user=officer)
    data = {"unit": post.unit_id, "role": StaffRole.COORDINATOR}
    client_of(administrator).post(reverse("accounts:post", args=[post.pk]), data)
    found = History(Asked(kind="post", words=officer.full_name), 1).entries
    # the post ends and another begins
    assert [entry.act for entry in found] == ["eklendi", "değişti", "eklendi"]
    assert [entry.who for entry in found] == [administrator.full_name, administrator.full_name, ""]
    assert found[0].thing == f"{officer.full_name} · {post.unit}"
    assert ("koordinatör" in one.after for one in found[0].changes)
    assert [(one.label, one.before) for one in found[1].changes] == [("bitiş", "")]
    assert found[1].changes[0].after


def test_change_past_the_services_is_kept_too(organisation: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update accounts_organisation set state = 'suspended' where id = %s", [organisation.pk])
    assert ("durum", "doğrulandı", "askıda") in [
        (label.casefold(), old, new) for label, old, new in changes(Asked(words=organisation.name))
    ]


@pytest.mark.parametrize("statement", ["update {} set pgh_label = 'x'", "delete from {}"])
@pytest.mark.usefixtures("published")
def test_what_was_kept_cannot_be_changed(
    statement: str, representative: User, organisation: Organisation, coordinator: User
) -> None:
    make_need(representative, organisation)
    make_framework(coordinator)
    for kept in KEPT:
        assert kept.table.objects.exists(), kept.name
        with pytest.raises((InternalError, ProgrammingError), match="pgtrigger"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(kept.table._meta.db_table))


def test_confidential_records_are_not_found_also_not_as_they_were(
    representative: User, organisation: Organisation, coordinator: User, unit: Any, officer: User
) -> None:
    open_need = make_need(representative, organisation, title="Herkese açık bir ihtiyaç")
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=hidden.duty, by=coordinator, unit=unit, officer=officer)
    assert History(Asked(words=open_need.reference), 1).entries
    assert not History(Asked(words=hidden.reference), 1).entries
    Need.objects.filter(pk=open_need.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert not History(Asked(words=open_need.reference), 1).entries
    assert not any(open_need.reference == entry.thing for entry in History(Asked(), 1).entries)


def test_no_text_of_a_need_or_an_answer_is_kept(
    representative: User, organisation: Organisation, coordinator: User
) -> None:
    word = "yalnızkendisi"
    need = make_need(representative, organisation, title=f"Bir {word} ihtiyaç", body=f"Metinde {word} geçer.")
    answering.answer(duty=need.duty, by=coordinator, outcome=Outcome.NOTED, reason=f"Yanıtta {word} geçer.")
    for kept in KEPT:
        assert not any(word in str(row) for row in kept.table.objects.values()), kept.name


def test_page_finds_by_kind_person_and_day(client_of: Clients, administrator: User, officer: User) -> None:
    client = client_of(administrator)
    page = client.get(reverse("history"), {"kind": "post", "q": officer.full_name}).content.decode()
    assert officer.full_name in page
    assert "Nothing" not in page
    empty = client.get(reverse("history"), {"kind": "post", "last": "2020-01-01"}).content.decode()
    assert officer.full_name not in empty
    wrong = client.get(reverse("history"), {"first": "2026-13-45", "page": "x"})
    assert wrong.status_code == 200
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert client.get(reverse("history"), {"q": "x\x00y", "kind": "yok", "page": "99999"}).status_code == 200


@pytest.mark.parametrize("count", [1, 10, 100])
def test_page_costs_the_same_however_much_there_is(
    client_of: Clients,
    administrator: User,
    representative: User,
    organisation: Organisation,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(count):
        make_need(representative, organisation, title=f"İhtiyaç {number}")
    membership = representative.memberships.get()
    membership.role = MembershipRole.CONTRIBUTOR
    membership.save()
    client = client_of(administrator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("history")).content.decode()
    assert page.count('<li class="flow">') <= 20
    assert ('rel="next"' in page) is (count >= 10)


def test_history_goes_with_the_example_data(catalogue: Any) -> None:
    example.load()
    assert all(kept.table.objects.exists() for kept in KEPT if kept.name in {"post", "need", "duty", "programme"})
    example.remove()
    for name in ("post", "membership", "organisation", "need", "duty", "programme"):
        assert not next(kept for kept in KEPT if kept.name == name).table.objects.exists(), name
