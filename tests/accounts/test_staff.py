"""People and units: posts that change and end, units that are kept and retired, and the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts import services
from atasehir_portal.accounts.models import AccountEvent, Invitation, StaffPost, StaffRole, Unit, User
from atasehir_portal.accounts.people import person
from atasehir_portal.accounts.signals import post_ended
from atasehir_portal.transitions import NotInThisState

ClientOf = Callable[[User | None], Client]


def post_of(user: User) -> StaffPost:
    return StaffPost.objects.get(user=user, until=None)


def page(name: str, *args: Any) -> str:
    return reverse(f"accounts:{name}", args=args)


@pytest.fixture
def ended() -> Any:
    """The posts whose duties pass to the unit."""
    found: list[StaffPost] = []

    def listen(sender: Any, *, post: StaffPost, **_rest: Any) -> None:
        found.append(post)

    post_ended.connect(listen)
    yield found
    post_ended.disconnect(listen)


# --- posts -----------------------------------------------------------------------------------------------------------


def test_end_of_a_post_hands_the_duties_to_the_unit(officer: User, administrator: User, ended: list[StaffPost]) -> None:
    post = post_of(officer)
    services.end_post(post=post, by=administrator, reason="Emekli oldu.")
    assert ended == [post]
    assert not person(User.objects.get(pk=officer.pk)).is_staff_member
    event = AccountEvent.objects.get()
    assert (event.act, event.user, event.actor, event.reason) == ("post_ended", officer, administrator, "Emekli oldu.")
    with pytest.raises(NotInThisState):
        services.end_post(post=post, by=administrator)


def test_receiver_that_refuses_keeps_the_post(officer: User, administrator: User) -> None:
    def refuse(sender: Any, **_rest: Any) -> None:
        raise ValidationError("no")

    post_ended.connect(refuse)
    try:
        with pytest.raises(ValidationError):
            services.end_post(post=post_of(officer), by=administrator)
    finally:
        post_ended.disconnect(refuse)
    assert post_of(officer)


def test_another_unit_leaves_the_duties_behind(
    officer: User, administrator: User, unit: Unit, other_unit: Unit, ended: list[StaffPost]
) -> None:
    old = post_of(officer)
    new = services.change_post(post=old, unit=other_unit, role=StaffRole.OFFICER, by=administrator)
    assert ended == [old]
    assert (ended[0].unit, new.unit) == (unit, other_unit)
    assert StaffPost.objects.filter(user=officer).count() == 2


def test_another_role_in_the_same_unit_keeps_the_duties(
    officer: User, administrator: User, unit: Unit, ended: list[StaffPost]
) -> None:
    new = services.change_post(post=post_of(officer), unit=unit, role=StaffRole.COORDINATOR, by=administrator)
    assert new.role == StaffRole.COORDINATOR
    assert ended == []
    assert person(User.objects.get(pk=officer.pk)).is_coordinator


def test_change_to_the_same_is_no_change(officer: User, administrator: User, unit: Unit) -> None:
    services.change_post(post=post_of(officer), unit=unit, role=StaffRole.OFFICER, by=administrator)
    assert StaffPost.objects.filter(user=officer).count() == 1
    assert not AccountEvent.objects.exists()


def test_last_administrator_stays(administrator: User, make_staff: Callable[..., User], unit: Unit) -> None:
    post = post_of(administrator)
    with pytest.raises(ValidationError):
        services.end_post(post=post, by=administrator)
    with pytest.raises(ValidationError):
        services.change_post(post=post, unit=post.unit, role=StaffRole.OFFICER, by=administrator)
    make_staff("İkinci Yönetici", "iki@belediye.test", unit, StaffRole.ADMINISTRATOR)
    services.end_post(post=post, by=administrator)


def test_administrator_who_cannot_sign_in_does_not_count(
    administrator: User, make_staff: Callable[..., User], unit: Unit
) -> None:
    other = make_staff("İkinci Yönetici", "iki@belediye.test", unit, StaffRole.ADMINISTRATOR)
    User.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(ValidationError):
        services.end_post(post=post_of(administrator), by=administrator)


def test_posts_are_for_administrators(officer: User, coordinator: User, representative: User, other_unit: Unit) -> None:
    for user in (officer, coordinator, representative):
        with pytest.raises(PermissionDenied):
            services.end_post(post=post_of(officer), by=user)
        with pytest.raises(PermissionDenied):
            services.change_post(post=post_of(officer), unit=other_unit, role=StaffRole.OFFICER, by=user)


def test_nobody_moves_to_a_retired_unit(officer: User, administrator: User, other_unit: Unit) -> None:
    Unit.objects.filter(pk=other_unit.pk).update(is_active=False)
    other_unit.refresh_from_db()
    with pytest.raises(ValidationError):
        services.change_post(post=post_of(officer), unit=other_unit, role=StaffRole.OFFICER, by=administrator)


# --- pages about people ----------------------------------------------------------------------------------------------

PEOPLE_PAGES = ["people", "people_csv", "staff_invite", "events", "events_csv", "unit_new"]


@pytest.mark.parametrize("name", PEOPLE_PAGES)
def test_people_pages_are_for_administrators(
    client_of: ClientOf, administrator: User, coordinator: User, officer: User, representative: User, name: str
) -> None:
    assert client_of(administrator).get(page(name)).status_code == 200
    assert client_of(coordinator).get(page(name)).status_code == 403
    assert client_of(officer).get(page(name)).status_code == 403
    assert client_of(representative).get(page(name)).status_code == 404
    assert client_of(None).get(page(name)).status_code == 302


def test_people_are_found_as_turkish_people_type(
    client_of: ClientOf, administrator: User, officer: User, unit: Unit
) -> None:
    client = client_of(administrator)

    def names(**query: str) -> list[str]:
        return [post.user.full_name for post in client.get(page("people"), query).context["page_obj"]]

    assert names() == ["Ada Yönetici", "Ferda Görevli"]
    assert names(q="FEN ISLERI") == ["Ferda Görevli"]
    assert names(q="gorevli") == ["Ferda Görevli"]
    assert names(unit=unit.slug) == ["Ferda Görevli"]
    assert names(role="administrator") == ["Ada Yönetici"]
    assert names(q="' OR 1=1 --") == []


@pytest.mark.parametrize("rows", [1, 10, 45])
@pytest.mark.parametrize("name", ["people", "events", "units"])
def test_lists_have_a_constant_query_count(
    client_of: ClientOf,
    administrator: User,
    make_user: Callable[..., User],
    unit: Unit,
    django_assert_max_num_queries: Any,
    rows: int,
    name: str,
) -> None:
    for number in range(rows):
        user = make_user(f"Görevli {number}", f"g{number}@belediye.test")
        StaffPost.objects.create(user=user, unit=unit)
        AccountEvent.objects.create(actor=administrator, user=user, unit=unit, act="post_begun", value="officer")
    client = client_of(administrator)
    with django_assert_max_num_queries(10):
        assert client.get(page(name)).status_code == 200


def test_staff_invite_page(client_of: ClientOf, administrator: User, unit: Unit) -> None:
    client = client_of(administrator)
    assert set(client.post(page("staff_invite"), {}).context["form"].errors) == {"email", "unit", "role"}
    data = {"email": "yeni@belediye.test", "unit": unit.pk, "role": "officer"}
    for _twice in range(2):
        assert client.post(page("staff_invite"), data).status_code == 302
    assert Invitation.objects.count() == 1
    assert "yeni@belediye.test" in client.get(page("people")).content.decode()


def test_post_pages_change_and_end(client_of: ClientOf, administrator: User, officer: User, other_unit: Unit) -> None:
    client, post = client_of(administrator), post_of(officer)
    assert client.post(page("post", post.pk), {}).context["form"].errors
    data = {"unit": other_unit.pk, "role": "coordinator", "reason": "Yeni görev"}
    assert client.post(page("post", post.pk), data).status_code == 302
    assert client.post(page("post", post.pk), data).status_code == 404
    new = post_of(officer)
    assert (new.unit, new.role) == (other_unit, StaffRole.COORDINATOR)
    assert client.get(page("post_end", new.pk)).status_code == 200
    assert client.post(page("post_end", new.pk)).status_code == 302
    assert not StaffPost.objects.filter(user=officer, until=None).exists()


def test_last_administrator_is_told_why(client_of: ClientOf, administrator: User) -> None:
    response = client_of(administrator).post(page("post_end", post_of(administrator).pk))
    assert response.context["form"].non_field_errors()


# --- units -----------------------------------------------------------------------------------------------------------


def test_units_are_seen_by_staff_and_kept_by_administrators(
    client_of: ClientOf, administrator: User, officer: User, representative: User
) -> None:
    assert client_of(officer).get(page("units")).status_code == 200
    assert client_of(officer).get(page("unit", "fen-isleri")).status_code == 403
    assert client_of(representative).get(page("units")).status_code == 404
    client = client_of(administrator)
    assert client.get(page("units_csv")).status_code == 200
    data = {
        "name_tr": "Göç ve Uyum Müdürlüğü",
        "name_en": "Directorate of Migration",
        "email": "goc@belediye.test",
        "position": "1",
    }
    for _twice in range(2):
        client.post(page("unit_new"), data)
    created = Unit.objects.get(name_tr__startswith="Göç")
    assert (created.slug, created.email) == ("goc-ve-uyum-mudurlugu", "goc@belediye.test")
    form = client.get(page("unit", created.slug)).context["form"]
    client.post(page("unit", created.slug), {**data, "name_en": "Migration", "base": form["base"].value()})
    created.refresh_from_db()
    assert created.name_en == "Migration"


def test_unit_with_people_is_not_retired(
    client_of: ClientOf, administrator: User, officer: User, unit: Unit, other_unit: Unit
) -> None:
    client = client_of(administrator)
    response = client.post(page("unit_retire", unit.slug), follow=True)
    assert response.redirect_chain[-1][0] == page("unit", unit.slug)
    unit.refresh_from_db()
    assert unit.is_active
    client.post(page("unit_retire", other_unit.slug))
    other_unit.refresh_from_db()
    assert not other_unit.is_active
    client.post(page("unit_restore", other_unit.slug))
    other_unit.refresh_from_db()
    assert other_unit.is_active


# --- the log ---------------------------------------------------------------------------------------------------------


def test_log_shows_who_did_what(client_of: ClientOf, administrator: User, officer: User) -> None:
    services.end_post(post=post_of(officer), by=administrator, reason="Emekli oldu.")
    client = client_of(administrator)
    text = client.get(page("events")).content.decode()
    for part in ("Ada Yönetici", "Ferda Görevli", "Fen İşleri Müdürlüğü", "Emekli oldu."):
        assert part in text
    assert len(client.get(page("events"), {"act": "applied"}).context["page_obj"]) == 0
    assert len(client.get(page("events"), {"q": "ferda"}).context["page_obj"]) == 1
    lines = b"".join(client.get(page("events_csv"))).decode().strip().splitlines()
    assert len(lines) == 2
    assert "Ferda Görevli" in lines[1]
