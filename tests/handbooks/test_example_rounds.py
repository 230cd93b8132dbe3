"""The example rounds: made on published editions, answered, with figures on the scoreboard; taken back without a trace."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from atasehir_portal.answering import figures
from atasehir_portal.answering.models import Duty, DutyKind
from atasehir_portal.documents.models import (
    Block,
    BlockRevision,
    Comment,
    InputChannel,
    Round,
    RoundReport,
    RoundState,
    Suggestion,
)
from atasehir_portal.documents.services import save_block
from atasehir_portal.documents.services.versions import snapshot_of
from atasehir_portal.rendering.models import Rendering
from atasehir_portal.site import example
from handbooks import example_rounds, services
from handbooks.models import Handbook, HandbookEvent, HandbookState
from tests.site.test_example import marked_rows, texts_of_examples

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.django_db]


def state() -> list[Any]:
    """Return what must be the same before and after: the books' state, their texts, their history."""
    return [
        *Handbook.objects.order_by("number").values_list("number", "state", "approved_digest"),
        *(snapshot_of(book.document) for book in Handbook.objects.order_by("number")),
        *Block.objects.order_by("pk").values_list("pk", "revision"),
        BlockRevision.objects.count(),
        HandbookEvent.objects.count(),
        Rendering.objects.count(),
    ]


@pytest.fixture
def before(settings: Any) -> list[Any]:
    """The three books with their first editions; how they stood before the rounds came."""
    settings.EXAMPLE_DATA = True
    call_command("import_handbooks", verbosity=0)
    call_command("publish_first_editions", verbosity=0)
    found = state()
    call_command("load_example_data", verbosity=0)
    call_command("load_example_rounds", verbosity=0)
    return found


def test_rounds_come_and_go_without_a_trace(before: list[Any], client: Client) -> None:
    opened, closed = Round.objects.get(state=RoundState.OPEN), Round.objects.get(state=RoundState.CLOSED)
    assert "(örnek)" in opened.title
    acts = Suggestion.objects.filter(round=opened).values_list("act", flat=True)
    assert sorted(acts) == ["change", "change", "insert", "remove"]
    assert Suggestion.objects.filter(channel=InputChannel.PAPER).count() == 1
    assert Comment.objects.filter(round=opened, channel=InputChannel.PAPER).count() == 1
    assert Comment.objects.filter(round=opened, parent__isnull=False).count() == 3
    accepted = Suggestion.objects.get(took_effect__isnull=False)
    assert "olarak gitmeniz gerekmez" in accepted.took_effect.body
    assert set(Duty.objects.filter(comment__round=closed).values_list("state", flat=True)) == {"answered"}
    assert Comment.objects.filter(round=closed, parent=None).count() == 26
    assert RoundReport.objects.get().round == closed
    assert "2026" in Rendering.objects.get(pk=RoundReport.objects.get().rendering_id).source_html

    shown = [month.score for month in figures.scoreboard().months if month.score.is_enough]
    assert len(shown) >= 4
    assert all(score.answered_percent == 100 for score in shown)
    assert any(score.in_time_percent != 100 for score in shown)
    assert all(score.median_working_days for score in shown)

    for name, reference in (("round", opened.reference), ("report", closed.reference), ("comments", closed.reference)):
        assert client.get(reverse(f"rounds:{name}", args=[reference])).status_code == 200
    call_command("load_example_rounds", verbosity=0)
    assert Round.objects.count() == 2

    example.remove()
    assert marked_rows() == []
    assert texts_of_examples() == set()
    assert not Round.objects.exists()
    assert not Duty.objects.filter(kind__in=[DutyKind.COMMENT, DutyKind.SUGGESTION]).exists()
    assert state() == before


def test_text_that_others_wrote_on_stays(before: list[Any], administrator: Any) -> None:
    accepted = Suggestion.objects.get(took_effect__isnull=False)
    block = accepted.took_effect
    assert block is not None
    save_block(
        block_uid=block.uid, base_revision=block.revision, body=f"{block.body} Herkes hemşehridir.", by=administrator
    )
    example.remove()
    block.refresh_from_db()
    assert block.body.endswith(
        "olarak gitmeniz gerekmez. Belediye Kanunu daha geniş bir sözcük kullanır: hemşehri. Herkes hemşehridir."
    )
    assert texts_of_examples() == set()
    assert Handbook.objects.get(number=example_rounds.OPEN_BOOK).state == HandbookState.WRITING


def test_rounds_wait_for_the_editions(settings: Any) -> None:
    settings.EXAMPLE_DATA = True
    call_command("import_handbooks", verbosity=0)
    call_command("load_example_data", verbosity=0)
    assert example_rounds.load() == 0
    assert not Round.objects.exists()
    services.approve(handbook=Handbook.objects.get(number=1), by=None)  # nothing stands in the way of a book
