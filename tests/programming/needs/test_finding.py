"""The list finds the same needs whether few are found or many, and by whatever it is asked."""

from itertools import product

import pytest
from django.db.models import Q

from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup
from programming.needs import finding, narrowing, queries
from programming.needs.models import Need, Visibility
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(representative, organisation):
    """Needs with every combination of two groups, one right or none and one place or none; every third for participants only, and one
    that is confidential."""
    groups, right = RightsHolderGroup.objects.order_by("pk")[:2], Right.objects.order_by("pk")[:1]
    place = Neighbourhood.objects.exclude(slug="icerenkoy").order_by("pk")[:1]
    mixed = product([groups[:1], groups[1:], groups], [right, []], [place, []])
    for number, (these, rights, places) in enumerate(mixed):
        need = make_need(
            representative,
            organisation,
            title=f"{'Rampa' if number % 2 else 'Kaldırım'} yok burada",
            visibility=Visibility.PUBLIC if number % 3 else Visibility.PARTICIPANTS,
            groups=these,
            rights=rights,
            neighbourhoods=places,
        )
    Need.objects.filter(pk=need.pk).update(visibility=Visibility.CONFIDENTIAL)
    return {"group": groups[0].pk, "right": right[0].pk, "place": place[0].pk}


def newest(needs):
    return list(needs.order_by("-submitted_at", "-pk").values_list("pk", flat=True))


@pytest.mark.parametrize(("at_most", "enough"), [(1000, 5), (1, 1000), (1, 1)])
def test_needs_are_those_that_have_all_that_is_asked_for(world, officer, representative, at_most, enough, monkeypatch):
    """Many are found from two on: then they are sorted, and walked through where enough of them are among the newest."""
    monkeypatch.setattr(finding, "COUNT_STOPS_AT", at_most)
    monkeypatch.setattr(finding, "ENOUGH", enough)
    columns = {"group": "groups", "right": "rights", "place": "neighbourhoods"}
    everybody = queries.visible_to(officer)
    for user, names, typed in product(
        (officer, representative), (["group"], ["right", "place"], [*columns], []), ("", "rampa")
    ):
        visible = queries.visible_to(user)
        asked = narrowing.narrowed(visible, **{name: world[name] for name in names})
        asked = queries.search(asked, typed)
        truth = visible.filter(pk__in=Need.objects.filter(title__startswith="Rampa")) if typed else visible
        for name in names:
            truth = truth.filter(Q(**{columns[name]: world[name]}))
        found = finding.find(user, asked, by_content=True, by_relevance=False)
        assert newest(found.needs) == newest(truth)
        assert (found.number, found.is_more) == (min(len(truth), at_most), len(truth) > at_most)
    assert 1 < everybody.count() == Need.objects.count() - 1, "never the confidential one"


def test_answered_or_waiting_is_asked_with_and_without_a_group(world, officer):
    needs = queries.visible_to(officer)
    group = narrowing.narrowed(needs, group=world["group"])
    assert newest(narrowing.narrowed(needs, answered=False)) == newest(needs)
    assert newest(narrowing.narrowed(needs, group=world["group"], answered=False)) == newest(group)
    assert not narrowing.narrowed(needs, group=world["group"], answered=True)


def test_needs_like_an_assessment_have_its_right_and_one_of_its_groups(world, officer):
    needs = queries.visible_to(officer)
    groups = list(RightsHolderGroup.objects.order_by("pk").values_list("pk", flat=True)[:2])
    truth = needs.filter(rights=world["right"], groups__in=groups).distinct()
    assert newest(narrowing.like(needs, groups=groups, right=world["right"])) == newest(truth)
    assert not narrowing.like(needs, groups=[], right=world["right"])
