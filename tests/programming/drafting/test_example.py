"""The example programme: loaded once, plainly marked, removed without a trace."""

import pytest

from atasehir_portal.accounts.models import User
from atasehir_portal.documents.models import Block, Document, Section
from atasehir_portal.documents.services import freeze
from programming.drafting import example, links, queries
from programming.drafting.models import Element, NeedLink, Programme
from programming.needs.models import Became, Need
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def example_people(coordinator):
    User.objects.filter(pk=coordinator.pk).update(is_example=True)


@pytest.fixture
def example_need(representative, organisation):
    need = make_need(representative, organisation, title="Kreş saatleri vardiyalı çalışan annelere uymuyor")
    Need.objects.filter(pk=need.pk).update(is_example=True)
    return need


def test_example_is_loaded_once_marked_and_complete(example_people, example_need, coordinator):
    programme = example.load()
    assert example.load() is None
    assert "(örnek)" in programme.document.title
    assert (programme.is_example, programme.document.is_example) == (True, True)
    framework = queries.framework(coordinator, programme)
    numbers = [node.number for node in framework.by_id.values()]
    assert [sum(number[0] == letter for number in numbers) for letter in "AHF"] == [2, 3, 5]
    for node in framework.measures:
        assert node.element.unit is not None, node.number
        assert node.data.budget is not None
        assert node.data.period
    example_need.refresh_from_db()
    assert example_need.became == Became.PLANNED


def test_removing_the_example_leaves_what_is_real(
    example_people, example_need, coordinator, representative, organisation
):
    real, [measure] = make_framework(coordinator)
    programme = example.load()
    need = make_need(representative, organisation)
    links.link_need(measure=queries.framework(coordinator, programme).measures[0].element, need=need, by=coordinator)
    freeze(document=programme.document, by=coordinator, note="Örnek sürüm", is_example=True)
    assert example.remove() == 1
    assert example.remove() == 0
    assert list(Programme.objects.all()) == [real]
    assert Element.objects.count() == 3
    assert NeedLink.objects.count() == 0
    assert Document.objects.filter(kind="programme").count() == 1
    assert {row.document_id for row in (*Block.objects.all(), *Section.objects.all())} == {real.document_id}
    need.refresh_from_db()
    assert need.became == Became.NOTHING_YET
    assert need.events.get(act="unlinked").note == example.REMOVED
    assert measure.pk == Element.objects.get(kind="measure").pk
