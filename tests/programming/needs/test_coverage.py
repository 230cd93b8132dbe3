"""Coverage as people read it: on the page, as CSV and as JSON."""

import json
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import escape

from atasehir_portal.answering.clock import today
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from programming.needs import queries
from programming.needs.coverage import live, tables
from programming.needs.figures import FigureColumn, figures
from programming.needs.models import Need, PeopleRange, Visibility
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
HERE = "needs:coverage"


def some(model, *slugs):
    return model.objects.filter(slug__in=slugs)


@pytest.fixture
def world(representative, organisation):
    """Two public needs, one for participants and a confidential one, all for elderly people and the right to health."""
    about = {
        "groups": some(RightsHolderGroup, "yasli", "kadin"),
        "rights": some(Right, "saglik"),
        "neighbourhoods": some(Neighbourhood, "fetih"),
        "service_area": ServiceArea.objects.order_by("pk").first(),
    }
    make_need(representative, organisation, people=PeopleRange.UNDER_100, **about)
    make_need(representative, organisation, groups=some(RightsHolderGroup, "yasli"), people=PeopleRange.UNKNOWN)
    make_need(representative, organisation, visibility=Visibility.PARTICIPANTS, people=PeopleRange.UNDER_500, **about)
    make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL, people=PeopleRange.OVER_2000, **about)
    return about


@pytest.fixture
def column():
    """A column of an upper room, with a sum of money in one cell."""
    group, right = RightsHolderGroup.objects.get(slug="yasli").pk, Right.objects.get(slug="saglik").pk
    figures.register(
        FigureColumn(
            "test",
            "Deneme sütunu",
            lambda ids: dict.fromkeys(ids, Decimal("7.50")),
            cells=lambda: (
                dict.fromkeys([(group, right), (group, 0), (0, right)], Decimal("7.50")) | {(0, 0): Decimal("9.50")}
            ),
            unit="TRY",
            shown=lambda value: f"{value} lira",
        )
    )
    yield
    figures._columns.pop("test")


def in_cell(user, group="yasli", right=None, **narrowed):
    found = live.cells(user, narrowed)
    number = Right.objects.get(slug=right).pk if right else live.ALL
    return live.count(found, RightsHolderGroup.objects.get(slug=group).pk if group else live.ALL, number)


def test_public_reads_public_needs_and_staff_what_they_find_but_nobody_confidential_ones(
    world, representative, officer
):
    for user in (AnonymousUser(), representative):
        assert in_cell(user) == live.Count(needs=2, answered=0, people=20)
        assert in_cell(user, right="saglik") == live.Count(1, 0, 20)
        assert in_cell(user, state="submitted") == live.Count(2, 0, 20), "a filter is for staff"
    assert in_cell(officer) == live.Count(3, 0, 120)
    assert in_cell(officer, right="saglik") == live.Count(2, 0, 120)
    assert in_cell(officer, group=None, right="saglik") == live.Count(2, 0, 120)


def test_staff_narrow_by_one_thing_and_by_several_alike(world, officer, organisation):
    place, quarter = Neighbourhood.objects.get(slug="fetih"), live.quarter_of(today())
    one_by_one = {
        "neighbourhood": str(place.pk),
        "area": str(world["service_area"].pk),
        "period": quarter,
        "state": "submitted",
        "kind": organisation.kind,
    }
    assert in_cell(officer, neighbourhood=str(place.pk)).needs == 2
    assert in_cell(officer, area=one_by_one["area"]).needs == 2
    assert (
        in_cell(officer, period=quarter)
        == in_cell(officer, state="submitted")
        == in_cell(officer, kind=organisation.kind)
    )
    assert in_cell(officer, **one_by_one) == live.Count(2, 0, 120)
    assert in_cell(officer, state="submitted", period=quarter) == live.Count(3, 0, 120)
    assert in_cell(officer, state="closed", period=quarter) == live.Count()
    assert in_cell(officer, period="2020-4") == in_cell(officer, period="2020-4", state="submitted") == live.Count()


def test_rows_are_sorted_as_turkish_sorts_and_by_any_column(world, officer, column):
    terms = live.terms()
    found = live.cells(officer)

    def first(**asked):
        return [row.group.slug for row in tables.table(terms, found, **asked).rows[:2]]

    names = list(RightsHolderGroup.objects.order_by(live.SortKey("name_tr")).values_list("slug", flat=True))
    assert first() == first(sort="name") == names[:2]
    assert first(sort="-name") == names[::-1][:2]
    assert first(sort="needs") == first(sort="all") == ["yasli", "kadin"]
    assert first(sort="saglik", chosen="test")[0] == "yasli"
    assert first(sort="-people")[0] not in {"yasli", "kadin"}
    assert first(sort="test")[0] == names[0]
    table = tables.table(terms, found, chosen="test")
    [row] = [row for row in table.rows if row.group.slug == "yasli"]
    assert [(cell.figure.words, cell.level) for cell in row.cells if cell.right.slug == "saglik"] == [("7.50 lira", 1)]
    assert (row.whole.words, table.whole.words) == ("7.50 lira", "9.50 lira")


