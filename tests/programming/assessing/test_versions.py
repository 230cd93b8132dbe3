"""Adopted versions show what they froze, whatever becomes of the working text meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atasehir_portal.documents import frozen_texts
from atasehir_portal.documents.services import remove_block, save_block
from programming.assessing import services
from tests.programming.assessing.factories import adopt_at_once, make_assessment, make_picture, stored_picture

pytestmark = pytest.mark.django_db


def test_pictures_of_a_version_stay_while_the_next_one_is_written(coordinator, client, client_of):
    assessment = make_assessment(coordinator)
    changed, removed = (make_picture(assessment, coordinator, width) for width in (1, 2))
    before = [changed.data["src"], removed.data["src"]]
    adopt_at_once(assessment, coordinator)
    services.reopen(assessment=assessment, by=coordinator)
    new = stored_picture('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 9"><path d="M0 0h1"/></svg>')
    save_block(block_uid=changed.uid, base_revision=1, body="", data={**changed.data, "src": new}, by=coordinator)
    remove_block(block_uid=removed.uid, by=coordinator)
    address = [assessment.reference, 1]
    page = client.get(reverse("assessing:version", args=address)).content.decode()
    for src in before:
        there = reverse("assessing:version_figure", args=[*address, src])
        assert there in page
        assert client.get(there).status_code == 200
    # what stands only in the working text is nobody's here, and on its own address the writers' alone
    assert client_of(coordinator).get(reverse("assessing:version_figure", args=[*address, new])).status_code == 404
    draft = reverse("documents:figure", args=[assessment.document.uid, new])
    assert client.get(draft).status_code == 404
    assert client_of(coordinator).get(draft).status_code == 200
    for wrong in ([assessment.reference, 2, before[0]], [*address, "pictures/../secret.svg"]):
        assert client.get(reverse("assessing:version_figure", args=wrong)).status_code == 404
    frozen_texts.forget()
    with CaptureQueriesContext(connection) as first:
        client.get(there)
    with CaptureQueriesContext(connection) as again:
        client.get(there)
    assert (len(first), len(again)) == (3, 2)  # the text is read once and kept
