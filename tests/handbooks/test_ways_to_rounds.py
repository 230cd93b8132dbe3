"""From the library to the round in which opinions on a book are taken."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from atasehir_portal.accounts.models import Unit, User
from atasehir_portal.answering.clock import today
from atasehir_portal.documents import rounds
from atasehir_portal.documents.models import Round, RoundState
from atasehir_portal.documents.services import freeze
from handbooks.models import Edition

pytestmark = pytest.mark.django_db
UNTIL = "gününe kadar görüşe açık"


def opened(edition: Edition, by: User, unit: Unit, *, on_draft: bool = False) -> Round:
    document = edition.handbook.document
    version = freeze(document=document, by=by, note="Tur için.") if on_draft else edition.version
    planned = rounds.plan_round(
        document=document,
        version=version,
        by=by,
        title="Söz ve İz: ne dersiniz?",
        summary="Birlikte okuyoruz.",
        unit=unit,
        opens_on=today(),
        ends_on=today() + timedelta(days=9),
    )
    return rounds.open_round(round=planned, by=by)


def pages(edition: Edition) -> list[str]:
    slug = edition.handbook.slug
    return [
        reverse("handbooks:library"),
        reverse("handbooks:book", args=[slug]),
        reverse("handbooks:read", args=[slug, "bir"]),
    ]


def test_pages_of_a_book_lead_to_its_round(published: Edition, administrator: User, unit: Unit, client: Client) -> None:
    for page in pages(published):
        assert UNTIL not in client.get(page).content.decode()
    round = opened(published, administrator, unit)
    library, book, chapter = (client.get(page).content.decode() for page in pages(published))
    for page in (library, book):
        assert UNTIL in page
        assert f'href="{round.get_absolute_url()}"' in page
    there = reverse("rounds:chapter", args=[round.reference, "bir"])
    assert f'href="{there}"' in chapter
    assert client.get(there).status_code == 200
    rounds.end_round(round=round, by=administrator)
    for page in pages(published):
        assert UNTIL not in client.get(page).content.decode()


def test_chapter_leads_only_to_the_same_text(
    published: Edition, administrator: User, unit: Unit, client: Client
) -> None:
    opened(published, administrator, unit, on_draft=True)
    _library, book, chapter = (client.get(page).content.decode() for page in pages(published))
    assert UNTIL in book
    assert UNTIL not in chapter


def test_open_rounds_stand_first_in_the_list(
    published: Edition, administrator: User, unit: Unit, client: Client
) -> None:
    first = opened(published, administrator, unit)
    rounds.close_round(round=rounds.end_round(round=first, by=administrator), by=administrator)
    Round.objects.filter(pk=first.pk).update(opens_on=today() + timedelta(days=2), ends_on=today() + timedelta(days=3))
    opened(published, administrator, unit)
    page = client.get(reverse("rounds:list"))
    assert [each.state for each in page.context["page_obj"]] == [RoundState.OPEN, RoundState.CLOSED]
