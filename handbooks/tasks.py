"""Work of the handbooks room beside requests."""

from celery import shared_task

from handbooks import queries
from handbooks.services import forget_previews, texts


@shared_task
def forget_old_previews() -> int:
    """Delete the previews of chapters that nobody looks at any more. Returns how many."""
    return forget_previews()


@shared_task
def make_texts(edition_id: int) -> int:
    """Make the Word and Markdown files of an edition that came into the library. Returns how many were missing."""
    edition = queries.light_editions().select_related("handbook").filter(pk=edition_id, withdrawn_at=None).first()
    return texts.make_texts(edition) if edition is not None and edition.pdf.is_ready else 0


@shared_task(expires=600)
def make_missing_texts() -> int:
    """Make the Word and Markdown files that a release or a lost message left to be made. Returns how many."""
    return texts.make_missing_texts()