def test_page_names_the_unheard_sorts_by_links_and_leads_to_the_needs(client, world):
    page = client.get(reverse(HERE), {"sort": "saglik"}).content.decode()
    assert RightsHolderGroup.objects.get(slug="genc").name in page
    assert f'href="{reverse("needs:list")}?group=yasli&amp;right=saglik">1</a>' in page
    assert re.findall('aria-sort="([a-z]+)"><a class="sort" href="([^"]+)"', page) == [
        ("descending", "?count=needs&amp;sort=-saglik")
    ]
    assert 'name="state"' not in page
    again = client.get(reverse(HERE), {"sort": "\x00", "count": "yok", "state": "submitted"})
    assert 'aria-sort="ascending"' in again.content.decode()


def test_cell_leads_to_exactly_the_needs_that_it_counts(client_of, officer, world, organisation, column):
    """By whatever staff narrow; a column of an upper room counts no needs, so its cells lead nowhere."""
    client = client_of(officer)
    place, quarter = Neighbourhood.objects.get(slug="fetih"), live.quarter_of(today())
    page = client.get(reverse(HERE), {"neighbourhood": place.pk, "count": "people"}).content.decode()
    assert f'{reverse("needs:list")}?neighbourhood=fetih&amp;group=yasli&amp;right=saglik">120</a>' in page
    assert f'{reverse("needs:coverage_csv")}?neighbourhood={place.pk}"' in page
    others = [
        {"state": "submitted"},
        {"period": quarter},
        {"kind": organisation.kind},
        {"area": world["service_area"].pk},
    ]
    everything = {name: value for narrowed in others for name, value in narrowed.items()}
    for narrowed in (*others, everything, {"state": "closed"}, {"kind": "union"}, {"count": "answered"}):
        page = client.get(reverse(HERE), narrowed)
        found = in_cell(
            officer, right="saglik", **{name: str(value) for name, value in narrowed.items() if name != "count"}
        )
        number = found.answered if "count" in narrowed else found.needs
        address = f"{page.context['list_query']}group=yasli&right=saglik"
        assert client.get(address).context["number"] == number
        assert (f'href="{escape(address)}">{number}</a>' in page.content.decode()) is (number > 0)
    assert client.get(reverse(HERE), {"count": "test"}).context["list_query"] == ""


def test_files_carry_what_the_page_shows_with_columns_of_upper_rooms(client, client_of, officer, world, column):
    assert "Deneme sütunu" in client.get(reverse(HERE)).content.decode()
    lines = b"".join(client.get(reverse("needs:coverage_csv")).streaming_content).decode().splitlines()
    assert lines[0].endswith(";Deneme sütunu (TRY)")
    assert [line.split(";", 1)[1][:20] for line in lines if line.startswith("Yaşlı")][0].startswith(
        "Bütün haklar;2;0;20;"
    )
    whole = json.loads(client.get(reverse("needs:coverage_json")).content)
    rows = {(row["group"], row["right"]): row for row in whole["rows"]}
    assert {name: rows["yasli", "saglik"][name] for name in ("needs", "people", "test")} == {
        "needs": 1,
        "people": 20,
        "test": "7.50",
    }
    assert rows["genc", None]["needs"] == 0
    assert ("genc", "saglik") not in rows
    narrowed = json.loads(client_of(officer).get(reverse("needs:coverage_json"), {"kind": "association"}).content)
    assert narrowed["narrowed"] == {"kind": "association"}
    assert {row["needs"] for row in narrowed["rows"] if (row["group"], row["right"]) == ("yasli", None)} == {3}
    assert "test" not in narrowed["rows"][0]


def test_page_costs_the_same_however_many_needs_there_are(
    client_of, officer, representative, organisation, django_assert_num_queries
):
    client = client_of(officer)
    rights = some(Right, "saglik")
    client.get(reverse(HERE))
    for more in (1, 9):
        for _ in range(more):
            make_need(representative, organisation, rights=rights)
        with django_assert_num_queries(10):
            client.get(reverse(HERE))
    assert Need.objects.count() == queries.visible_to(officer).count() == 10
