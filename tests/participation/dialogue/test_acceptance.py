"""Acceptance: exactly the text shown, once, by name; the grace after a new version; withdrawal; who reads what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.accounts.personal_data import personal_data
from atasehir_portal.notifications.models import Notification
from atasehir_portal.transitions import NotInThisState
from participation.dialogue import personal, queries, services, standings
from participation.dialogue.models import Acceptance, AcceptanceHistory
from participation.dialogue.permissions import may_act_formally
from participation.dialogue.standings import Stand
from tests.participation.dialogue.factories import make_charter, make_in_force, set_rule

NAME = "Deniz Temsilci"


def accept(version, organisation, by, **given):
    return services.accept_charter(
        **{"organisation": organisation, "by": by, "name": NAME, "digest": version.digest} | given
    )


@pytest.mark.django_db
def test_representative_accepts_exactly_the_text_shown(
    coordinator, organisation, representative, contributor, stranger
):
    assert standings.of(organisation).stand == Stand.NO_CHARTER
    version = make_in_force(coordinator)
    assert not may_act_formally(organisation)
    for other in (contributor, stranger, coordinator):
        with pytest.raises(PermissionDenied):
            accept(version, organisation, other)
    with pytest.raises(ValidationError) as refused:
        accept(version, organisation, representative, name=" ")
    assert set(refused.value.message_dict) == {"name"}
    with pytest.raises(services.NotTheSameText):
        accept(version, organisation, representative, digest="0" * 64)
    given = accept(version, organisation, representative)
    assert accept(version, organisation, representative).pk == given.pk
    assert (given.person_name, given.digest) == (NAME, version.digest)
    assert may_act_formally(organisation)
    assert not may_act_formally(organisation, timezone.now() - timedelta(days=1))
    assert Notification.objects.filter(kind="acceptance_given", recipient=representative).count() == 1
    services.withdraw_acceptance(acceptance=given, by=representative)
    assert not may_act_formally(organisation)
    with pytest.raises(NotInThisState):
        services.withdraw_acceptance(acceptance=given, by=representative)
    assert accept(version, organisation, representative).pk != given.pk


@pytest.mark.django_db
def test_grace_runs_from_the_version_that_followed(
    coordinator, officer, organisation, other_organisation, representative
):
    charter = make_charter(coordinator)
    first = make_in_force(coordinator, days_ago=100)
    accept(first, organisation, representative)
    Acceptance.objects.update(accepted_at=timezone.now() - timedelta(days=99))
    set_rule(charter, "grace_days", "30", officer)
    second = make_in_force(coordinator, days_ago=20)
    standing = standings.of(organisation)
    assert (standing.stand, standing.until) == (Stand.GRACE, second.effective_on + timedelta(days=30))
    assert may_act_formally(organisation)
    assert standings.of(other_organisation).stand == Stand.WAITING
    set_rule(charter, "grace_days", "90", officer)
    make_in_force(coordinator, days_ago=5)  # a third one lengthens nothing
    assert standings.of(organisation).until == standing.until
    last_day = timezone.now() + timedelta(days=10)
    assert may_act_formally(organisation, last_day)
    assert not may_act_formally(organisation, last_day + timedelta(days=1))
    assert standings.of(organisation, timezone.now() - timedelta(days=50)).stand == Stand.ACCEPTED
    organisation.state = "suspended"
    assert not may_act_formally(organisation)


@pytest.mark.django_db
def test_changed_while_reading_nothing_is_accepted(client_of, coordinator, organisation, representative):
    first = make_in_force(coordinator, days_ago=50)
    address = reverse("dialogue:acceptance", args=[organisation.slug])
    client = client_of(representative)
    assert first.digest in client.get(address).content.decode()
    second = make_in_force(coordinator, days_ago=1)
    response = client.post(address, {"digest": first.digest, "name": NAME, "agreed": "on"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Siz okurken tüzük değişti" in page
    assert f'value="{second.digest}"' in page
    assert f'value="{NAME}"' in page
    assert not Acceptance.objects.exists()
    assert client.post(address, {"digest": second.digest, "name": NAME}).status_code == 422
    assert client.post(address, {"digest": second.digest, "name": NAME, "agreed": "on"}).status_code == 302
    assert Acceptance.objects.get().charter_version == second


@pytest.mark.django_db
def test_organisation_and_date_are_public_the_name_is_not(
    client, client_of, coordinator, organisation, representative, contributor, stranger
):
    version = make_in_force(coordinator)
    accept(version, organisation, representative)
    for address in ("acceptances", "acceptances_csv"):
        response = client.get(reverse(f"dialogue:{address}"), {"q": organisation.name.split()[0]})
        page = (b"".join(response.streaming_content) if response.streaming else response.content).decode()
        assert organisation.name in page
        assert NAME not in page
    assert (
        "Tüzük kabul edildi" in client.get(reverse("accounts:organisation", args=[organisation.slug])).content.decode()
    )
    own = reverse("dialogue:acceptance", args=[organisation.slug])
    assert NAME in client_of(contributor).get(own).content.decode()
    assert NAME in client_of(coordinator).get(own).content.decode()
    assert client_of(stranger).get(own).status_code == 404
    organisation.state = "suspended"
    organisation.save()
    assert not queries.visible_to(stranger).exists()


@pytest.mark.django_db
def test_account_that_goes_takes_its_name_along(coordinator, organisation, representative):
    given = accept(make_in_force(coordinator), organisation, representative)
    rows = personal.export_for(representative)
    assert [(row["version"], row["name"], row["withdrawn_at"]) for row in rows] == [("1", NAME, "")]
    assert [set(row) for row in personal.export_for(coordinator)] == [
        {"version", "adopted_at"},
        {"charter", "begun_at"},
    ]
    assert personal_data.get("dialogue") is not None
    personal.erase_for(representative)
    given.refresh_from_db()
    assert (given.person, given.person_name) == (None, "")
    assert not AcceptanceHistory.objects.exclude(person_name="").exists()
    assert may_act_formally(organisation)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_however_many_accepted(
    count, client, coordinator, make_organisation, representative, django_assert_num_queries
):
    version = make_in_force(coordinator)
    for number in range(count):
        Acceptance.objects.create(
            charter_version=version,
            organisation=make_organisation(f"Dernek {number}", f"dernek-{number}"),
            person=representative,
            digest=version.digest,
        )
    client.get(reverse("dialogue:acceptances"))
    with django_assert_num_queries(5):
        client.get(reverse("dialogue:acceptances"))


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_is_one_acceptance(coordinator, organisation, representative):
    version = make_in_force(coordinator)

    def press(_turn):
        try:
            return accept(version, organisation, representative).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = set(pool.map(press, range(2)))
    assert len(given) == 1
    assert Acceptance.objects.count() == 1
