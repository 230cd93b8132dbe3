"""What the database keeps of contents, roles and states, whoever changes them, and what administrators find of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.db.utils import InternalError, ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from atasehir_portal.accounts.models import MembershipRole, Organisation, StaffPost, StaffRole, Unit, User
from atasehir_portal.accounts.services.own import delete_account, update_own_details
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Duty, Outcome
from atasehir_portal.catalogue.models import Neighbourhood
from atasehir_portal.documents.models import Block
from atasehir_portal.history import ADDED, BEGAN, NEVER_KEPT, STATE, begin, tables
from atasehir_portal.site.history import Asked, History, _with_state_before, everything
from atasehir_portal.site.history_kinds import KEPT, LABELS, Kept, label_of
from programming.needs.models import Need, Visibility
from tests.handbooks.conftest import approved, finish, handbook, publish, published, source  # noqa: F401
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]
BY_TABLE = pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)


def changes(asked: Asked) -> list[tuple[str, str, str]]:
    """The changed fields that a search finds, newest first."""
    return [
        (change.label, change.before, change.after) for entry in History(asked, 1).entries for change in entry.changes
    ]


def table(name: str) -> Any:
    return next(kept.table for kept in KEPT if kept.name == name)


# --- what is kept ---------------------------------------------------------------------------------------------------------


def test_change_of_a_role_is_kept_with_who_made_it_and_what_was_before(
    client_of: Clients, administrator: User, officer: User
) -> None:
    post = StaffPost.objects.get(user=officer)
    data = {"unit": post.unit_id, "role": StaffRole.COORDINATOR}
    client_of(administrator).post(reverse("accounts:post", args=[post.pk]), data)
    found = History(Asked(kind="post", words=officer.full_name), 1).entries
    # the post ends and another begins
    assert [entry.act for entry in found] == ["eklendi", "durumu değişti", "eklendi"]
    assert [entry.who for entry in found] == [administrator.full_name, administrator.full_name, ""]
    assert found[0].thing == f"{officer.full_name} · {post.unit}"
    assert any("koordinatör" in one.after for one in found[0].changes)
    assert [(one.label, one.before) for one in found[1].changes] == [("bitiş", "")]
    assert found[1].changes[0].after


def test_change_past_the_services_is_kept_too(organisation: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update accounts_organisation set state = 'suspended' where id = %s", [organisation.pk])
    found = History(Asked(words=organisation.name, states_only=True), 1).entries
    assert [(one.before, one.after) for one in found[0].changes] == [("doğrulandı", "askıda")]
    assert found[0].is_state


def test_what_a_text_said_before_and_after_is_shown_word_by_word(catalogue: Any, administrator: User) -> None:
    place = Neighbourhood.objects.order_by("pk")[0]
    Neighbourhood.objects.filter(pk=place.pk).update(description_tr="Eski çarşının yanında.")
    Neighbourhood.objects.filter(pk=place.pk).update(description_tr="Yeni çarşının yanında.")
    (change,) = History(Asked(kind="neighbourhood", words=place.name_tr), 1).entries[0].changes
    assert (change.before, change.after) == ("Eski çarşının yanında.", "Yeni çarşının yanında.")
    assert change.html is not None
    assert "<del>" in change.html
    assert "çarşının yanında." in change.html


@pytest.mark.usefixtures("published")
def test_text_of_a_document_is_kept_also_past_the_services() -> None:
    block = Block.objects.filter(kind="paragraph").order_by("pk")[0]
    Block.objects.filter(pk=block.pk).update(body="Bambaşka bir cümle.")
    entry = History(Asked(kind="block", words=block.document.title), 1).entries[0]
    assert entry.thing == block.document.title
    assert [change.after for change in entry.changes] == ["Bambaşka bir cümle."]


@BY_TABLE
def test_no_way_to_reach_people_and_no_secret_is_in_any_table(kept: Kept) -> None:
    for name in kept.fields:
        assert name not in NEVER_KEPT, f"{kept.name}.{name}"
        assert not set(name.split("_")) & set(NEVER_KEPT), f"{kept.name}.{name}"


def test_every_table_of_history_is_on_the_page() -> None:
    assert {model._meta.label for model in tables()} == {kept.table._meta.label for kept in KEPT}


@BY_TABLE
def test_every_field_has_a_name_that_people_read(kept: Kept) -> None:
    for name in kept.fields:
        verbose = kept.table._meta.get_field(name).verbose_name
        assert isinstance(verbose, Promise) or name in LABELS, f"{kept.name}.{name}"
        assert label_of(kept, name)


@BY_TABLE
def test_every_kind_can_be_read(kept: Kept) -> None:
    assert not list(_with_state_before(kept, [0]))
    assert History(Asked(kind=kept.name, words="yok", who="yok", states_only=True), 1).entries == []


def test_history_begins_with_the_rows_that_are_there(organisation: Organisation) -> None:
    from django.apps import apps

    states = table("organisation").objects.filter(pgh_obj=organisation.pk)
    before = states.count()
    begin(apps, ["accounts"])
    assert states.filter(pgh_label=BEGAN).count() == 1
    assert states.count() == before + 1
    assert not [entry for entry in History(Asked(words=organisation.name), 1).entries if entry.act == BEGAN]


# --- what stays -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["update {} set pgh_label = 'x'", "delete from {}"])
@pytest.mark.usefixtures("published")
def test_what_was_kept_cannot_be_changed(
    statement: str, representative: User, organisation: Organisation, coordinator: User
) -> None:
    make_need(representative, organisation)
    make_framework(coordinator)
    tried = 0
    for kept in KEPT:
        if not kept.table.objects.exists():
            continue
        tried += 1
        with (
            pytest.raises((InternalError, ProgrammingError), match="pgtrigger"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(kept.table._meta.db_table))
    assert tried > 20


@BY_TABLE
def test_every_table_has_its_guard(kept: Kept) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_trigger where tgrelid = %s::regclass and tgname like 'pgtrigger_append_only%%'"
            " and tgenabled = 'O'",
            [kept.table._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


# --- what is left out, and what is forgotten ------------------------------------------------------------------------------


def everything_kept() -> str:
    return "\n".join(str(list(kept.table.objects.values())) for kept in KEPT)


def test_confidential_text_never_reaches_history(
    representative: User, organisation: Organisation, coordinator: User, unit: Unit, officer: User
) -> None:
    word = "yalnızkendisi"
    need = make_need(
        representative,
        organisation,
        visibility=Visibility.CONFIDENTIAL,
        title=f"Bir {word} ihtiyaç",
        body=f"Metinde {word} geçer.",
    )
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    answering.answer(duty=need.duty, by=officer, outcome=Outcome.NOTED, reason=f"Yanıtta {word} geçer.")
    Need.objects.filter(pk=need.pk).update(suggestion=f"Öneride {word} geçer.")
    assert word not in everything_kept()
    assert table("need").objects.filter(reference=need.reference).exists()


def test_what_turns_confidential_is_emptied_as_it_was_before(
    representative: User, organisation: Organisation, coordinator: User
) -> None:
    word = "yalnızkendisi"
    need = make_need(representative, organisation, title=f"Bir {word} ihtiyaç", body=f"Metinde {word} geçer.")
    answering.answer(duty=need.duty, by=coordinator, outcome=Outcome.NOTED, reason=f"Yanıtta {word} geçer.")
    assert everything_kept().count(word) > 3
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    Duty.objects.filter(pk=need.duty_id).update(confidential=True, title="")
    assert word not in everything_kept()
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.PUBLIC)
    assert table("need").objects.filter(body__contains=word).count() == 1  # from here on everybody reads it again


def test_confidential_records_are_not_found_also_not_as_they_were(
    representative: User, organisation: Organisation, coordinator: User, unit: Unit, officer: User
) -> None:
    open_need = make_need(representative, organisation, title="Herkese açık bir ihtiyaç")
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    answering.assign(duty=hidden.duty, by=coordinator, unit=unit, officer=officer)
    assert len(History(Asked(words=open_need.reference), 1).entries) == 2  # the need and its duty
    assert not History(Asked(words=hidden.reference), 1).entries
    Need.objects.filter(pk=open_need.pk).update(visibility=Visibility.CONFIDENTIAL)
    assert not History(Asked(words=open_need.reference), 1).entries
    assert not any(open_need.reference in entry.thing for entry in History(Asked(), 1).entries)
    assert not any(open_need.reference in entry.thing for entry in everything(Asked()))


def test_deleted_account_is_forgotten_by_name_and_as_the_one_who_did_it(
    client_of: Clients, contributor: User, officer: User, coordinator: User, organisation: Organisation, unit: Unit
) -> None:
    update_own_details(user=contributor, full_name="Adını Değiştiren Biri", language="tr")
    client_of(contributor).post(reverse("accounts:me"), {"full_name": "Yine Başka Bir Ad", "language": "tr"})
    need = make_need(contributor, organisation)
    Duty.objects.filter(pk=need.duty_id).update(officer=contributor)
    number = contributor.pk
    assert table("user").objects.filter(full_name="Adını Değiştiren Biri").exists()
    delete_account(user=contributor)
    kept = everything_kept()
    assert "Adını Değiştiren Biri" not in kept
    assert "Yine Başka Bir Ad" not in kept
    assert set(table("user").objects.filter(pgh_obj=number).values_list("full_name", flat=True)) == {""}
    assert not table("duty").objects.filter(officer=number).exists()
    for kind in KEPT:
        assert not kind.table.objects.filter(pgh_context__user=number).exists(), kind.name
    assert {entry.thing for entry in History(Asked(kind="user"), 1).entries} >= {"silinmiş kullanıcı"}
    with pytest.raises((InternalError, ProgrammingError), match="pgtrigger"), transaction.atomic():
        table("user").objects.update(full_name="x")


def test_invitations_keep_no_address(organisation: Organisation, representative: User) -> None:
    from atasehir_portal.accounts.services.invitations import invite_member

    invite_member(
        organisation=organisation, by=representative, email="birisi@ornek.test", role=MembershipRole.CONTRIBUTOR
    )
    assert table("invitation").objects.filter(pgh_label=ADDED).count() == 1
    assert "@" not in everything_kept()


# --- the page -------------------------------------------------------------------------------------------------------------


def test_page_finds_by_kind_person_and_day(client_of: Clients, administrator: User, officer: User) -> None:
    client = client_of(administrator)
    page = client.get(reverse("history"), {"kind": "post", "q": officer.full_name}).content.decode()
    assert officer.full_name in page
    empty = client.get(reverse("history"), {"kind": "post", "last": "2020-01-01"}).content.decode()
    assert officer.full_name not in empty
    today = timezone.localdate().isoformat()
    assert (
        officer.full_name
        in client.get(reverse("history"), {"first": today, "last": today, "q": officer.full_name}).content.decode()
    )
    wrong = client.get(reverse("history"), {"first": "2026-13-45", "page": "x"})
    assert wrong.status_code == 200
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert client.get(reverse("history"), {"q": "x\x00y", "kind": "yok", "page": "99999"}).status_code == 200


def test_search_finds_who_did_it_and_states_alone(
    client_of: Clients, administrator: User, coordinator: User, officer: User
) -> None:
    post = StaffPost.objects.get(user=officer)
    data = {"unit": post.unit_id, "role": StaffRole.COORDINATOR}
    client_of(administrator).post(reverse("accounts:post", args=[post.pk]), data)
    own = History(Asked(who=administrator.full_name), 1).entries
    assert {entry.who for entry in own} == {administrator.full_name}
    assert not History(Asked(who="Hiç Kimse"), 1).entries
    states = History(Asked(who=administrator.full_name, states_only=True), 1).entries
    assert states
    assert all(entry.is_state for entry in states)
    assert len(states) < len(own)


def test_reference_is_found_as_people_type_it(representative: User, organisation: Organisation) -> None:
    need = make_need(representative, organisation)
    typed = need.reference.replace("-", " ").replace("İ", "i").lower()
    assert need.reference in {entry.thing for entry in History(Asked(words=typed), 1).entries}


def test_file_holds_every_change_a_line_for_each_field(
    client_of: Clients, administrator: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atasehir_portal.site.history.BATCH", 3)
    for number in range(8):
        Organisation.objects.filter(pk=organisation.pk).update(name=f"=Ad {number}", website=f"https://{number}.test/")
    response = client_of(administrator).get(reverse("history_csv"), {"kind": "organisation"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len([one for one in lines if ";ad;" in one]) >= 8
    assert any("'=Ad 6;'=Ad 7" in one for one in lines)
    found = [(entry.at, entry.kind, entry.thing) for entry in everything(Asked())]
    assert len(found) == sum(kept.table.objects.exclude(pgh_label=BEGAN).count() for kept in KEPT)
    assert [at for at, _kind, _thing in found] == sorted((at for at, _kind, _thing in found), reverse=True)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_page_costs_the_same_however_much_there_is(
    client_of: Clients,
    administrator: User,
    representative: User,
    organisation: Organisation,
    coordinator: User,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    make_framework(coordinator)
    for number in range(count):
        make_need(representative, organisation, title=f"İhtiyaç {number}")
    membership = representative.memberships.get()
    membership.role = MembershipRole.CONTRIBUTOR
    membership.save()
    client = client_of(administrator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("history")).content.decode()
    assert page.count('<li class="flow">') == 20
    assert 'rel="next"' in page
    with django_assert_max_num_queries(10):
        client.get(reverse("history"), {"q": "ihtiyaç", "who": "a", "acts": "states"})


def test_searches_use_an_index(representative: User, organisation: Organisation, administrator: User) -> None:
    """Every way of looking through a big table is one that an index answers (read from the plan, with scans made dear)."""
    need = make_need(representative, organisation)
    rows = table("need").objects.order_by("-pgh_created_at", "-pgh_id")
    ways = {
        "need_newest": rows.filter(pgh_created_at__gte=timezone.now() - timedelta(days=1)),
        "need_states": rows.filter(pgh_label=STATE),
        "need_by_refer": rows.filter(reference=need.reference),
        "need_who": rows.filter(pgh_context__user__in=[administrator.pk]),
        "need_row": table("need").objects.filter(Q(pgh_obj=need.pk)).order_by("-pgh_id"),
    }
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    for index, found in ways.items():
        assert index in found[:21].explain(), index


def test_history_goes_with_the_example_data(catalogue: Any) -> None:
    from atasehir_portal.site import example

    example.load()
    gone = (
        "post",
        "membership",
        "organisation",
        "need",
        "duty",
        "programme",
        "element",
        "link",
        "comment",
        "suggestion",
    )
    assert [name for name in gone[:6] if not table(name).objects.exists()] == []
    example.remove()
    for name in gone:
        assert not table(name).objects.exists(), name
