"""A chapter of the draft as it will be printed: ordered once, seen by those who read the draft, forgotten after some days."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from atasehir_portal.documents import printing
from atasehir_portal.documents.models import Block, Section
from atasehir_portal.documents.nodes import BlockNode
from atasehir_portal.documents.services import add_section, save_block
from atasehir_portal.rendering import services as rendering
from atasehir_portal.rendering.models import Rendering
from handbooks import services
from handbooks.models import ChapterPreview, Handbook
from tests.handbooks.conftest import PDF

ClientOf = Callable[[Any], Client]


def make(preview: ChapterPreview) -> None:
    claimed = rendering.claim(rendering_id=preview.rendering_id, worker="test")
    assert claimed is not None
    rendering.finish(rendering=claimed, file=BytesIO(PDF), pages=4)


def ordered(handbook: Handbook, by: Any) -> ChapterPreview:
    preview = services.order_preview(handbook=handbook, anchor="bir", by=by)
    assert preview is not None
    return preview


def rewrite(handbook: Handbook, by: Any) -> None:
    """Change a sentence of the chapter."""
    chapter = Q(section__anchor="bir") | Q(section__parent__anchor="bir")
    block = Block.objects.filter(chapter, document=handbook.document, kind="paragraph")[0]
    save_block(block_uid=block.uid, base_revision=block.revision, body="Başka bir söz.", by=by)


def test_same_text_is_one_preview_and_a_changed_text_another(handbook: Handbook, administrator, officer) -> None:
    first = ordered(handbook, administrator)
    assert ordered(handbook, officer) == first
    rewrite(handbook, administrator)
    assert ordered(handbook, officer) != first
    assert Rendering.objects.count() == 2


def test_front_matter_has_a_preview_of_its_own(handbook: Handbook, administrator, client_of: ClientOf) -> None:
    preview = services.order_preview(handbook=handbook, anchor="sunus", by=administrator)
    assert preview is not None
    html = preview.rendering.source_html
    assert '<section class="front">' in html
    assert 'id="sunus"' in html
    assert 'id="bir"' not in html
    page = client_of(administrator).get(reverse("handbooks:edit", args=[handbook.slug]), {"bolum": "sunus"})
    assert reverse("handbooks:order_preview", args=[handbook.slug, "sunus"]) in page.content.decode()


@pytest.mark.parametrize("anchor", ["bir", "sunus"])
def test_nothing_but_the_part_itself_is_written_out(
    handbook: Handbook, administrator, monkeypatch: pytest.MonkeyPatch, anchor: str
) -> None:
    written: list[str] = []
    print_block = printing._block

    def counted(block: BlockNode) -> SafeString:
        written.append(block.section.chapter.anchor)
        return print_block(block)

    monkeypatch.setattr(printing, "_block", counted)
    services.order_preview(handbook=handbook, anchor=anchor, by=administrator)
    assert set(written) == {anchor}


def test_what_is_not_printed_by_itself_has_no_preview(handbook: Handbook, administrator) -> None:
    annex = add_section(document=handbook.document, parent=None, title="Ek", aim="", by=administrator)
    Section.objects.filter(pk=annex.pk).update(is_numbered=False)
    assert services.order_preview(handbook=handbook, anchor=annex.anchor, by=administrator) is None
    assert services.order_preview(handbook=handbook, anchor="yok", by=administrator) is None
    assert not Rendering.objects.exists()


def test_who_does_not_read_the_draft_orders_nothing(handbook: Handbook, representative) -> None:
    with pytest.raises(PermissionDenied):
        services.order_preview(handbook=handbook, anchor="bir", by=representative)
    assert not Rendering.objects.exists()


def test_staff_order_watch_and_open_the_pages(handbook: Handbook, officer, client_of: ClientOf) -> None:
    client = client_of(officer)
    draft = client.get(reverse("handbooks:edit", args=[handbook.slug]), {"bolum": "bir"})
    address = reverse("handbooks:order_preview", args=[handbook.slug, "bir"])
    assert address in draft.content.decode()
    sent = client.post(address)
    preview = ChapterPreview.objects.get()
    page = reverse("handbooks:preview", args=[handbook.slug, preview.pk])
    file = reverse("handbooks:preview_file", args=[handbook.slug, preview.pk])
    assert sent.url == page
    assert file not in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    make(preview)
    assert file in client.get(page).content.decode()
    opened = client.get(file)
    assert b"".join(opened.streaming_content) == PDF
    assert opened["Content-Type"] == "application/pdf"
    assert "no-store" in opened["Cache-Control"]


def test_what_is_not_printed_by_itself_is_refused_in_words(handbook: Handbook, officer, client_of: ClientOf) -> None:
    sent = client_of(officer).post(reverse("handbooks:order_preview", args=[handbook.slug, "yok"]), follow=True)
    assert "yalnız bölümlerde ve onlardan önce" in sent.content.decode()


def test_old_previews_are_forgotten_with_their_files(handbook: Handbook, administrator) -> None:
    preview = ordered(handbook, administrator)
    make(preview)
    preview.rendering.refresh_from_db()
    name = preview.rendering.file.name
    assert services.forget_previews() == 0
    ChapterPreview.objects.update(ordered_at=timezone.now() - timedelta(days=4))
    assert services.forget_previews() == 1
    assert not Rendering.objects.exists()
    assert not ChapterPreview.objects.exists()
    assert name


@pytest.mark.django_db(transaction=True)
def test_file_goes_with_the_last_rendering_that_has_its_bytes(handbook: Handbook, administrator) -> None:
    first = ordered(handbook, administrator)
    make(first)
    rewrite(handbook, administrator)
    second = ordered(handbook, administrator)
    make(second)  # the same bytes, stored once
    first.rendering.refresh_from_db()
    name = first.rendering.file.name
    ChapterPreview.objects.filter(pk=first.pk).update(ordered_at=timezone.now() - timedelta(days=4))
    services.forget_previews()
    assert default_storage.exists(name)
    ChapterPreview.objects.update(ordered_at=timezone.now() - timedelta(days=4))
    services.forget_previews()
    assert not default_storage.exists(name)
