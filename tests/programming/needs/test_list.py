"""The list of needs: filters in the address, relevance, pages that stay while new needs come in."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from atasehir_portal.keyset import page_of
from programming.needs import merging
from programming.needs.models import Need, NeedState, Visibility
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def listed(client, **query):
    return [need.reference for need in client.get(reverse("needs:list"), query).context["page"].rows]


def heard(need, days):
    Need.objects.filter(pk=need.pk).update(submitted_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def many(representative, organisation):
    """45 needs, the first the newest, the others in pairs that were heard at the same moment."""
    template = make_need(representative, organisation)
    rows = []
    for number in range(44):
        need = Need.objects.get(pk=template.pk)
        duty = need.duty
        duty.pk, duty.reference = None, f"İ-2026-{number:05}"
        duty.save()
        need.pk, need.reference, need.duty, need.form_key = None, duty.reference, duty, None
        need.submitted_at = template.submitted_at - timedelta(minutes=30 - number // 2)
        need.save()
        rows.append(need)
    return [template, *rows]


def test_filters_by_organisation_state_and_days(
    client, representative, organisation, stranger, other_organisation, coordinator
):
    ours, theirs = make_need(representative, organisation), make_need(stranger, other_organisation)
    hidden = make_need(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    heard(ours, 10)
    assert listed(client, organisation=organisation.slug) == [ours.reference]
    day = timezone.localdate() - timedelta(days=10)
    assert listed(client, heard_to=day.isoformat()) == [ours.reference]
    assert listed(client, heard_from=day.isoformat()) == [theirs.reference, ours.reference]
    assert listed(client, heard_from=(day + timedelta(days=1)).isoformat()) == [theirs.reference]
    merging.merge_need(need=theirs, into=ours, by=coordinator, reason="Aynı kaldırımı anlatıyorlar.")
    assert listed(client, state=NeedState.MERGED) == [theirs.reference]
    assert listed(client, state=NeedState.SUBMITTED) == [ours.reference]
    wrong = client.get(reverse("needs:list"), {"heard_from": "dün"})
    assert "heard_from" in wrong.context["filter"].form.errors
    for query in (
        {"state": NeedState.SUBMITTED},
        {"heard_from": day.isoformat()},
        {"q": "rampa", "order": "relevance"},
    ):
        assert hidden.reference not in listed(client, **query)


def test_best_match_comes_first_where_that_is_asked_for(client, representative, organisation):
    best = make_need(representative, organisation, title="Rampa yok: rampa, rampa", body="Rampa yapılsın.")
    newest = make_need(representative, organisation, title="Kaldırım dar", body="Bir yerde rampa da yok burada.")
    assert listed(client, q="rampa") == [newest.reference, best.reference]
    assert listed(client, q="rampa", order="relevance") == [best.reference, newest.reference]
    assert listed(client, order="relevance") == [newest.reference, best.reference]


def test_pages_hold_every_need_once_also_when_new_ones_come_in(client, many, representative, organisation):
    address, seen = reverse("needs:list"), []
    page = client.get(address, {"state": "submitted"}).context["page"]
    make_need(representative, organisation)
    while True:
        seen += [need.reference for need in page.rows]
        if not page.older:
            break
        page = client.get(address, {"state": "submitted", "before": page.older}).context["page"]
    assert seen == [
        need.reference for need in sorted(many, key=lambda need: (need.submitted_at, need.pk), reverse=True)
    ]
    back = client.get(address, {"state": "submitted", "after": page.newer}).context["page"]
    assert [need.reference for need in back.rows] == seen[20:40]
    front = client.get(address, {"state": "submitted", "after": back.newer}).context["page"]
    assert (len(front.rows), seen[0] in [need.reference for need in front.rows]) == (20, True)


def test_links_keep_the_filters_and_odd_keys_show_the_first_page(client, many):
    first = client.get(reverse("needs:list"), {"answer": "waiting", "q": "rampa", "order": "relevance"})
    [link] = [part.split('"')[0] for part in first.content.decode().split('href="') if "before=" in part.split('"')[0]]
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert (query["answer"], query["q"], query["order"]) == (["waiting"], ["rampa"], ["relevance"])
    second = client.get(reverse("needs:list") + link.replace("&amp;", "&")).context["page"]
    assert len(second.rows) == 20
    assert not {need.pk for need in second.rows} & {need.pk for need in first.context["page"].rows}
    for odd in ("x", "1", "1_2", "nan_1", "2026-01-01T00:00:00_1", "9999-01-01T00:00:00+00:00_1", "1e999_1", "\x00_1"):
        assert page_of(Need.objects.all(), ("submitted_at", "pk"), {"before": odd}).rows[0] == many[0], odd
