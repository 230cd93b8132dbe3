"""The tables of a quarter: who publishes them, what is frozen, how they are read."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from atasehir_portal.notifications.models import Notification
from programming.needs import example
from programming.needs.coverage import live, quarters
from programming.needs.models import Need, QuarterlyTable, Visibility
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
LAST = quarters.last_ended()
INSIDE = live.bounds(LAST)[0] + timedelta(days=3)


def heard_then(by, organisation, times=1, **about):
    """Needs that were heard in the quarter that ended last."""
    for _ in range(times):
        need = make_need(by, organisation, **about)
        Need.objects.filter(pk=need.pk).update(submitted_at=INSIDE)
    return need


@pytest.fixture
def world(representative, organisation):
    """Two public needs of elderly people, six confidential ones, four for participants; and one of today."""
    about = {
        "rights": Right.objects.filter(slug="saglik"),
        "neighbourhoods": Neighbourhood.objects.filter(slug="fetih"),
    }
    heard_then(representative, organisation, 2, **about)
    heard_then(representative, organisation, 6, visibility=Visibility.CONFIDENTIAL, **about)
    heard_then(representative, organisation, 4, visibility=Visibility.PARTICIPANTS, **about)
    lonely = RightsHolderGroup.objects.filter(slug="evsiz")
    heard_then(representative, organisation, visibility=Visibility.CONFIDENTIAL, groups=lonely)
    make_need(representative, organisation, groups=lonely)


def row(tables, name, slug):
    [found] = [row for table in tables if table.name == name for row in table.rows if row["slug"] == slug]
    return found["public"], found["others"]


def test_tables_count_the_quarter_and_of_what_is_not_public_only_large_classes(world, coordinator):
    tables = quarters.publish_quarter(quarter=LAST, by=coordinator)
    assert row(tables, "group", "yasli") == (2, 6)
    assert row(tables, "right", "saglik") == (2, 6)
    assert row(tables, "neighbourhood", "fetih") == (2, 6)
    assert row(tables, "group", "evsiz") == (0, 0)
    assert {row["public"] + row["others"] for row in tables[2].rows} == {0}, "no service was said"
    assert [table.name for table in tables] == ["group", "right", "area", "neighbourhood"]


def test_published_tables_stay_as_they_are(world, coordinator, representative, organisation):
    before = [table.rows for table in quarters.publish_quarter(quarter=LAST, by=coordinator)]
    heard_then(representative, organisation, 9)
    Need.objects.update(visibility=Visibility.PUBLIC)
    assert [table.rows for table in quarters.publish_quarter(quarter=LAST, by=coordinator)] == before
    assert QuarterlyTable.objects.count() == 4
    table = QuarterlyTable.objects.first()
    for change in (
        lambda: QuarterlyTable.objects.filter(pk=table.pk).update(rows=[]),
        lambda: QuarterlyTable.objects.filter(pk=table.pk).update(threshold=1),
        table.delete,
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    coordinator.delete()
    assert QuarterlyTable.objects.filter(published_by=None).count() == 4


def test_who_publishes_and_when(world, coordinator, officer, representative):
    for user in (officer, representative):
        with pytest.raises(PermissionDenied):
            quarters.publish_quarter(quarter=LAST, by=user)
    for quarter in (live.quarter_of(timezone.localdate()), "2019-5", "9999-1", "gecen"):
        with pytest.raises(ValidationError):
            quarters.publish_quarter(quarter=quarter, by=coordinator)
    assert not QuarterlyTable.objects.exists()


def test_coordinators_are_told_once_of_a_quarter_that_waits(world, coordinator):
    assert quarters.to_publish() == [LAST]
    assert (quarters.remind(), quarters.remind()) == (1, 1)
    [told] = Notification.objects.filter(kind="quarter_ended")
    assert (told.recipient, told.reference) == (coordinator, LAST)
    quarters.publish_quarter(quarter=LAST, by=coordinator)
    assert quarters.remind() == 0


def test_confidential_needs_alone_let_no_quarter_wait(representative, organisation):
    heard_then(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    assert quarters.to_publish() == []


def test_page_and_files_read_the_same_frozen_tables(world, client, client_of, coordinator):
    inside = client_of(coordinator)
    address = reverse("needs:publish_quarter", args=[LAST])
    assert LAST in inside.get(reverse("needs:quarters")).content.decode()
    assert "Toplam, en az" in inside.get(address).content.decode()
    assert client.get(reverse("needs:quarter", args=[LAST])).status_code == 404
    assert inside.post(address).url == inside.post(address).url == reverse("needs:quarter", args=[LAST])
    page = client.get(reverse("needs:quarter", args=[LAST])).content.decode()
    name = RightsHolderGroup.objects.get(slug="yasli").name_tr
    cells = '<td class="end num">2</td><td class="end num">6</td><td class="end num">8</td>'
    assert f'<th scope="row">{name}</th>{cells}' in page
    csv = b"".join(client.get(reverse("needs:quarter_csv", args=[LAST])).streaming_content).decode()
    assert f"Gruplara göre;{name};2;6;8\r\n" in csv
    whole = json.loads(client.get(reverse("needs:quarter_json", args=[LAST])).content)
    [row] = [row for row in whole["tables"]["group"] if row["slug"] == "yasli"]
    assert (row["public"], row["others"], whole["threshold"]) == (2, 6, 5)
    made = QuarterlyTable.objects.first().rendering
    assert '<td class="n">2</td><td class="n">6</td><td class="n">8</td>' in made.source_html
    assert client.get(reverse("needs:quarter_pdf", args=[LAST])).status_code == 404, "it is not printed yet"


def test_example_tables_go_with_the_example_data(world, coordinator):
    type(coordinator).objects.filter(pk=coordinator.pk).update(is_example=True)
    coordinator.refresh_from_db()
    quarters.publish_quarter(quarter=LAST, by=coordinator)
    example.remove()
    assert not QuarterlyTable.objects.exists()
