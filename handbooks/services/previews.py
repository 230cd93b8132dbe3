"""Seeing a chapter as it will be printed, while it is written."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from atasehir_portal.accounts.models import User
from atasehir_portal.rendering.services import discard_rendering, request_rendering
from handbooks import book, permissions
from handbooks.models import ChapterPreview, Handbook

# Longer than anybody leaves a page open; a preview is made again in seconds.
KEPT = timedelta(days=3)


@transaction.atomic
def order_preview(*, handbook: Handbook, anchor: str, by: User) -> ChapterPreview | None:
    """Order the print of one chapter, or of front matter, as it is written now; None where no such part is printed.

    The same text gives the same preview, whoever asks and however often. Raises PermissionDenied.
    """
    if not permissions.can_read_draft(by, handbook):
        raise PermissionDenied
    html = book.chapter_of_draft(handbook, anchor)
    if html is None:
        return None
    title = handbook.document.sections.get(anchor=anchor).title
    rendering = request_rendering(
        style=f"handbook-{handbook.number}", title=title, language=handbook.document.language, html=html
    )
    preview, _created = ChapterPreview.objects.update_or_create(
        handbook=handbook,
        rendering=rendering,
        defaults={"anchor": anchor, "title": title, "ordered_at": timezone.now()},
    )
    return preview


def forget_previews() -> int:
    """Delete previews that were ordered some days ago, with their files. Returns how many."""
    forgotten = 0
    for pk in ChapterPreview.objects.filter(ordered_at__lt=timezone.now() - KEPT).values_list("pk", flat=True):
        with transaction.atomic():
            preview = (
                ChapterPreview.objects.select_for_update(of=("self",))
                .select_related("rendering")
                .defer("rendering__source_html")
                .filter(pk=pk, ordered_at__lt=timezone.now() - KEPT)
                .first()
            )
            if preview is None:
                continue
            preview.delete()
            discard_rendering(rendering=preview.rendering)
            forgotten += 1
    return forgotten
