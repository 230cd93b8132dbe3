"""What the page of a need costs around which everything has happened: merged with another one, gathered, and linked to a measure."""

from itertools import product

import pytest
from django.urls import reverse

from atasehir_portal.answering import services as answering
from atasehir_portal.catalogue.queries import refresh_municipality
from programming.assessing.services import gather_need
from programming.drafting.links import link_need
from programming.needs.merging import merge_need
from tests.programming.assessing.factories import make_assessment
from tests.programming.drafting.factories import make_framework
from tests.programming.needs.factories import make_file, make_need

pytestmark = pytest.mark.django_db


def test_need_that_is_gathered_merged_and_linked_costs_ten_queries_and_one_more_to_who_raised_it(
    client, client_of, representative, organisation, stranger, other_organisation, coordinator, officer, unit, catalogue,
    django_assert_max_num_queries,
):  # fmt: skip
    need = make_need(representative, organisation)
    other = make_need(stranger, other_organisation, title="Rampa yapılmadığı için kaldırım kullanılamıyor")
    make_file(need)
    answering.assign(duty=need.duty, by=coordinator, unit=unit, officer=officer)
    merge_need(need=other, into=need, by=coordinator, reason="İkisi de aynı kaldırımı anlatıyor.")
    for title in ("Sağlık merkezine ulaşmak", "Okula ulaşmak"):
        gather_need(assessment=make_assessment(officer, title), need=need, by=officer)
    _programme, measures = make_framework(coordinator, measures=2)
    for measure in measures:
        link_need(need=need, measure=measure, by=coordinator)
    readers = [client, *(client_of(user) for user in (representative, stranger, officer, coordinator))]
    for reader, page in product(readers, (need, other)):
        is_theirs = reader is readers[1]  # their organisations and the question to them are read, too
        address = reverse("needs:detail", args=[page.reference])
        refresh_municipality(catalogue)
        reader.get(address)  # how many notices are new is asked once a minute
        with django_assert_max_num_queries(11 if is_theirs else 10):
            html = reader.get(address).content.decode()
        assert page is other or "F1.1.2" in html or reader is client
