"""The kept summary of coverage is at every moment what a full count says."""

import random
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from atasehir_portal.accounts.models import Organisation
from atasehir_portal.answering import services as answering
from atasehir_portal.answering.models import Outcome
from atasehir_portal.catalogue.models import Neighbourhood, Right, RightsHolderGroup, ServiceArea
from programming.needs import example, queries, services
from programming.needs.coverage import kept
from programming.needs.coverage.live import quarter_of
from programming.needs.models import CoverageCell, CoverageCounted, Need, NeedState, PeopleRange, Visibility
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db
LEAST = {"unknown": 0, "under_20": 1, "under_100": 20, "under_500": 100, "under_2000": 500, "over_2000": 2000}


def counted_in_python(user) -> Counter:
    """Count the list as its readers find it, need by need."""
    found = Counter()
    needs = (
        queries.visible_to(user)
        .select_related("duty", "organisation")
        .prefetch_related("groups", "rights", "neighbourhoods")
    )
    for need in needs:
        quarter = quarter_of(timezone.localdate(need.submitted_at))
        narrowed = [("all", ""), ("state", need.state), ("period", quarter)]
        narrowed += [("neighbourhood", str(place.pk)) for place in need.neighbourhoods.all()]
        narrowed += [("area", str(need.service_area_id))] if need.service_area_id else []
        narrowed += [("kind", need.organisation.kind)] if need.organisation else []
        for group in [0, *(group.pk for group in need.groups.all())]:
            for right in [0, *(right.pk for right in need.rights.all())]:
                for facet, value in narrowed:
                    key = (facet, value, need.visibility == Visibility.PUBLIC, group, right)
                    found[(*key, "needs")] += 1
                    found[(*key, "answered")] += need.duty.answered_at is not None
                    found[(*key, "people")] += LEAST[need.people]
        for group in need.groups.all():
            key = ("day", f"{timezone.localdate(need.submitted_at)}", need.visibility == Visibility.PUBLIC, group.pk, 0)
            found[(*key, "needs")] += 1
            found[(*key, "answered")] += need.duty.answered_at is not None
            found[(*key, "people")] += LEAST[need.people]
    return +found


def as_kept() -> Counter:
    found = Counter()
    for cell in CoverageCell.objects.all():
        for name in ("needs", "answered", "people"):
            key = (cell.facet, cell.value, cell.is_public, cell.group, cell.right, name)
            found[key] += getattr(cell, name)
    return Counter({key: number for key, number in found.items() if number})


def test_summary_is_the_list_after_whatever_happens(representative, organisation, officer, coordinator, unit):
    chance = random.Random(5)  # noqa: S311  the same acts in every run
    groups, rights = list(RightsHolderGroup.objects.all()[:4]), list(Right.objects.all()[:3])
    places, areas = list(Neighbourhood.objects.all()[:3]), [None, *ServiceArea.objects.all()[:2]]
    needs: list[Need] = []

    def some(terms):
        return chance.sample(terms, chance.randint(1, 2))

    def submit():
        about = {"groups": some(groups), "rights": some(rights), "neighbourhoods": some(places)}
        about |= {"service_area": chance.choice(areas), "people": chance.choice(PeopleRange.values)}
        need = make_need(representative, organisation, visibility=chance.choice(Visibility.values), **about)
        needs.append(need)

    def answer(need):
        answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
        answering.answer(duty=need.duty, by=officer, outcome=Outcome.ACCEPTED, reason="Bu yıl yapılacak.")

    into = make_need(representative, organisation, groups=some(groups), rights=some(rights))
    acts = {
        "answer": answer,
        "withdraw": lambda need: services.withdraw_need(need=need, by=representative),
        "merge": lambda need: Need.objects.filter(pk=need.pk).update(state=NeedState.MERGED, merged_into=into),
        "visibility": lambda need: Need.objects.filter(pk=need.pk).update(visibility=chance.choice(Visibility.values)),
        "area": lambda need: Need.objects.filter(pk=need.pk).update(service_area=chance.choice(areas)),
        "said": lambda need: (
            need.groups.set(some(groups)),
            need.rights.set(some(rights)),
            need.neighbourhoods.clear(),
        ),
        "kind": lambda need: Organisation.objects.filter(pk=organisation.pk).update(
            kind=chance.choice(["union", "platform"])
        ),
        "delete": lambda need: (need.events.all().delete(), need.delete()),
    }
    for turn in range(30):
        submit()
        need = chance.choice(needs)
        act = chance.choice([*acts])
        if act in {"answer", "withdraw"} and need.state != NeedState.SUBMITTED:
            continue
        acts[act](need)
        needs = list(Need.objects.exclude(pk=into.pk).select_related("duty"))
        if turn % 10 == 4:
            kept.fold()
        if turn % 5 == 4:
            assert as_kept() == counted_in_python(officer), act
    assert as_kept() == counted_in_python(officer)
    kept.fold()
    assert as_kept() == counted_in_python(officer)
    assert not CoverageCell.objects.filter(is_settled=False).exists()
    assert kept.recount() == []
    confidential = Need.objects.filter(visibility=Visibility.CONFIDENTIAL).values_list("pk", flat=True)
    assert confidential
    says_nothing = {"is_public": False, "state": "", "period": "", "day": None, "area": None, "kind": "", "people": 0}
    rows = CoverageCounted.objects.filter(need_id__in=confidential)
    assert not rows.exclude(counts=False, groups=[], rights=[], places=[], answered=False).exists()
    assert all(rows.values(*says_nothing)[number] == says_nothing for number in range(len(rows)))


def test_recount_names_and_mends_what_was_wrong(representative, organisation, officer, capsys):
    make_need(representative, organisation)
    call_command("recount_coverage")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE needs_coveragecell SET needs = needs + 3 WHERE facet = 'all' AND \"group\" = 0")
    with pytest.raises(CommandError, match="1"):
        call_command("recount_coverage")
    assert "(4, 0, 0) → (1, 0, 0)" in capsys.readouterr().err
    assert as_kept() == counted_in_python(officer)


def test_removed_example_needs_leave_the_summary(representative, organisation):
    make_need(representative, organisation)
    Need.objects.update(is_example=True)
    example.remove()
    assert as_kept() == Counter()
    assert not CoverageCounted.objects.exists()
