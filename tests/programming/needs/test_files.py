"""The list of needs as a file: what was filtered, days as days, read in chunks, nothing confidential."""

import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from programming.needs.models import Visibility
from programming.needs.views import needs as views
from tests.programming.needs.factories import make_need

pytestmark = pytest.mark.django_db


def in_xlsx(client, **query):
    response = client.get(reverse("needs:csv"), {"bicim": "xlsx", **query})
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)


def test_list_as_xlsx_holds_what_was_filtered_and_nothing_confidential(
    client_of, officer, representative, organisation
):
    make_need(representative, organisation, title="=Parkta ışık yanmıyor, karanlık")
    make_need(representative, organisation, title="Duraklarda oturacak yer yok")
    make_need(representative, organisation, title="Parkta gizli bir ışık yanıyor", visibility=Visibility.CONFIDENTIAL)
    head, *rows = in_xlsx(client_of(officer), q="parkta ışık")
    assert [row[1] for row in rows] == ["=Parkta ışık yanmıyor, karanlık"]
    day = rows[0][head.index("Bildirildiği gün")]
    assert isinstance(day, datetime)
    assert day.date() == timezone.localdate()
    assert len(in_xlsx(client_of(officer))) == 3


def test_file_is_read_with_the_same_queries_whatever_its_length(client, representative, organisation, monkeypatch):
    monkeypatch.setattr(views, "CHUNK", 2)
    counts = []
    for many in (1, 4):
        for _number in range(many):
            make_need(representative, organisation)
        with CaptureQueriesContext(connection) as found:
            lines = b"".join(client.get(reverse("needs:csv")).streaming_content).splitlines()
        counts.append(len(found))
    assert len(lines) == 6
    assert len(set(counts)) == 1
