"""Members: roles, leaving, removing. A verified organisation always keeps a representative."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts import services
from atasehir_portal.accounts.models import (
    AccountEvent,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationState,
    User,
)
from atasehir_portal.accounts.people import person
from atasehir_portal.transitions import NotInThisState

ClientOf = Callable[[User | None], Client]
REPRESENTATIVE, CONTRIBUTOR = MembershipRole.REPRESENTATIVE, MembershipRole.CONTRIBUTOR


def of(user: User, organisation: Organisation) -> Membership:
    return Membership.objects.get(user=user, organisation=organisation, left_at=None)


def fresh(user: User) -> User:
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def page(name: str, *args: Any) -> str:
    return reverse(f"accounts:{name}", args=args)


def test_last_representative_cannot_leave_without_a_successor(
    organisation: Organisation, representative: User, contributor: User
) -> None:
    own = of(representative, organisation)
    with pytest.raises(ValidationError) as caught:
        services.leave_organisation(membership=own, by=representative)
    assert "successor" in caught.value.error_dict
    services.leave_organisation(membership=own, by=representative, successor=of(contributor, organisation))
    assert of(contributor, organisation).role == REPRESENTATIVE
    assert not Membership.objects.filter(user=representative, left_at=None).exists()
    assert person(representative).memberships == []


def test_successor_must_be_another_member_of_the_same_organisation(
    organisation: Organisation, representative: User, stranger: User, other_organisation: Organisation
) -> None:
    own = of(representative, organisation)
    for successor in (of(stranger, other_organisation), own):
        with pytest.raises(ValidationError):
            services.leave_organisation(membership=own, by=representative, successor=successor)
    assert of(representative, organisation).left_at is None


def test_contributor_leaves_freely(organisation: Organisation, contributor: User) -> None:
    services.leave_organisation(membership=of(contributor, organisation), by=contributor)
    assert AccountEvent.objects.get().act == "left"


@pytest.mark.parametrize("state", [OrganisationState.APPLIED, OrganisationState.REFUSED, OrganisationState.SUSPENDED])
def test_representative_of_an_organisation_that_does_not_take_part_leaves_freely(
    organisation: Organisation, representative: User, state: str
) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(state=state)
    services.leave_organisation(membership=of(representative, organisation), by=representative)


def test_nobody_leaves_for_somebody_else(organisation: Organisation, representative: User, contributor: User) -> None:
    with pytest.raises(PermissionDenied):
        services.leave_organisation(membership=of(contributor, organisation), by=representative)


def test_leaving_twice_is_told(organisation: Organisation, contributor: User) -> None:
    own = of(contributor, organisation)
    services.leave_organisation(membership=own, by=contributor)
    with pytest.raises(NotInThisState):
        services.leave_organisation(membership=own, by=contributor)


def test_who_left_can_join_again(
    organisation: Organisation, contributor: User, join: Callable[..., Membership]
) -> None:
    services.leave_organisation(membership=of(contributor, organisation), by=contributor)
    join(contributor, organisation)
    assert Membership.objects.filter(user=contributor).count() == 2


def test_role_is_changed_by_representatives(
    organisation: Organisation, representative: User, contributor: User
) -> None:
    membership = of(contributor, organisation)
    with pytest.raises(PermissionDenied):
        services.change_role(membership=membership, role=REPRESENTATIVE, by=contributor)
    services.change_role(membership=membership, role=REPRESENTATIVE, by=representative)
    services.change_role(membership=of(representative, organisation), role=CONTRIBUTOR, by=representative)
    with pytest.raises(ValidationError):
        services.change_role(membership=of(contributor, organisation), role=CONTRIBUTOR, by=fresh(contributor))
    assert of(contributor, organisation).role == REPRESENTATIVE
    assert AccountEvent.objects.filter(act="role_changed").count() == 2


def test_member_is_removed_by_representatives(
    organisation: Organisation, representative: User, contributor: User, stranger: User
) -> None:
    membership = of(contributor, organisation)
    for user in (contributor, stranger):
        with pytest.raises(PermissionDenied):
            services.remove_member(membership=membership, by=user)
    with pytest.raises(ValidationError):
        services.remove_member(membership=of(representative, organisation), by=representative)
    services.remove_member(membership=membership, by=representative)
    assert person(fresh(contributor)).organisation_ids == []


def test_administrator_removes_even_the_last_representative(
    organisation: Organisation, representative: User, administrator: User
) -> None:
    services.remove_member(membership=of(representative, organisation), by=administrator)
    assert not Membership.objects.filter(organisation=organisation, left_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_last_representatives_who_leave_at_once_do_not_both_go(
    organisation: Organisation, representative: User, contributor: User
) -> None:
    Membership.objects.filter(user=contributor).update(role=REPRESENTATIVE)
    memberships = [of(representative, organisation), of(contributor, organisation)]
    refused: list[str] = []
    start = threading.Barrier(2)

    def leave(membership: Membership) -> None:
        try:
            start.wait(5)
            services.leave_organisation(membership=membership, by=membership.user)
        except ValidationError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[membership]) for membership in memberships]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(refused) == 1
    assert Membership.objects.filter(organisation=organisation, left_at=None, role=REPRESENTATIVE).count() == 1


# --- pages -----------------------------------------------------------------------------------------------------------


def test_members_are_seen_by_members_and_administrators_only(
    client_of: ClientOf,
    organisation: Organisation,
    representative: User,
    contributor: User,
    stranger: User,
    officer: User,
    coordinator: User,
    administrator: User,
) -> None:
    where = page("members", organisation.slug)
    for user in (representative, contributor, administrator):
        response = client_of(user).get(where)
        assert contributor.full_name in response.content.decode()
    for user in (stranger, officer, coordinator):
        assert client_of(user).get(where).status_code == 404
    assert client_of(None).get(where).status_code == 302


def test_contributor_looks_but_does_not_act(client_of: ClientOf, organisation: Organisation, contributor: User) -> None:
    client, membership = client_of(contributor), of(contributor, organisation)
    assert client.get(page("member_invite", organisation.slug)).status_code == 403
    assert (
        client.post(page("member_role", organisation.slug, membership.pk), {"role": "representative"}).status_code
        == 403
    )
    assert client.post(page("member_remove", organisation.slug, membership.pk)).status_code == 403


def test_stranger_finds_no_member_page(
    client_of: ClientOf, organisation: Organisation, contributor: User, stranger: User
) -> None:
    client, membership = client_of(stranger), of(contributor, organisation)
    for name in ("member_invite", "leave"):
        assert client.get(page(name, organisation.slug)).status_code == 404
    for name in ("member_role", "member_remove"):
        assert client.post(page(name, organisation.slug, membership.pk)).status_code == 404
    assert client.post(page("publicity", organisation.slug)).status_code == 404


def test_membership_of_another_organisation_is_not_reached(
    client_of: ClientOf,
    organisation: Organisation,
    representative: User,
    stranger: User,
    other_organisation: Organisation,
) -> None:
    foreign = of(stranger, other_organisation)
    client = client_of(representative)
    assert client.post(page("member_remove", organisation.slug, foreign.pk)).status_code == 404
    assert client.post(page("member_role", organisation.slug, foreign.pk), {"role": "contributor"}).status_code == 404
    assert client.get(page("member_role", organisation.slug, 10**30)).status_code == 404


def test_representative_changes_role_and_removes(
    client_of: ClientOf, organisation: Organisation, representative: User, contributor: User
) -> None:
    client, membership = client_of(representative), of(contributor, organisation)
    where = page("member_role", organisation.slug, membership.pk)
    assert client.post(where, {"role": "owner"}).context["form"].errors
    assert client.post(where, {"role": "representative"}).status_code == 302
    assert of(contributor, organisation).role == REPRESENTATIVE
    where = page("member_remove", organisation.slug, membership.pk)
    assert client.get(where).status_code == 200
    assert client.post(where).status_code == 302
    assert client.post(where).status_code == 404


def test_last_representative_is_asked_for_a_successor(
    client_of: ClientOf, organisation: Organisation, representative: User, contributor: User
) -> None:
    client, where = client_of(representative), page("leave", organisation.slug)
    assert client.post(where).context["form"].errors["successor"]
    assert client.post(where, {"successor": "999999"}).context["form"].errors["successor"]
    assert client.post(where, {"successor": of(contributor, organisation).pk}).status_code == 302
    assert of(contributor, organisation).role == REPRESENTATIVE
    assert client.get(where).status_code == 404


def test_sole_member_is_told_to_invite_first(
    client_of: ClientOf, organisation: Organisation, representative: User
) -> None:
    response = client_of(representative).get(page("leave", organisation.slug))
    assert response.context["alone"]
    assert page("member_invite", organisation.slug) in response.content.decode()


@pytest.mark.parametrize("rows", [1, 10, 40])
def test_member_list_has_a_constant_query_count(
    client_of: ClientOf,
    organisation: Organisation,
    representative: User,
    make_user: Callable[..., User],
    join: Callable[..., Membership],
    django_assert_max_num_queries: Any,
    rows: int,
) -> None:
    for number in range(rows):
        join(make_user(f"Üye {number}", f"uye{number}@adimlar.test"), organisation, CONTRIBUTOR)
    client = client_of(representative)
    with django_assert_max_num_queries(10):
        assert client.get(page("members", organisation.slug)).status_code == 200
