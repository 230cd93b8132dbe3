"""What assessments add to coverage."""

import pytest

from atasehir_portal.catalogue.models import Right, RightsHolderGroup
from programming.assessing import queries
from programming.needs.figures import figures
from tests.programming.assessing.factories import make_adopted, make_assessment

pytestmark = pytest.mark.django_db


def test_adopted_assessments_count_in_the_cell_of_their_right_and_each_of_their_groups(coordinator):
    adopted = make_adopted(coordinator)
    make_assessment(coordinator, "Bunu henüz kimse kabul etmedi", group="kadin")
    groups = RightsHolderGroup.objects.filter(slug__in=["yasli", "cocuk"])
    adopted.groups.set(groups)
    right = Right.objects.get(slug="saglik").pk
    by_group = {group.pk: 1 for group in groups}
    cells = {(group, number): 1 for group in (*by_group, 0) for number in (right, 0)}
    assert queries.assessments_by_group([*by_group]) == by_group
    assert queries.assessments_by_cell() == cells
    assert figures.crossed["assessments"].cells() == cells
