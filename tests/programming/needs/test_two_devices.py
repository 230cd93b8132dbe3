"""Two devices write the same step of a need: the older save does not silently overwrite the newer one."""

import pytest
from django.urls import reverse

from programming.needs import queries
from programming.needs.models import Need, NeedDraft, Visibility
from tests.programming.needs.factories import answers, for_step, make_draft

pytestmark = pytest.mark.django_db
TYPED = "Durakta oturacak yer olmadığı için bekleyemiyoruz"


def page_of(draft, number):
    return reverse("needs:step", args=[draft.key, number])


def mark_on(client, address, name="seen"):
    return client.get(address).context[name]


def test_later_device_is_shown_both_texts_and_nothing_is_overwritten(representative, organisation, client_of):
    draft = make_draft(representative, organisation)
    client, address = client_of(representative), page_of(draft, 1)
    said = {**for_step(1, answers(organisation)), "go": "leave"}
    seen = mark_on(client, address)
    assert client.post(address, {**said, "title": TYPED, "seen": seen}).status_code == 302
    # the other device still shows the page of before
    late = "Kaldırımda tutunacak bir yer olmadığı için düşüyoruz"
    overtaken = client.post(address, {**said, "title": late, "seen": seen})
    assert overtaken.status_code == 422
    page = overtaken.content.decode()
    assert TYPED in page
    assert late in page
    assert NeedDraft.objects.get().title == TYPED
    # what was saved there already is no collision, and who has seen both may save
    assert client.post(address, {**said, "title": TYPED, "seen": seen}).status_code == 302
    again = client.post(address, {**said, "title": late, "seen": overtaken.context["seen"]})
    assert again.status_code == 302
    assert NeedDraft.objects.get().title == late
    # another step is not concerned
    other = page_of(draft, 2)
    assert client.post(other, {**for_step(2, answers(organisation)), "seen": mark_on(client, other)}).status_code == 302


def test_what_is_sent_is_what_was_read(representative, organisation, client_of):
    draft = make_draft(representative, organisation, visibility=Visibility.CONFIDENTIAL)
    client, last = client_of(representative), page_of(draft, 4)
    read = mark_on(client, last, "read")
    first = page_of(draft, 1)
    changed = {**for_step(1, answers(organisation)), "title": TYPED, "seen": mark_on(client, first)}
    assert client.post(first, changed).status_code == 302
    sent = {**for_step(4, answers(organisation)), "read": read}
    refused = client.post(last, sent)
    assert refused.status_code == 422
    assert TYPED in refused.content.decode()
    assert not Need.objects.exists()
    assert client.post(last, {**sent, "read": refused.context["read"]}).status_code == 302
    assert queries.readable_by(representative).get().title == TYPED
