"""The two commands of the set-up."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from atasehir_portal.documents.models import Block
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering import work
from atasehir_portal.rendering.errors import RenderingFailed
from atasehir_portal.rendering.models import Reason, Rendering
from handbooks.models import Edition, Handbook, HandbookState


def run(*arguments: str) -> str:
    """Run a command and return what it wrote."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_import_takes_the_three_books_in_once(catalogue: object) -> None:
    run("import_handbooks")
    blocks = Block.objects.count()
    assert run("import_handbooks").count("there already") == 3
    assert list(Handbook.objects.values_list("number", "state")) == [
        (number, HandbookState.WRITING) for number in (1, 2, 3)
    ]
    assert Block.objects.count() == blocks


def test_import_replaces_only_drafts_that_were_never_published(catalogue: object) -> None:
    run("import_handbooks")
    assert run("import_handbooks", "--replace").count("taken in") == 3
    run("publish_first_editions")
    assert run("import_handbooks", "--replace").count("there already") == 3


def test_first_editions_are_trials_and_are_published_once(handbook: Handbook) -> None:
    run("publish_first_editions")
    run("publish_first_editions")
    edition = Edition.objects.get()
    assert (edition.number, edition.handbook, edition.published_by) == ("0.1", handbook, None)


def test_book_with_problems_is_named_and_the_others_are_published(handbook: Handbook) -> None:
    Block.objects.filter(document=handbook.document, body__startswith="Söz duyulur").update(body="Söz [@yok].")
    with pytest.raises(CommandError, match=r"kisa-kitap"):
        run("publish_first_editions")
    assert not Edition.objects.exists()


def test_waiting_ends_when_the_pdf_is_ready(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def make_it(_seconds: float) -> None:
        for rendering_id in Rendering.objects.values_list("pk", flat=True):
            work.run(rendering_id)

    monkeypatch.setattr("handbooks.management.commands.publish_first_editions.time.sleep", make_it)
    said = run("publish_first_editions", "--wait")
    assert "0 %" in said
    assert "100 %" in said


def test_waiting_names_what_failed(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_it(_seconds: float) -> None:
        claimed = rendering.claim_next(worker="test")
        assert claimed is not None
        rendering.fail(rendering=claimed, failure=RenderingFailed(Reason.MISSING_PICTURE, "iz.svg"))

    monkeypatch.setattr("handbooks.management.commands.publish_first_editions.time.sleep", fail_it)
    with pytest.raises(CommandError, match=r"iz\.svg"):
        run("publish_first_editions", "--wait")
